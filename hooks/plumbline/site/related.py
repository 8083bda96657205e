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
    """What a briefing rests on and is about.

    Attributes:
        card: what lists show of it.
        sources: citekeys.
        datasets: names.
        topics: names, in its order.
        rank: its place among equals, the least first; None where it is not recommended.
    """

    card: Card
    sources: frozenset[str]
    datasets: frozenset[str]
    topics: tuple[str, ...]
    rank: tuple[int, str, str] | None


@query
def _subjects(project: Project) -> dict[str, _Subject]:
    """Return what each briefing that is listed rests on, in one: every page looks at hundreds."""
    return {
        listed.slug: _Subject(
            listed,
            frozenset(cited_keys(project, listed.slug)),
            frozenset(datasets_of(project, listed.slug)),
            tuple(topic.name for topic in listed.topics),
            _rank(listed),
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
    sources, datasets, topics = own.sources, own.datasets, frozenset(own.topics)
    scored = [
        (
            len(sources & theirs.sources)
            + len(datasets & theirs.datasets)
            + len(topics.intersection(theirs.topics)),
            theirs,
        )
        for other in near - {slug}
        if (theirs := subjects[other]).rank
    ]
    # Hundreds share something, and few of them most: only these are put in order.
    least = max(1, min(heapq.nlargest(MOST, (score for score, _ in scored)), default=1))
    ranked = ((-score, theirs.rank, theirs) for score, theirs in scored if score >= least)
    best = heapq.nsmallest(MOST, ranked, key=lambda entry: entry[:2])
    return tuple(Related(theirs.card, _describe(own, theirs)) for *_, theirs in best)


def _rank(listed: Card) -> tuple[int, str, str] | None:
    if listed.date is None or listed.mark in ("Superseded", "Withdrawn"):
        return None
    return -listed.date.toordinal(), listed.title, listed.slug


def _describe(own: _Subject, theirs: _Subject) -> str:
    """Return what two briefings share."""
    sources, datasets = own.sources & theirs.sources, own.datasets & theirs.datasets
    topics = [name for name in own.topics if name in theirs.topics]
    parts = [
        f"{len(shared)} {name}{'s' if len(shared) != 1 else ''}"
        for shared, name in ((sources, "source"), (datasets, "dataset"))
        if shared
    ]
    if topics:
        parts.append(f"the topic{'s' if len(topics) != 1 else ''} {', '.join(topics)}")
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
