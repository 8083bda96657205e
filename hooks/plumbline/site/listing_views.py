"""Listings: home, archive, topics, countries, authors, series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from plumbline.content.markdown import Heading
from plumbline.library import authors, regions, topics
from plumbline.project import Mode, Project
from plumbline.site.annotations import shared_annotations
from plumbline.site.cards import Card, Label, cards, describe_region, series_key
from plumbline.site.dataset_markup import link_address
from plumbline.site.lead import choose_lead, lead_figure
from plumbline.site.views import Entry, Group, Kind, PageView

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
    lead = choose_lead(listed)
    latest = (lead, *(c for c in listed[:13] if c != lead)) if lead else ()
    groups = (
        Group("Latest briefings", "latest", latest),
        Group("Topics", "topics", items=_topic_entries(project)),
    )
    found = shared_annotations(project) if project.mode is Mode.PREVIEW else ()
    picture = lead_figure(project, lead) if lead else ""
    return PageView(Kind.HOME, "Home", html=picture, groups=groups, diagnostics=found)


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
    return PageView(
        Kind.TOPICS, "Topics", "Briefings by topic.", groups=_one_group(_topic_entries(project))
    )


def show_topic(project: Project, key: str) -> PageView:
    """Show the briefings of a topic."""
    entry = topics(project).entries[key]
    listed = tuple(c for c in cards(project) if f"topics/{key}/" in _urls(c.topics))
    return _listing(Kind.TOPIC, entry.title, entry.description or "", listed)


def show_regions(project: Project, _: str) -> PageView:
    """Show all countries and groups that have briefings."""
    known = regions(project)
    entries = _count_labels(
        (c.regions for c in cards(project)),
        lambda code: f"{len(group.members)} members" if (group := known.get(code)) else "",
    )
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
    facts: tuple[tuple[str, str], ...] = ()
    if group is not None:
        members = sorted(describe_region(project, m) or m for m in group.members)
        as_of = f", as of {group.as_of:%Y-%m-%d}" if group.as_of else ""
        lead = f"{len(members)} members{as_of}: {', '.join(members)}."
        facts = (("Membership", group.source),) if group.source else ()
    return _listing(Kind.REGION, name, lead, listed, facts)


def show_authors(project: Project, _: str) -> PageView:
    """Show all authors who have briefings."""
    known = authors(project)
    entries = _count_labels(
        (c.authors for c in cards(project)),
        lambda key: (entry.description or "") if (entry := known.get(key)) else "",
    )
    return PageView(Kind.AUTHORS, "Authors", "Who writes here.", groups=_one_group(entries))


def show_author(project: Project, key: str) -> PageView:
    """Show the briefings of an author."""
    entry = authors(project).entries[key]
    listed = tuple(c for c in cards(project) if f"authors/{key}/" in _urls(c.authors))
    view = _listing(Kind.AUTHOR, entry.name, entry.description or "", listed)
    links = [link_address("Website", entry.url)] if entry.url else []
    if entry.orcid:
        links.append(link_address(f"ORCID {entry.orcid}", f"https://orcid.org/{entry.orcid}"))
    return replace(view, introduction=f"<p>{' · '.join(links)}</p>" if links else "")


def show_series(project: Project, key: str) -> PageView:
    """Show the briefings of a series in their order, the first first."""
    listed = tuple(c for c in cards(project) if c.series and series_key(c.series.name) == key)
    if not listed or listed[0].series is None:
        raise KeyError(key)
    return _listing(Kind.SERIES, listed[0].series.name, "", tuple(reversed(listed)))


def _listing(
    kind: Kind,
    title: str,
    lead: str,
    listed: tuple[Card, ...],
    facts: tuple[tuple[str, str], ...] = (),
) -> PageView:
    heading = _count(len(listed)).capitalize()
    return PageView(kind, title, lead, facts=facts, groups=(Group(heading, "briefings", listed),))


def _one_group(entries: tuple[Entry, ...]) -> tuple[Group, ...]:
    return (Group("", "all", items=entries),)


def _count(number: int) -> str:
    return f"{number} briefing{'s' if number != 1 else ''}"


def _topic_entries(project: Project) -> tuple[Entry, ...]:
    known = topics(project)
    return _count_labels(
        (c.topics for c in cards(project)),
        lambda key: (topic.description or "") if (topic := known.get(key)) else "",
    )


def _count_labels(
    labels: Iterable[tuple[Label, ...]], describe: Callable[[str], str]
) -> tuple[Entry, ...]:
    """Return an entry for each label by name, with the number of briefings that have it."""
    counts: dict[Label, int] = {}
    for group in labels:
        for label in group:
            counts[label] = counts.get(label, 0) + 1
    named = sorted(counts.items(), key=lambda pair: pair[0].name.casefold())
    return tuple(
        Entry(label, (_count(n),), describe(label.url.split("/")[1])) for label, n in named
    )


def _urls(labels: tuple[Label, ...]) -> tuple[str, ...]:
    return tuple(label.url for label in labels)
