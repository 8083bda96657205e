"""A table as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plumbline.data.table import Cell, format_cell
from plumbline.tables.queries import TableContent
from plumbline.tables.specification import TableSpec

__all__ = ["render_table"]


def render_table(
    spec: TableSpec, content: TableContent, number: int, sources: Sequence[str]
) -> str:
    """Return a `<figure>` with a numbered caption, the table, its note and source line.

    Args:
        spec: the table's specification.
        content: what it prints.
        number: its number in the briefing, from 1.
        sources: the source line's entries as HTML.
    """
    anchor = f"table-{spec.id}"
    head = "".join(
        f'<th{_words(kind)} scope="col">{escape(name)}</th>'
        for name, kind in zip(content.header, content.types, strict=True)
    )
    body = "".join(f"<tr>{_row(row, content.types)}</tr>" for row in content.rows)
    note = f'<p class="pl-figure__note">Note: {escape(spec.note)}</p>' if spec.note else ""
    source = f'<p class="pl-figure__source">Source: {"; ".join(sources)}</p>' if sources else ""
    return (
        f'<figure class="pl-figure" id="{anchor}" aria-labelledby="{anchor}-title">'
        f'<figcaption class="pl-figure__caption" id="{anchor}-title">'
        f'<span class="pl-figure__number">Table {number}</span> '
        f'<span class="pl-figure__title">{escape(spec.title)}</span></figcaption>'
        f'<div class="pl-table" tabindex="0" role="region" aria-label="{escape(spec.title)}">'
        f'<table class="pl-cells"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
        f"{note}{source}</figure>"
    )


def _row(row: tuple[Cell, ...], types: tuple[str, ...]) -> str:
    cells = []
    for index, (cell, kind) in enumerate(zip(row, types, strict=True)):
        text = str(cell) if kind == "year" and cell is not None else format_cell(cell)
        cells.append(
            f'<th scope="row">{text}</th>' if index == 0 else f"<td{_words(kind)}>{text}</td>"
        )
    return "".join(cells)


def _words(kind: str) -> str:
    return ' class="pl-table__words"' if kind == "string" else ""
