"""Pages of the core, and files that are made, as they are written together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plumbline.adapters.pages import CorePage
from plumbline.project import Project
from plumbline.rules.runner import about_briefing
from plumbline.site.files import briefing_of, file_key, made_files
from plumbline.site.views import Kind

__all__ = ["PageGroup", "group_pages", "take_models"]

_COMMON = (Kind.BRIEFING, Kind.DATASET, Kind.SOURCE)
"""Kinds of pages of which there are many."""


@dataclass(frozen=True, slots=True)
class PageGroup:
    """What is written together: what belongs to one briefing, else one page or file alone.

    Attributes:
        of: the briefing, or where the page comes from, or the file's address.
        pages: the pages.
        addresses: the files that are made.
    """

    of: str
    pages: list[CorePage] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def let_go(self, project: Project) -> None:
        """Give up what was computed for it alone."""
        for page in self.pages:
            page.let_go()
        about = {*about_briefing(self.of), *self.addresses}
        project.let_go([file_key(project, address) for address in self.addresses], about)


def group_pages(project: Project, pages: Iterable[CorePage]) -> list[PageGroup]:
    """Return all pages and all files that are made, those of one briefing together."""
    groups: dict[str, PageGroup] = {}
    for page in pages:
        of = page.key.key if page.key.kind is Kind.BRIEFING else page.key.uri
        groups.setdefault(of, PageGroup(of)).pages.append(page)
    for address in made_files(project):
        of = briefing_of(project, address) or address
        groups.setdefault(of, PageGroup(of)).addresses.append(address)
    return list(groups.values())


def take_models(groups: list[PageGroup]) -> list[PageGroup]:
    """Take out one group of each kind of which there are many, and return them."""
    models = []
    for kind in _COMMON:
        for place, group in enumerate(groups):
            if group.pages and group.pages[0].key.kind is kind:
                models.append(groups.pop(place))
                break
    return models
