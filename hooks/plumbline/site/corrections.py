"""Corrections and updates of the whole site, and where in its briefing each leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from plumbline.charts.queries import chart_blocks
from plumbline.content.correction_kind import CorrectionKind
from plumbline.content.front_matter import Correction, Status
from plumbline.content.markdown import Heading
from plumbline.evidence.claim_values import used_claims
from plumbline.evidence.marks import strip_marks
from plumbline.library import briefing, is_public, public_slugs
from plumbline.project import BRIEFINGS, Project
from plumbline.query import firewall_query, kept_query, query
from plumbline.site.article import article

__all__ = [
    "ListedCorrection",
    "all_corrections",
    "correction_id",
    "correction_places",
    "listed_corrections",
]

_ID = re.compile(r"<[A-Za-z][^<>]*?\sid=\"([^\"]*)\"")
_FIGURE = re.compile(r"(?:figure|fig\.) (\d+)")


@dataclass(frozen=True, slots=True)
class ListedCorrection:
    """A correction or an update with the briefing it belongs to.

    Attributes:
        slug: of the briefing.
        title: of the briefing, as plain text.
        entry: what was changed.
        id: of the entry on the briefing's page; it stays when others are added.
        place: id of what `where` names on that page; empty where it names no place there.
    """

    slug: str
    title: str
    entry: Correction
    id: str
    place: str

    @property
    def url(self) -> str:
        """Address of the entry on its briefing's page, relative to the site's root."""
        return f"{BRIEFINGS}/{self.slug}/#{self.id}"

    @property
    def place_url(self) -> str:
        """Address of the place, relative to the site's root; empty where there is none."""
        return f"{BRIEFINGS}/{self.slug}/#{self.place}" if self.place else ""


def correction_id(total: int, index: int) -> str:
    """Return the id of an entry: entries are counted from the oldest, which comes last."""
    return f"correction-{total - index}"


@kept_query
def correction_places(project: Project, slug: str) -> tuple[str, ...]:
    """Return for each correction of a briefing the id of the place that its `where` names, or "".

    A place is an anchor (`#the-gap`, `the-gap`), the words of a heading, the id of a chart or a
    claim, or "Figure 2". On the page of a withdrawn briefing there are none.
    """
    front = briefing(project, slug).front_matter
    if front is None:
        return ()
    if front.status is Status.WITHDRAWN:
        return ("",) * len(front.corrections)
    return tuple(_place(project, slug, entry.where or "") for entry in front.corrections)


def _place(project: Project, slug: str, where: str) -> str:
    text = article(project, slug)
    ids = {unescape(found) for found in _ID.findall(text.html)}
    front = briefing(project, slug).front_matter
    headings = {_folded(h.text): h.id for h in _flat(text.headings)}
    if front is not None and front.key_judgments:
        ids.add("key-judgments")
        headings["key judgments"] = "key-judgments"
    name = where.removeprefix("#")
    for candidate in (name, f"chart-{name}"):
        if candidate in ids:
            return candidate
    charts = [b.spec.id for b in chart_blocks(project, slug) if b.spec is not None]
    number = _FIGURE.fullmatch(_folded(where))
    if number and 1 <= int(number[1]) <= len(charts):
        return f"chart-{charts[int(number[1]) - 1]}"
    if name in used_claims(project, slug):
        return next((i for i in (f"claim-{name}", f"claim-{name}-1") if i in ids), "")
    return headings.get(_folded(where), "")


def _flat(headings: tuple[Heading, ...]) -> list[Heading]:
    return [h for heading in headings for h in (heading, *_flat(heading.children))]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


@firewall_query
def listed_corrections(project: Project, slug: str) -> tuple[ListedCorrection, ...]:
    """Return the corrections and updates of a briefing, newest first; minor ones left out."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return ()
    places, title = correction_places(project, slug), strip_marks(document.title)
    return tuple(
        ListedCorrection(
            slug, title, entry, correction_id(len(front.corrections), index), places[index]
        )
        for index, entry in enumerate(front.corrections)
        if entry.kind is not CorrectionKind.MINOR
    )


@query
def all_corrections(project: Project) -> tuple[ListedCorrection, ...]:
    """Return the corrections and updates of public briefings, newest first; minor ones left out."""
    found: list[ListedCorrection] = []
    for slug in public_slugs(project):
        if is_public(project, slug):
            found += listed_corrections(project, slug)
    found.sort(key=lambda listed: (listed.title, listed.slug))
    return tuple(sorted(found, key=lambda listed: listed.entry.date, reverse=True))
