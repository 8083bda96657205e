"""Queries: which briefings have which title."""

from __future__ import annotations

from plumbline.content.front_matter import Status
from plumbline.library import briefing, slugs
from plumbline.project import Project
from plumbline.query import firewall_query, kept_query, query

__all__ = ["fold_title", "folded_title", "titled", "titles"]


@firewall_query
def folded_title(project: Project, slug: str) -> str:
    """Return a briefing's title as others see it; "" for a draft."""
    read = briefing(project, slug)
    return fold_title(read.title) if read.status is not Status.DRAFT else ""


@query
def titles(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the slugs of all briefings that are not drafts by their titles, case folded."""
    found: dict[str, tuple[str, ...]] = {}
    for slug in slugs(project):
        title = folded_title(project, slug)
        if title:
            found[title] = (*found.get(title, ()), slug)
    return found


@kept_query
def titled(project: Project, title: str) -> tuple[str, ...]:
    """Return the slugs under a folded title; asked instead of `titles`, it changes more rarely."""
    return titles(project).get(title, ())


def fold_title(title: str) -> str:
    """Return a title as it is compared with others: without regard to case and spacing."""
    return " ".join(title.casefold().split())
