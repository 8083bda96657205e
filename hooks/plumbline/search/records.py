"""What the search knows of a page beside its text: type, date, and what it can be filtered by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plumbline.data.queries import datapackage
from plumbline.evidence.source_dates import date_parts
from plumbline.library import shared_source
from plumbline.project import Project
from plumbline.query import kept_query
from plumbline.site.cards import Card, card, format_date
from plumbline.site.source_views import source_slugs
from plumbline.site.views import Kind

__all__ = ["UNDATED", "SearchRecord", "describe_document", "search_record"]

UNDATED = "0000-00-00"
"""The day that sorts behind every other; the search leaves out of a sorted list what has none."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What a result shows of a page and what narrows it down.

    Attributes:
        type: what the filter is called: "Briefing", "Source", "Dataset" or "Page".
        kind: the same more closely, such as "Methods note".
        title: its title as plain text.
        summary: shown where no passage of the text matches; may be empty.
        date: its day in words; may be empty.
        sort: its day as YYYY-MM-DD, "00" for what is not known.
        topics: names of its topics.
        regions: names of its countries and groups of countries.
        authors: names of those who wrote a briefing.
    """

    type: str
    kind: str
    title: str
    summary: str = ""
    date: str = ""
    sort: str = UNDATED
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year of its day; empty when there is none."""
        return "" if self.sort == UNDATED else self.sort[:4]


@kept_query
def search_record(project: Project, kind: Kind, key: str) -> SearchRecord | None:
    """Return what the search knows of a page; None for one that is not to be found.

    Briefings, sources and datasets are found. Lists of them are not, nor is a briefing that has
    been withdrawn.
    """
    if kind is Kind.BRIEFING:
        return _describe_briefing(card(project, key))
    if kind is Kind.SOURCE:
        return _describe_source(project, key)
    if kind is Kind.DATASET:
        return _describe_dataset(project, key)
    return None


def describe_document(title: str) -> SearchRecord:
    """Return what the search knows of a page that is no briefing, source or dataset."""
    return SearchRecord("Page", "Page", title)


def _describe_briefing(own: Card) -> SearchRecord | None:
    if own.mark == "Withdrawn":
        return None
    return SearchRecord(
        type="Briefing",
        kind=f"{own.kind} ({own.mark.lower()})" if own.mark else own.kind,
        title=own.title,
        summary=own.summary,
        date=format_date(own.date) if own.date else "",
        sort=own.date.isoformat() if own.date else UNDATED,
        topics=tuple(label.name for label in own.topics),
        regions=tuple(label.name for label in own.regions),
        authors=tuple(label.name for label in own.authors),
    )


def _describe_source(project: Project, slug: str) -> SearchRecord:
    record = shared_source(project, source_slugs(project)[slug])
    if record is None:
        raise KeyError(slug)
    parts = date_parts(record, "issued")
    return SearchRecord(
        type="Source",
        kind="Source",
        title=record.title,
        summary=record.short_author,
        date=_in_words(parts),
        sort=_sort_key(parts),
    )


def _in_words(parts: tuple[int, ...]) -> str:
    """Return "1 March 2024", "March 2024", "2024", or nothing for what is no date."""
    try:
        day = dt.date(*(*parts, 1, 1)[:3])
    except (TypeError, ValueError):
        return ""
    words = format_date(day).split(" ")
    return " ".join(words[3 - len(parts[:3]) :]) if parts else ""


def _sort_key(parts: tuple[int, ...]) -> str:
    if not parts or not 0 < parts[0] < 10_000:
        return UNDATED
    year, month, day = (*parts, 0, 0)[:3]
    return f"{year:04}-{month:02}-{day:02}"


def _describe_dataset(project: Project, name: str) -> SearchRecord | None:
    resource = datapackage(project).get(name)
    if resource is None:
        return None
    return SearchRecord(
        type="Dataset",
        kind="Dataset",
        title=resource.label,
        summary=resource.description or "",
        date=format_date(resource.retrieved) if resource.retrieved else "",
        sort=resource.retrieved.isoformat() if resource.retrieved else UNDATED,
    )
