"""Every text of a briefing that a reader sees, and where each stands in its file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from plumbline.charts.queries import chart_blocks
from plumbline.content.yaml_source import Path, YamlDocument
from plumbline.diagnostics.diagnostic import Location
from plumbline.library import briefing
from plumbline.project import Project, read_text
from plumbline.query import query
from plumbline.tables.queries import table_blocks

__all__ = ["PlacedText", "TextKind", "locate", "placed_texts"]


class TextKind(StrEnum):
    """Which text of a briefing."""

    BODY = "body"
    TITLE = "title"
    SUMMARY = "summary"
    JUDGMENT = "key judgment"
    CHART_TITLE = "chart title"
    CHART_SUBTITLE = "chart subtitle"
    CHART_NOTE = "chart note"
    CHART_ALT = "chart alt text"
    TABLE_TITLE = "table title"
    TABLE_NOTE = "table note"


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text and its place.

    Attributes:
        kind: which text it is.
        text: Markdown of the body; elsewhere the value of a YAML key.
        path: path of the YAML value; empty for the body.
        block: index of the chart block it belongs to; -1 elsewhere.
        table: index of the table block it belongs to; -1 elsewhere.
    """

    kind: TextKind
    text: str
    path: Path = ()
    block: int = -1
    table: int = -1


@query
def placed_texts(project: Project, slug: str) -> tuple[PlacedText, ...]:
    """Return the texts of a briefing: the body first, then front matter, charts, tables."""
    document = briefing(project, slug)
    texts = [PlacedText(TextKind.BODY, document.body)]
    front = document.front_matter
    if front is not None:
        texts.append(PlacedText(TextKind.TITLE, front.title, ("title",)))
        if front.summary:
            texts.append(PlacedText(TextKind.SUMMARY, front.summary, ("summary",)))
        texts += [
            PlacedText(TextKind.JUDGMENT, judgment.text, ("key_judgments", index, "text"))
            for index, judgment in enumerate(front.key_judgments)
        ]
    for index, block in enumerate(chart_blocks(project, slug)):
        if block.spec is None:
            continue
        for kind, name in (
            (TextKind.CHART_TITLE, "title"),
            (TextKind.CHART_SUBTITLE, "subtitle"),
            (TextKind.CHART_NOTE, "note"),
            (TextKind.CHART_ALT, "alt"),
        ):
            value = getattr(block.spec, name)
            if value:
                texts.append(PlacedText(kind, value, (name,), index))
    for index, table in enumerate(table_blocks(project, slug)):
        if table.spec is not None:
            texts.append(PlacedText(TextKind.TABLE_TITLE, table.spec.title, ("title",), -1, index))
            if table.spec.note:
                texts.append(PlacedText(TextKind.TABLE_NOTE, table.spec.note, ("note",), -1, index))
    return tuple(texts)


def locate(project: Project, slug: str, text: PlacedText, start: int, end: int) -> Location:
    """Return the place in the file of a span of a text, given as offsets in the text.

    A YAML value may be folded or quoted; the span is then looked for in the value's lines, and
    where it cannot be found the value's own place is given.
    """
    document = briefing(project, slug)
    if text.kind is TextKind.BODY:
        return document.locate_in_body(start, end)
    source: YamlDocument = document.document
    file = document.file
    if text.block >= 0:
        source = chart_blocks(project, slug)[text.block].document
        if source.path != document.path:
            file = read_text(project, source.path)
    elif text.table >= 0:
        source = table_blocks(project, slug)[text.table].document
    whole = source.locate(text.path)
    lines = file.text.split("\n")[whole.line - 1 : max(whole.end_line, whole.line)]
    written = "\n".join(lines)
    words = [re.escape(word) for word in text.text[start:end].split()]
    offset = whole.column - 1
    occurrence = len(re.findall(r"\s+".join(words), text.text[:start])) if words else 0
    matches = list(re.finditer(r"\s+".join(words), written[offset:])) if words else []
    if occurrence >= len(matches):
        return whole
    match = matches[occurrence]
    return _in_lines(written, whole, offset + match.start(), offset + match.end())


def _in_lines(written: str, whole: Location, start: int, end: int) -> Location:
    def at(offset: int) -> tuple[int, int]:
        line = written.count("\n", 0, offset)
        column = offset - (written.rfind("\n", 0, offset) + 1) + 1
        return whole.line + line, column

    line, column = at(start)
    end_line, end_column = at(end)
    return Location(whole.path, line, column, end_line, end_column)
