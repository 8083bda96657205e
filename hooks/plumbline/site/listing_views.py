"""Listings: home, archive, topics, countries, authors, series."""

from __future__ import annotations

from collections.abc import Iterable

from plumbline.content.markdown import Heading
from plumbline.library import authors, regions, topics
from plumbline.project import Mode, Project
from plumbline.rules.runner import shared_diagnostics
from plumbline.site.cards import Card, Label, cards, describe_region, series_key
from plumbline.site.views import Group, Kind, PageView

__all__ = [
    "show_archive",
    "show_author",
    "show_authors",
    "show_home",
    "show_region",
    "show_regions",
    "show_series",
    "show_topic",
    "show_topics",
]


def show_home(project: Project, _: str) -> PageView:
    """Show the latest briefings and the topics."""
    listed = cards(project)
    groups = [Group("Latest briefings", "latest", listed[:13])]
    groups.append(Group("Topics", "topics", entries=_count_labels(c.topics for c in listed)))
    found = shared_diagnostics(project) if project.mode is Mode.PREVIEW else ()
    return PageView(Kind.HOME, "Home", groups=tuple(groups), diagnostics=found)


def show_archive(project: Project, _: str) -> PageView:
    """Show every briefing by year."""
    by_year: dict[str, list[Card]] = {}
    for listed in cards(project):
        by_year.setdefault(str(listed.date.year) if listed.date else "Undated", []).append(listed)
    groups = tuple(Group(year, f"y{year.lower()}", tuple(c)) for year, c in by_year.items())
    return PageView(
        Kind.ARCHIVE,
        "Briefings",
        "Every briefing by date.",
        groups=groups,
        headings=tuple(Heading(2, g.anchor, g.title) for g in groups),
    )


def show_topics(project: Project, _: str) -> PageView:
    """Show all topics that have briefings."""
    entries = _count_labels(c.topics for c in cards(project))
    return PageView(Kind.TOPICS, "Topics", "Briefings by topic.", groups=_one_group(entries))


def show_topic(project: Project, key: str) -> PageView:
    """Show the briefings of a topic."""
    entry = topics(project).entries[key]
    listed = tuple(c for c in cards(project) if f"topics/{key}/" in _urls(c.topics))
    return _listing(Kind.TOPIC, entry.title, entry.description or "", listed)


def show_regions(project: Project, _: str) -> PageView:
    """Show all countries and groups that have briefings."""
    entries = _count_labels(c.regions for c in cards(project))
    return PageView(
        Kind.REGIONS,
        "Countries",
        "Briefings by country and group of countries.",
        groups=_one_group(entries),
    )


def show_region(project: Project, key: str) -> PageView:
    """Show the briefings on a country or a group of countries."""
    name = describe_region(project, key)
    if name is None:
        raise KeyError(key)
    listed = tuple(c for c in cards(project) if f"regions/{key}/" in _urls(c.regions))
    group = regions(project).get(key)
    lead = ""
    if group is not None:
        members = sorted(describe_region(project, m) or m for m in group.members)
        as_of = f", as of {group.as_of:%Y-%m-%d}" if group.as_of else ""
        lead = f"{len(members)} members{as_of}: {', '.join(members)}."
    return _listing(Kind.REGION, name, lead, listed)


def show_authors(project: Project, _: str) -> PageView:
    """Show all authors who have briefings."""
    entries = _count_labels(c.authors for c in cards(project))
    return PageView(Kind.AUTHORS, "Authors", "Who writes here.", groups=_one_group(entries))


def show_author(project: Project, key: str) -> PageView:
    """Show the briefings of an author."""
    entry = authors(project).entries[key]
    listed = tuple(c for c in cards(project) if f"authors/{key}/" in _urls(c.authors))
    return _listing(Kind.AUTHOR, entry.name, entry.description or "", listed)


def show_series(project: Project, key: str) -> PageView:
    """Show the briefings of a series."""
    listed = tuple(c for c in cards(project) if c.series and series_key(c.series.name) == key)
    if not listed or listed[0].series is None:
        raise KeyError(key)
    return _listing(Kind.SERIES, listed[0].series.name, "", listed)


def _listing(kind: Kind, title: str, lead: str, listed: tuple[Card, ...]) -> PageView:
    return PageView(kind, title, lead, groups=(Group("Briefings", "briefings", listed),))


def _one_group(entries: tuple[tuple[Label, str], ...]) -> tuple[Group, ...]:
    return (Group("", "all", entries=entries),)


def _count_labels(labels: Iterable[tuple[Label, ...]]) -> tuple[tuple[Label, str], ...]:
    counts: dict[Label, int] = {}
    for group in labels:
        for label in group:
            counts[label] = counts.get(label, 0) + 1
    named = sorted(counts.items(), key=lambda pair: pair[0].name.casefold())
    return tuple((label, f"{n} briefing{'s' if n != 1 else ''}") for label, n in named)


def _urls(labels: tuple[Label, ...]) -> tuple[str, ...]:
    return tuple(label.url for label in labels)
