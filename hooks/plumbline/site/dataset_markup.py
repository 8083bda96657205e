"""A dataset as HTML for its own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from plumbline.data.csv_export import escape_formula
from plumbline.data.datapackage import Resource
from plumbline.data.table import Cell, Table, format_cell
from plumbline.data.table_schema import TableField, Traits
from plumbline.evidence.claim_lines import ClaimLines

__all__ = [
    "MAX_ROWS",
    "describe_trait",
    "is_measured",
    "link_address",
    "render_columns",
    "render_downloads",
    "render_facts",
    "render_list",
    "render_rows",
]

MAX_ROWS = 500
"""Rows that a page shows; the file has all."""

_IN_WORDS = {
    "exports": "exports",
    "imports": "imports",
    "total": "exports plus imports",
    "balance": "exports less imports",
    "fob": "free on board (f.o.b.)",
    "fas": "free alongside ship (f.a.s.)",
    "cif": "cost, insurance and freight (c.i.f.)",
    "customs": "customs value",
    "nominal": "nominal",
    "real": "real, in prices of a base year",
}


def describe_trait(value: str) -> str:
    """Return a flow, a valuation or a kind of prices in words; other traits as they are."""
    return _IN_WORDS.get(value, value)


def is_measured(field: TableField) -> bool:
    """Return whether a column holds measurements, of which traits of trade data can be said."""
    return field.type in ("number", "integer")


def link_address(label: str, address: str | None) -> str:
    """Return a text as a link where it has an address on the web, else alone."""
    if address and address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}">{escape(label)}</a>'
    return escape(label)


def render_facts(facts: Iterable[tuple[str, str]]) -> str:
    """Return particulars as a list of names with their values, which are HTML; empty ones not."""
    listed = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{html}</dd></div>" for name, html in facts if html
    )
    return f'<dl class="pl-facts">{listed}</dl>' if listed else ""


def render_list(identifier: str, heading: str, items: Sequence[str]) -> str:
    """Return a section that lists pieces of HTML; nothing when there are none."""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<h2 id="{identifier}">{heading}</h2><ul>{listed}</ul>' if items else ""


def render_downloads(resource: Resource, table: Table, size: int) -> str:
    """Return how to get the rows, or why they are not offered.

    Args:
        resource: the dataset's declaration.
        table: its rows.
        size: bytes of the CSV file.
    """
    if not resource.redistribute:
        return (
            "<p>The terms of the source do not allow us to offer the rows. "
            "What is drawn and computed from them is listed below.</p>"
        )
    count = f"{len(table.rows):,} row{'s' if len(table.rows) != 1 else ''}"
    texts = (*table.names, *(c for row in table.rows for c in row if isinstance(c, str)))
    escaped = ""
    if any(escape_formula(text) != text for text in texts):
        escaped = (
            " Texts that a spreadsheet would take for a formula have an apostrophe before them."
        )
    return (
        f'<p><a class="pl-tool" href="{resource.name}.csv" download>Download CSV</a> '
        f'<span class="pl-downloads__size">{count}, {_size(size)}</span></p>'
        "<p>With the other datasets it is described in the site’s "
        f'<a href="../datapackage.json" download>Data Package</a>.{escaped}</p>'
    )


def render_columns(resource: Resource) -> str:
    """Return the columns of a dataset with their units and definitions."""
    fields = resource.schema_.fields
    basis = [_basis(resource, field) for field in fields]
    head = ["Column", "Label", "Unit", *(["Basis"] if any(basis) else []), "Definition"]
    rows = []
    for field, stated in zip(fields, basis, strict=True):
        cells = [field.label, field.unit or "", *([stated] if any(basis) else [])]
        cells.append(field.description or "")
        rows.append(
            f'<tr><th scope="row"><code>{escape(field.name)}</code></th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
        )
    listed = _table("Columns", [escape(h) for h in head], rows)
    return f'<div data-pagefind-body><h2 id="fields">Columns</h2>{listed}</div>'


def render_rows(resource: Resource, table: Table, lines: ClaimLines | None = None) -> str:
    """Return the first rows of a dataset.

    Args:
        resource: its declaration.
        table: its rows.
        lines: writes claims on its cells, which are then offered for copying.
    """
    head = [
        escape(field.label) + (f" ({escape(field.unit)})" if field.unit else "")
        for field in table.fields
    ]
    rows = []
    for index, row in enumerate(table.rows[:MAX_ROWS]):
        cells = []
        for column, (field, cell) in enumerate(zip(table.fields, row, strict=True)):
            line = lines.line(index, column) if lines and is_measured(field) else ""
            cells.append(f"<td>{_cell(cell, field)}{_copy_button(line)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    more = ""
    if len(table.rows) > MAX_ROWS:
        more = f"<p>The first {MAX_ROWS} of {len(table.rows):,} rows.</p>"
    return '<h2 id="rows">Rows</h2>' + _table(f"Rows of {resource.label}", head, rows) + more


def _table(label: str, head: Sequence[str], rows: Sequence[str]) -> str:
    names = "".join(f'<th scope="col">{html}</th>' for html in head)
    return (
        f'<div class="pl-table" tabindex="0" role="region" aria-label="{escape(label)}">'
        '<table class="pl-cells">'
        f"<thead><tr>{names}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _basis(resource: Resource, field: TableField) -> str:
    """Return what is known of the figures of a column beyond what holds for all."""
    if not is_measured(field):
        return ""
    stated = resource.traits(field)
    common = {name for name in Traits.model_fields if getattr(resource, name)}
    own = [
        describe_trait(value)
        for name in Traits.model_fields
        if (value := getattr(stated, name)) and (name not in common or getattr(field, name))
    ]
    return ", ".join(own)


def _cell(cell: Cell, field: TableField) -> str:
    return str(cell) if field.type == "year" and cell is not None else format_cell(cell)


def _copy_button(line: str) -> str:
    if not line:
        return ""
    return (
        f'<button type="button" class="pl-copy" data-claim="{escape(line)}" '
        'title="Copy as claim" aria-label="Copy as claim"></button>'
    )


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 1000 else f"{count / 1000:,.1f} kB"
