"""A briefing as plain Markdown, readable without this site: for programs, archives and readers.

Numbers bound to data stand as their words, citations as numbers of the reference list at the end,
charts and tables as title, description and values. Nothing of our own dialect is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urljoin

from plumbline.charts.formatting import format_moment, format_number
from plumbline.charts.queries import chart_blocks, chart_data, chart_language
from plumbline.charts.tabulation import Column, tabulate
from plumbline.content.front_matter import FrontMatter, Status
from plumbline.content.links import find_links
from plumbline.data.table import Cell
from plumbline.evidence.citations import Citation, CitationItem
from plumbline.evidence.marks import UNCOUNTED, MarkKind, find_marks, strip_marks
from plumbline.evidence.queries import Reference, chart_sources, references, shown_citations
from plumbline.evidence.sentences import find_sentences
from plumbline.library import briefing
from plumbline.links.targets import link_targets
from plumbline.outputs.addresses import absolute, doi_address
from plumbline.outputs.markdown_text import (
    escape_markdown,
    find_html,
    quote_boxes,
    render_pipe_table,
    to_markdown,
)
from plumbline.outputs.record import own_reference
from plumbline.outputs.report_data import describe_correction
from plumbline.project import Project
from plumbline.query import query
from plumbline.site.cards import Card, card, format_date
from plumbline.site.drafting import cited_again
from plumbline.site.figures import may_redistribute, plain_texts
from plumbline.site.weaving import Edit, apply_edits
from plumbline.tables.queries import table_blocks, table_content, table_sources

__all__ = ["plain_markdown"]

_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ ]*[#.][^{}\n]*\}(?=[ \t]*$)", re.MULTILINE)


@query
def plain_markdown(project: Project, slug: str) -> str:
    """Return a briefing as plain Markdown.

    Raises:
        KeyError: its front matter cannot be used.
    """
    front, shown = briefing(project, slug).front_matter, card(project, slug)
    if front is None:
        raise KeyError(slug)
    parts = [f"# {escape_markdown(shown.title)}", *_lead(project, front, shown)]
    if front.status is Status.WITHDRAWN:
        reason = escape_markdown(front.withdrawal_reason or "")
        return _join([*parts, f"**This briefing has been withdrawn.** {reason}"])
    if front.status is Status.SUPERSEDED:
        parts.append("**This briefing has been superseded.**")
        if front.superseded_by:
            newer = card(project, front.superseded_by)
            parts[-1] += f" Read <{absolute(project, newer.url)}> instead."
    if front.key_judgments:
        parts.append("## Key judgments")
        parts.append(
            "\n".join(
                f"- {escape_markdown(strip_marks(j.text))} ({j.confidence} confidence)"
                for j in front.key_judgments
            )
        )
    parts.append(_body(project, slug))
    if front.corrections:
        parts.append("## Corrections")
        parts.append("\n".join(_corrections(front)))
    listed = references(project, slug)
    if listed:
        parts.append("## References")
        parts.append("\n".join(f"{r.number}. {to_markdown(r.html)}" for r in listed))
    parts += ["## How to cite", to_markdown(own_reference(project, slug))]
    return _join(parts)


def _join(parts: list[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _lead(project: Project, front: FrontMatter, shown: Card) -> Iterator[str]:
    """Yield what stands between title and text: the summary, and particulars as a list."""
    if shown.summary:
        yield f"> {escape_markdown(shown.summary)}"
    facts = [
        ("Authors", ", ".join(author.name for author in shown.authors)),
        ("Published", format_date(front.date)),
        ("Updated", format_date(shown.updated) if shown.updated else ""),
        ("Type", shown.kind),
        ("Series", shown.series.name if shown.series else ""),
        ("Topics", ", ".join(topic.name for topic in shown.topics)),
        ("Countries", ", ".join(region.name for region in shown.regions)),
        ("Report number", front.report_number or ""),
        ("Licence", front.licence or ""),
        ("Funding", front.funding or ""),
        ("Disclosures", front.disclosures or ""),
    ]
    lines = [f"- {name}: {escape_markdown(value)}" for name, value in facts if value]
    if front.doi:
        lines.append(f"- DOI: <{doi_address(front.doi)}>")
    lines.append(f"- Page: <{absolute(project, shown.url)}>")
    yield "\n".join(lines)


def _corrections(front: FrontMatter) -> Iterator[str]:
    for entry in front.corrections:
        told = describe_correction(entry)
        words = escape_markdown(f"{told['name']}, {format_date(entry.date)}. {told['text']}")
        yield f"- {words}"


def _body(project: Project, slug: str) -> str:
    body = briefing(project, slug).body
    numbers = {r.source.key: r for r in references(project, slug)}
    edits: list[Edit] = [*_figures(project, slug, numbers), *_tables(project, slug, numbers)]
    figures = dict(_figure_numbers(project, slug))
    edits += _citations(project, slug, body, numbers)
    for mark in find_marks(body):
        text = mark.text
        if mark.kind is MarkKind.CHART and not text and mark.target in figures:
            text = f"Figure {figures[mark.target]}"
        edits.append((mark.start, mark.text_start, text if not mark.text else ""))
        if mark.kind is not MarkKind.SAID:  # whose end is a citation
            edits.append((mark.text_end, mark.end, ""))
    edits += [(m.start(), m.end(), m["text"]) for m in UNCOUNTED.finditer(body)]
    edits += [(m.start(), m.end(), "") for m in _ATTRIBUTES.finditer(body)]
    edits += _links(project, slug, body)
    edits += find_html(body)
    return quote_boxes(apply_edits(body, edits)).strip()


def _citations(
    project: Project, slug: str, body: str, numbers: Mapping[str, Reference]
) -> Iterator[Edit]:
    cited, sentences = shown_citations(project, slug), find_sentences(body)
    for citation in cited:
        again = cited_again(body, citation, cited, sentences)
        said = body.startswith("](said:", citation.start)
        marks = "" if again else _cite(citation, numbers)
        yield citation.start, citation.end, f" {marks}" if said and marks else marks


def _links(project: Project, slug: str, body: str) -> Iterator[Edit]:
    """Yield edits that make addresses absolute; one that must not be printed becomes the page's."""
    page = absolute(project, card(project, slug).url)
    targets = link_targets(project, slug)
    own = tuple(f"{kind}:" for kind in MarkKind)
    for link in find_links(body):
        target = targets.get(link.url)
        if target is None or link.url.startswith(own):
            continue
        address = urljoin(page, target.url) if target.url is not None else page
        yield link.start, link.end, quote(address, safe="/#?=&%:;,@!$'*+~[]")


def _cite(citation: Citation, numbers: Mapping[str, Reference]) -> str:
    """Return a citation as numbers in brackets, with what is said of the place: [1, p. 4; 2]."""
    said = "; ".join(_cite_item(item, numbers) for item in citation.items)
    marks = f"[{said}]"
    item = citation.items[0]
    reference = numbers.get(item.key)
    if citation.narrative and not item.suppress_author and reference is not None:
        return f"{escape_markdown(reference.source.short_author)} {marks}"
    return marks


def _cite_item(item: CitationItem, numbers: Mapping[str, Reference]) -> str:
    reference = numbers.get(item.key)
    shown = str(reference.number) if reference else escape_markdown(f"@{item.key}")
    place = item.locator.written if item.locator else ""
    parts = [shown, place, item.suffix.lstrip(", ").strip()]
    text = ", ".join(escape_markdown(part) if part != shown else part for part in parts if part)
    return f"{escape_markdown(item.prefix)} {text}" if item.prefix else text


def _figure_numbers(project: Project, slug: str) -> Iterator[tuple[str, int]]:
    number = 0
    for index, block in enumerate(chart_blocks(project, slug)):
        if block.spec is not None and chart_data(project, slug, index)[0] is not None:
            number += 1
            yield block.spec.id, number


def _figures(project: Project, slug: str, numbers: Mapping[str, Reference]) -> Iterator[Edit]:
    shown = dict(_figure_numbers(project, slug))
    language = chart_language(project, slug)
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        if block.spec is None or data is None:
            yield block.start, block.end, ""
            continue
        plain = plain_texts(block.spec)
        parts = [f"**Figure {shown[plain.id]}. {escape_markdown(plain.title)}**"]
        parts += [escape_markdown(text) for text in (plain.subtitle, plain.alt) if text]
        if may_redistribute(project, slug, index):
            values = tabulate(block.spec, data)
            header = [_head(column) for column in values.columns]
            rows = [
                [_cell(c, col, language) for c, col in zip(row, values.columns, strict=True)]
                for row in values.rows
            ]
            parts.append(render_pipe_table(header, rows))
        yield (
            block.start,
            block.end,
            _figure(
                parts,
                plain.note,
                _sources(chart_sources(project, slug, index), numbers),
                block.indent,
            ),
        )


def _tables(project: Project, slug: str, numbers: Mapping[str, Reference]) -> Iterator[Edit]:
    number = 0
    for index, block in enumerate(table_blocks(project, slug)):
        content, _ = table_content(project, slug, index)
        if block.spec is None or content is None:
            yield block.start, block.end, ""
            continue
        number += 1
        title = escape_markdown(strip_marks(block.spec.title))
        columns = [
            Column("", "", None, "number" if k in ("integer", "number") else k)
            for k in content.types
        ]
        rows = [
            [_cell(c, col, "en") for c, col in zip(row, columns, strict=True)]
            for row in content.rows
        ]
        parts = [f"**Table {number}. {title}**", render_pipe_table(content.header, rows)]
        keys = table_sources(project, slug, index)
        note = strip_marks(block.spec.note or "")
        yield block.start, block.end, _figure(parts, note, _sources(keys, numbers), block.indent)


def _figure(parts: list[str], note: str | None, sources: str, indent: str) -> str:
    """Return the parts of a figure as paragraphs, indented as the block was."""
    if note:
        parts.append(f"Note: {escape_markdown(note)}")
    if sources:
        parts.append(f"Source: {sources}")
    text = "\n\n".join(parts)
    return "\n" + "\n".join(f"{indent}{line}".rstrip() for line in text.split("\n")) + "\n"


def _head(column: Column) -> str:
    label = column.label or "Name"
    return f"{label} ({column.unit})" if column.unit else label


def _cell(value: Cell, column: Column, language: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.type == "number" and isinstance(value, int | float):
        return format_number(float(value), language)
    return format_moment(value, column.type, language)


def _sources(keys: tuple[str, ...], numbers: Mapping[str, Reference]) -> str:
    named = []
    for key in keys:
        reference = numbers.get(key)
        if reference is None:
            named.append(escape_markdown(f"@{key}"))
            continue
        record = reference.source
        author = record.short_author if record.record.get("author") else ""
        name = f"{author}, {record.title}" if author else record.title
        named.append(f"{escape_markdown(name)} [{reference.number}]")
    return "; ".join(named)
