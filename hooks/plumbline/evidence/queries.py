"""Queries over the evidence of a briefing: which citations hold, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.charts.queries import chart_blocks, chart_datasets
from plumbline.content.validation import nearest
from plumbline.data.queries import datapackage
from plumbline.diagnostics.diagnostic import Location
from plumbline.evidence.citations import Citation, CitationItem
from plumbline.evidence.marks import MarkKind, find_marks
from plumbline.evidence.sources import Source
from plumbline.library import (
    briefing,
    citations,
    formatted_reference,
    has_source,
    shared_keys,
    slugs,
    source,
    source_library,
    sources_complete,
)
from plumbline.project import Project
from plumbline.query import firewall_query, query
from plumbline.tables.queries import table_blocks, table_sources

__all__ = [
    "Reference",
    "chart_sources",
    "citation_places",
    "cited_keys",
    "cited_records",
    "cited_sources",
    "is_mention",
    "is_unknown",
    "known_keys",
    "references",
    "shown_citations",
]


def known_keys(project: Project, slug: str) -> list[str]:
    """Return the citekeys that a briefing may cite: the site's and its own."""
    return sorted({*shared_keys(project), *source_library(project, slug).by_key})


def is_unknown(project: Project, slug: str, key: str) -> bool:
    """Return whether a citekey has no record; a file that cannot be read may hold any key."""
    if not all(sources_complete(project, s) for s in ("", slug)):
        return False
    return not has_source(project, slug, key)


def is_mention(project: Project, slug: str, citation: Citation) -> bool:
    """Return whether a bare `@word` is no citation: no key, and near no key."""
    if not citation.narrative:
        return False
    key = citation.items[0].key
    return not has_source(project, slug, key) and nearest(key, known_keys(project, slug)) is None


@query
def shown_citations(project: Project, slug: str) -> tuple[Citation, ...]:
    """Return the citations that are printed as such: well-formed, and not mere @-mentions.

    A cluster with an unknown key is printed too, with the key in the place of a number. A figure
    said by somebody, `[$52 billion](said:key)`, cites its source where the figure ends.
    """
    written = [
        c for c in citations(project, slug) if not c.malformed and not is_mention(project, slug, c)
    ]
    said = [
        Citation((CitationItem(m.target, m.end - 1 - len(m.target), m.end - 1),), m.text_end, m.end)
        for m in find_marks(briefing(project, slug).body)
        if m.kind is MarkKind.SAID and m.target
    ]
    return tuple(sorted([*written, *said], key=lambda c: c.start))


def chart_sources(project: Project, slug: str, index: int) -> tuple[str, ...]:
    """Return the citekeys of a chart's source line: its own, else those of its datasets."""
    spec = chart_blocks(project, slug)[index].spec
    if spec is None:
        return ()
    if spec.source:
        return spec.source
    package = datapackage(project)
    return tuple(
        dict.fromkeys(
            key
            for name in chart_datasets(project, slug, index)
            if (resource := package.get(name)) is not None
            for key in resource.citekeys
        )
    )


@firewall_query
def cited_keys(project: Project, slug: str) -> tuple[str, ...]:
    """Return the citekeys that text and charts of a briefing name and that have a record."""
    named: list[tuple[int, str]] = [
        (item.start, item.key) for c in shown_citations(project, slug) for item in c.items
    ]
    for index, block in enumerate(chart_blocks(project, slug)):
        named += [(block.start, key) for key in chart_sources(project, slug, index)]
    for index, table in enumerate(table_blocks(project, slug)):
        named += [(table.start, key) for key in table_sources(project, slug, index)]
    keys = dict.fromkeys(key for _, key in sorted(named, key=lambda pair: pair[0]))
    return tuple(key for key in keys if has_source(project, slug, key))


@query
def cited_sources(project: Project, slug: str) -> tuple[Source, ...]:
    """Return the sources of a briefing in the order in which text and charts first name them."""
    records = (source(project, slug, key) for key in cited_keys(project, slug))
    return tuple(record for record in records if record is not None)


@query
def cited_records(project: Project) -> tuple[Source, ...]:
    """Return the records that any briefing cites, drafts included, in the order of their files."""
    found = {s.location: s for slug in slugs(project) for s in cited_sources(project, slug)}
    return tuple(found[where] for where in sorted(found))


@query
def citation_places(project: Project, slug: str) -> dict[str, Location]:
    """Return where a briefing first cites each of its sources, by citekey: text before charts."""
    document = briefing(project, slug)
    places: dict[str, Location] = {}
    for citation in shown_citations(project, slug):
        for item in citation.items:
            places.setdefault(item.key, document.locate_in_body(item.start, item.end))
    for index, block in enumerate(chart_blocks(project, slug)):
        written = block.spec.source if block.spec else ()
        for number, key in enumerate(chart_sources(project, slug, index)):
            own = ("source", number) if written else ("data",)
            places.setdefault(key, block.document.locate(own))
    return places


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered entry of the reference list: number from 1, source, formatted HTML."""

    number: int
    source: Source
    html: str


@query
def references(project: Project, slug: str) -> tuple[Reference, ...]:
    """Return the reference list of a briefing."""
    own = source_library(project, slug).by_key
    entries: list[Reference] = []
    for number, record in enumerate(cited_sources(project, slug), start=1):
        html = formatted_reference(project, slug if record.key in own else "", record.key)
        entries.append(Reference(number, record, html))
    return tuple(entries)
