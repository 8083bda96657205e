"""A briefing in few words: what listings, feeds and neighbours show of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.content.front_matter import BriefingType, Status
from plumbline.content.registries import country_name
from plumbline.evidence.marks import strip_marks
from plumbline.library import authors, briefing, is_public, public_slugs, regions, topics
from plumbline.project import BRIEFINGS, Project
from plumbline.query import firewall_query, query
from plumbline.site.article import count_words, reading_minutes

__all__ = ["Card", "Label", "card", "cards", "describe_region", "format_date", "series_key"]

_TYPE_NAMES = {
    BriefingType.BRIEFING: "Briefing",
    BriefingType.NOTE: "Note",
    BriefingType.DATASET_NOTE: "Dataset note",
    BriefingType.METHODS_NOTE: "Methods note",
    BriefingType.COMMENTARY: "Commentary",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A name with the address of its page, relative to the site's root; empty without a page."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a listing shows of a briefing.

    Attributes:
        url: address relative to the site's root.
        kind: the type in words, such as "Methods note".
        mark: "Draft", "Scheduled", "Superseded", "Withdrawn", "Broken" or empty.
        public: False for what only the preview shows.
    """

    slug: str
    url: str
    title: str
    summary: str
    kind: str
    date: dt.date | None
    updated: dt.date | None
    minutes: int
    authors: tuple[Label, ...]
    topics: tuple[Label, ...]
    regions: tuple[Label, ...]
    series: Label | None
    mark: str
    public: bool


@firewall_query
def card(project: Project, slug: str) -> Card:
    """Return the card of a briefing; one whose front matter is broken is marked as such."""
    document = briefing(project, slug)
    front, url = document.front_matter, f"{BRIEFINGS}/{slug}/"
    minutes = reading_minutes(count_words(project, slug))
    if front is None:
        return Card(
            slug,
            url,
            slug,
            "",
            "Briefing",
            None,
            None,
            minutes,
            (),
            (),
            (),
            None,
            "Broken",
            public=False,
        )
    known_authors, known_topics = authors(project), topics(project)
    public = is_public(project, slug)
    mark = "" if front.status is Status.PUBLISHED else front.status.capitalize()
    if front.status is Status.SCHEDULED and public:
        mark = ""
    return Card(
        slug=slug,
        url=url,
        title=strip_marks(front.title),
        summary=strip_marks(front.summary or ""),
        kind=_TYPE_NAMES[front.type],
        date=front.date,
        updated=front.updated if front.updated != front.date else None,
        minutes=minutes,
        authors=tuple(
            Label(entry.name, f"authors/{key}/")
            for key in front.authors
            if (entry := known_authors.get(key)) is not None
        ),
        topics=tuple(
            Label(topic.title, f"topics/{key}/")
            for key in front.topics
            if (topic := known_topics.get(key)) is not None
        ),
        regions=tuple(
            Label(name, f"regions/{code}/")
            for code in front.regions
            if (name := describe_region(project, code)) is not None
        ),
        series=Label(front.series, f"series/{series_key(front.series)}/") if front.series else None,
        mark=mark,
        public=public,
    )


@query
def cards(project: Project) -> tuple[Card, ...]:
    """Return the cards of all briefings that have a page, newest first."""
    return newest_first(card(project, slug) for slug in public_slugs(project))


def newest_first(listed: Iterable[Card]) -> tuple[Card, ...]:
    """Return cards by date, newest first, those of one day by title; broken ones first of all."""
    by_title = sorted(listed, key=lambda c: (c.title, c.slug))
    return tuple(sorted(by_title, key=lambda c: c.date or dt.date.max, reverse=True))


def describe_region(project: Project, code: str) -> str | None:
    """Return the name of a country or a group of countries, or None when it is not known."""
    group = regions(project).get(code)
    return group.title if group else country_name(code)


def series_key(name: str) -> str:
    """Return a series' part of an address: "Flash points!" becomes "flash-points"."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "series"


def format_date(day: dt.date) -> str:
    """Return a day as "20 November 2026"."""
    return f"{day.day} {day:%B %Y}"
