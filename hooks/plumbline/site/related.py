"""Briefings that a reader of one may want next, by what they share."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from plumbline.evidence.queries import cited_keys
from plumbline.library import has_page
from plumbline.project import Project
from plumbline.query import kept_query, query
from plumbline.site.cards import Card, cards
from plumbline.site.usage import briefings_citing, briefings_using, datasets_of

__all__ = ["MOST", "Related", "related_briefings"]

MOST = 3
"""Related briefings that a page names."""

_NEWEST = 50
"""Briefings that are looked at for each source, dataset and topic: the newest."""


@dataclass(frozen=True, slots=True)
class Related:
    """A related briefing, and what it shares: "2 sources and the topic Energy"."""

    card: Card
    why: str


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a briefing rests on and is about."""

    card: Card
    sources: frozenset[str]
    datasets: frozenset[str]
    topics: tuple[str, ...]


@query
def _subjects(project: Project) -> dict[str, _Subject]:
    """Return what each briefing that is listed rests on, in one: every page looks at hundreds."""
    return {
        listed.slug: _Subject(
            listed,
            frozenset(cited_keys(project, listed.slug)),
            frozenset(datasets_of(project, listed.slug)),
            tuple(topic.name for topic in listed.topics),
        )
        for listed in cards(project)
    }


@query
def _newest_by_topic(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for listed in cards(project):
        for topic in listed.topics:
            found.setdefault(topic.name, []).append(listed.slug)
    return {name: tuple(slugs[:_NEWEST]) for name, slugs in found.items()}


@kept_query
def related_briefings(project: Project, slug: str) -> tuple[Related, ...]:
    """Return the briefings that share most with one, best first.

    A shared source, dataset or topic counts one each. Of equals the newer comes first, then the
    title decides. What has been superseded or withdrawn is not recommended.
    """
    if not has_page(project, slug):
        return ()
    subjects = _subjects(project)
    own = subjects[slug]
    by_topic = _newest_by_topic(project)
    near = {other for topic in own.topics for other in by_topic.get(topic, ())}
    for key in own.sources:
        near.update(briefings_citing(project, key)[:_NEWEST])
    for name in own.datasets:
        near.update(briefings_using(project, name)[:_NEWEST])
    scored = []
    for other in near - {slug}:
        theirs = subjects[other]
        listed = theirs.card
        if listed.date is None or listed.mark in ("Superseded", "Withdrawn"):
            continue
        sources = len(own.sources & theirs.sources)
        datasets = len(own.datasets & theirs.datasets)
        topics = tuple(name for name in own.topics if name in theirs.topics)
        score = sources + datasets + len(topics)
        if score:
            order = (-score, -listed.date.toordinal(), listed.title, listed.slug)
            scored.append((order, listed, (sources, datasets, topics)))
    best = heapq.nsmallest(MOST, scored, key=lambda entry: entry[0])
    return tuple(Related(listed, _describe(*shared)) for _, listed, shared in best)


def _describe(sources: int, datasets: int, topics: tuple[str, ...]) -> str:
    parts = [
        f"{count} {name}{'s' if count != 1 else ''}"
        for count, name in ((sources, "source"), (datasets, "dataset"))
        if count
    ]
    if topics:
        parts.append(f"the topic{'s' if len(topics) != 1 else ''} {', '.join(topics)}")
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
