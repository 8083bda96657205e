"""The values of a chart as a table: what readers open under it, and what they download."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import Any, TypeVar

from pydantic import TypeAdapter

from plumbline.charts.formatting import format_moment, format_number
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Mode
from plumbline.charts.types.balance import net_of
from plumbline.data.csv_export import write_csv
from plumbline.data.table import Cell

__all__ = ["ChartTable", "Column", "describe_rows", "export_rows", "render_rows", "tabulate"]

_Of = TypeVar("_Of")
_To = TypeVar("_To")

_JSON = TypeAdapter(Any)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its heading, its unit and its Table Schema type."""

    name: str
    label: str
    unit: str | None
    type: str


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The values of a chart, row by row.

    Attributes:
        columns: of the cells: names or positions first, then the series.
        rows: the cells.
        statuses: what is said of each row; a text for each, empty where all is final.
        sources: citekeys of each row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    statuses: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]


def tabulate(spec: ChartSpec, data: ChartData) -> ChartTable:
    """Return the values of a chart as a table; a balance has its net as a column of its own."""
    series = data.series
    if spec.type == "balance" and spec.figure is None:
        series = (*series, net_of(data))
    columns = [Column(spec.x or "x", data.x_label, data.x_unit, data.x_type)]
    if data.names:
        columns.insert(0, Column(spec.label or "name", "", None, "string"))
    columns += [Column(s.name, s.label, data.unit, "number") for s in series]
    if spec.mode is Mode.SHARE:
        columns += [Column(f"{s.name}_share", s.label, "percent", "number") for s in series]
    cells: list[Sequence[Cell]] = [*([data.names] if data.names else ()), data.x]
    cells += [s.values for s in series]
    if spec.mode is Mode.SHARE:
        shares = [_shares([s.values[index] for s in series]) for index in range(len(data.x))]
        cells += list(zip(*shares, strict=True))
    labels = [s.label for s in data.series]
    statuses = [s.statuses for s in data.series]
    keys = [s.sources for s in data.series]
    return ChartTable(
        tuple(_name_apart(columns)),
        tuple(zip(*cells, strict=True)),
        _each_once(statuses, len(data.x), lambda said: _status(labels, said)),
        _each_once(keys, len(data.x), lambda named: tuple(dict.fromkeys(chain(*named)))),
    )


def _each_once(
    columns: Sequence[Sequence[_Of]], rows: int, describe: Callable[[tuple[_Of, ...]], _To]
) -> tuple[_To, ...]:
    """Return what is said of each row; most rows are alike, and each kind is looked at once."""
    found: dict[tuple[_Of, ...], _To] = {}
    kinds = list(zip(*columns, strict=True)) if columns else [()] * rows
    for kind in dict.fromkeys(kinds):
        found[kind] = describe(kind)
    return tuple([found[kind] for kind in kinds])


def _name_apart(columns: Sequence[Column]) -> list[Column]:
    """Return columns with names of their own, none of them `status` or `source`."""
    taken = {"status", "source"}
    named = []
    for column in columns:
        name, number = column.name, 2
        while name in taken:
            name, number = f"{column.name}_{number}", number + 1
        taken.add(name)
        named.append(replace(column, name=name))
    return named


def _shares(values: Sequence[float | None]) -> list[Cell]:
    total = sum(v for v in values if v is not None)
    whole = all(v is not None for v in values)  # else the total is not known
    return [
        None if v is None or not total or not whole else round(100 * v / total, 2) for v in values
    ]


def _status(labels: Sequence[str], statuses: Sequence[str]) -> str:
    """Return the status of a row, or of each series in it where they differ."""
    said = {
        label: status
        for label, status in zip(labels, statuses, strict=True)
        if status not in ("", "final")
    }
    if not said:
        return ""
    if len(set(said.values())) == 1 and len(said) == len(labels):
        return next(iter(said.values()))
    return "; ".join(f"{label}: {status}" for label, status in said.items())


def render_rows(
    table: ChartTable, caption: str, sources: Mapping[str, str], language: str = "en"
) -> str:
    """Return a table as HTML: units in the header, status and source of each row at its end.

    Args:
        table: the values.
        caption: what the table holds, as text.
        sources: links to sources, as HTML by citekey; one that is absent is printed as its key.
        language: BCP 47 tag, for the numbers.
    """
    heads = [
        f"{escape(c.label)} ({escape(c.unit)})" if c.unit else escape(c.label or "Name")
        for c in table.columns
    ]
    with_status, with_source = any(table.statuses), any(table.sources)
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    for name, shown in (("Status", with_status), ("Source", with_source)):
        head += f'<th class="pl-table__words" scope="col">{name}</th>' * shown
    body = []
    for row, status, keys in zip(table.rows, table.statuses, table.sources, strict=True):
        cells = [_cell(c, col, language) for c, col in zip(row, table.columns, strict=True)]
        line = f'<th scope="row">{cells[0]}</th>' + "".join(f"<td>{c}</td>" for c in cells[1:])
        if with_status:
            line += f'<td class="pl-table__words">{escape(status)}</td>'
        if with_source:
            links = "; ".join(sources.get(key, escape(key)) for key in keys)
            line += f'<td class="pl-table__words">{links}</td>'
        body.append(f"<tr>{line}</tr>")
    return (
        '<div class="pl-table" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table class="pl-cells">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(value: Cell, column: Column, language: str) -> str:
    if value is None:
        return "–"
    if column.type == "number" and isinstance(value, int | float):
        return escape(format_number(float(value), language))
    return escape(format_moment(value, column.type, language))


def export_rows(table: ChartTable) -> str:
    """Return a table as CSV, safe to open in a spreadsheet; see `write_csv`."""
    names = [column.name for column in table.columns]
    rows = [
        (*row, status, "; ".join(keys))
        for row, status, keys in zip(table.rows, table.statuses, table.sources, strict=True)
    ]
    return write_csv([*names, "status", "source"], rows)


def describe_rows(table: ChartTable, about: Mapping[str, Any]) -> str:
    """Return a table as JSON: what is known of the chart, its fields, its rows as objects."""
    fields = [
        {"name": c.name, "title": c.label, "unit": c.unit, "type": c.type} for c in table.columns
    ]
    rows = [
        {
            **{c.name: cell for c, cell in zip(table.columns, row, strict=True)},
            "status": status or None,
            "source": list(keys),
        }
        for row, status, keys in zip(table.rows, table.statuses, table.sources, strict=True)
    ]
    return _JSON.dump_json({**about, "fields": fields, "rows": rows}, indent=1).decode() + "\n"
