"""Datasets and sources as HTML for their own pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plumbline.data.datapackage import Resource, TableField
from plumbline.data.table import Cell, Table, format_cell

__all__ = ["render_dataset", "render_passages"]

_MAX_ROWS = 500


def render_dataset(resource: Resource, table: Table, download: str) -> str:
    """Return a dataset's fields and rows.

    Args:
        resource: its declaration.
        table: its rows.
        download: address of the CSV file relative to the page; empty when it is not offered.
    """
    parts = []
    if download:
        parts.append(
            f'<p><a class="md-button" href="{escape(download)}" download>Download CSV</a></p>'
        )
    elif not resource.redistribute:
        parts.append("<p>The terms of the source do not allow us to offer the file.</p>")
    parts.append('<h2 id="fields">Columns</h2>' + _fields(resource))
    if resource.redistribute:
        parts.append('<h2 id="rows">Rows</h2>' + _rows(resource, table))
    return "".join(parts)


def render_passages(passages: Sequence[str], language: str) -> str:
    """Return the spans that briefings quote from a source."""
    quoted = "".join(
        f'<blockquote lang="{escape(language)}"><p>{escape(p)}</p></blockquote>' for p in passages
    )
    return f'<h2 id="quoted">Quoted from it</h2>{quoted}' if quoted else ""


def _fields(resource: Resource) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(f.name)}</code></th><td>{escape(f.label)}</td>'
        f"<td>{escape(f.unit or '')}</td><td>{escape(f.description or '')}</td></tr>"
        for f in resource.schema_.fields
    )
    return (
        '<div class="pl-table" tabindex="0" role="region" aria-label="Columns"><table>'
        '<thead><tr><th scope="col">Column</th><th scope="col">Label</th><th scope="col">Unit</th>'
        f'<th scope="col">Definition</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _cell(cell: Cell, field: TableField) -> str:
    return str(cell) if field.type == "year" and cell is not None else format_cell(cell)


def _rows(resource: Resource, table: Table) -> str:
    head = "".join(
        f'<th scope="col">{escape(f.label)}{f" ({escape(f.unit)})" if f.unit else ""}</th>'
        for f in table.fields
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{_cell(cell, field)}</td>" for field, cell in zip(table.fields, row, strict=True)
        )
        + "</tr>"
        for row in table.rows[:_MAX_ROWS]
    )
    more = ""
    if len(table.rows) > _MAX_ROWS:
        more = f"<p>The first {_MAX_ROWS} of {len(table.rows):,} rows.</p>"
    label = escape(f"Rows of {resource.label}")
    return (
        f'<div class="pl-table" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )
