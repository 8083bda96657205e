"""Pages as values: what identifies one, and what it shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from plumbline.content.front_matter import Correction
from plumbline.content.markdown import Heading
from plumbline.evidence.summary import EvidenceSummary
from plumbline.project import BRIEFINGS
from plumbline.site.annotations import Annotation
from plumbline.site.cards import Card, Label
from plumbline.site.related import Related

__all__ = ["TITLES", "Entry", "Group", "Judgment", "Kind", "PageKey", "PageView"]


class Kind(StrEnum):
    """Kinds of pages."""

    HOME = "home"
    ARCHIVE = "archive"
    BRIEFING = "briefing"
    TOPICS = "topics"
    TOPIC = "topic"
    REGIONS = "regions"
    REGION = "region"
    AUTHORS = "authors"
    AUTHOR = "author"
    SERIES = "series"
    DATASETS = "datasets"
    DATASET = "dataset"
    SOURCES = "sources"
    SOURCE = "source"
    CORRECTIONS = "corrections"
    UNCHECKED = "unchecked"
    GALLERY = "gallery"
    RULES = "rules"
    RULE = "rule"
    SEARCH = "search"


_FOLDERS = {
    Kind.HOME: "",
    Kind.ARCHIVE: BRIEFINGS,
    Kind.BRIEFING: BRIEFINGS,
    Kind.TOPICS: "topics",
    Kind.TOPIC: "topics",
    Kind.REGIONS: "regions",
    Kind.REGION: "regions",
    Kind.AUTHORS: "authors",
    Kind.AUTHOR: "authors",
    Kind.SERIES: "series",
    Kind.DATASETS: "data",
    Kind.DATASET: "data",
    Kind.SOURCES: "sources",
    Kind.SOURCE: "sources",
    Kind.CORRECTIONS: "corrections",
    Kind.UNCHECKED: "unchecked",
    Kind.GALLERY: "charts",
    Kind.RULES: "rules",
    Kind.RULE: "rules",
    Kind.SEARCH: "search",
}


TITLES = {
    Kind.HOME: "Home",
    Kind.ARCHIVE: "Briefings",
    Kind.TOPICS: "Topics",
    Kind.REGIONS: "Countries",
    Kind.AUTHORS: "Authors",
    Kind.DATASETS: "Data",
    Kind.SOURCES: "Sources",
    Kind.CORRECTIONS: "Corrections",
    Kind.UNCHECKED: "Numbers without a check",
    Kind.GALLERY: "Gallery of charts",
    Kind.RULES: "Rules",
    Kind.SEARCH: "Search",
}
"""Titles of the pages of which there is one of a kind; known before anything is read."""


@dataclass(frozen=True, slots=True)
class PageKey:
    """What identifies a page.

    Attributes:
        kind: its kind.
        key: which of its kind: slug, topic key, rule name …; empty where there is but one.
        source: the file that an editor opens to change it, relative to the root; may be empty.
    """

    kind: Kind
    key: str = ""
    source: str = ""

    @property
    def uri(self) -> str:
        """Path of the page's Markdown file, as the site builder would find it."""
        parts = [part for part in (_FOLDERS[self.kind], self.key, "index.md") if part]
        return "/".join(parts)


@dataclass(frozen=True, slots=True)
class Judgment:
    """A key judgment as HTML, with its confidence: "high", "moderate" or "low"."""

    html: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index says of one of its pages: name with address, particulars, a paragraph."""

    label: Label
    facts: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Cards, entries or rules under a heading of a listing."""

    title: str
    anchor: str
    cards: tuple[Card, ...] = ()
    entries: tuple[tuple[Label, str], ...] = ()  # name with address, and a remark
    items: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page shows.

    Attributes:
        kind: its kind.
        title: its heading.
        description: one or two sentences for search results.
        html: its text.
        headings: for the table of contents.
        introduction: of a listing, HTML under its heading, beside the list.
        groups: what a listing lists.
        card: of a briefing, itself.
        judgments: of a briefing, its key judgments.
        corrections: of a briefing, what was changed.
        places: ids of the places that its corrections name, empty for none.
        facts: of a briefing, further particulars as name and text.
        previous: of a briefing, the one before it in its series or topic.
        next: of a briefing, the one after it.
        trail: what previous and next run along.
        successor: of a superseded briefing, what takes its place.
        withdrawal_reason: of a withdrawn briefing.
        evidence: of a briefing, what was checked in it.
        language: BCP 47 tag.
        has_charts: whether Plotly is needed.
        diagnostics: in preview only: what is wrong with it; on the home page, with shared files.
        updated: day of the last change, for the site map.
        report_issue_url: of a briefing, where an error in it is reported.
        related: of a briefing, those that share most with it.
        pdf: of a briefing, the address of its PDF from the root; empty where there is none.
        social_card: address from the root of the picture shown where the page is shared.
        social_card_alt: what that picture shows.
    """

    kind: Kind
    title: str
    description: str = ""
    html: str = ""
    headings: tuple[Heading, ...] = ()
    introduction: str = ""
    groups: tuple[Group, ...] = ()
    card: Card | None = None
    judgments: tuple[Judgment, ...] = ()
    corrections: tuple[Correction, ...] = ()
    places: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    previous: Card | None = None
    next: Card | None = None
    trail: Label | None = None
    successor: Card | None = None
    withdrawal_reason: str = ""
    evidence: EvidenceSummary | None = None
    language: str = "en"
    has_charts: bool = False
    diagnostics: tuple[Annotation, ...] = ()
    updated: dt.date | None = None
    report_issue_url: str = ""
    related: tuple[Related, ...] = ()
    pdf: str = ""
    social_card: str = ""
    social_card_alt: str = ""
