"""Rows that a chart may draw from: a dataset's, filtered, or those a query gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plumbline.charts.specification import ChartSpec, Interval
from plumbline.data.datapackage import Resource, TableField, Traits
from plumbline.data.sql_engine import SqlResult
from plumbline.data.table import Cell, Table

__all__ = ["ABOUT_ROWS", "Frame", "filter_table", "frame_result"]

ABOUT_ROWS = ("source", "status", "qualifier", "note")
"""Columns that speak of their row."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A table and where it comes from.

    Attributes:
        fields: its columns: label, type after Table Schema, unit.
        rows: its rows, in the fields' order.
        traits: traits of trade data by column.
        datasets: the datasets that were read.
        sql: a query that gives these rows.
        sources: citekeys of the datasets, where a row names none.
    """

    fields: tuple[TableField, ...]
    rows: tuple[tuple[Cell, ...], ...]
    traits: Mapping[str, Traits] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()
    sql: str = ""
    sources: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> TableField | None:
        """Return a column by its name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of a column; of one that there is not, as many missing values."""
        if name not in self.names:
            return (None,) * len(self.rows)
        index = self.names.index(name)
        return tuple(row[index] for row in self.rows)


def filter_table(spec: ChartSpec, resource: Resource, table: Table) -> Frame:
    """Return the rows of a dataset that a chart's `where` keeps.

    Columns that `where` names and the dataset lacks are passed over; see `unknown_columns`.
    """
    names = table.names
    tests = [(names.index(c), wanted) for c, wanted in spec.where.items() if c in names]
    rows = tuple(row for row in table.rows if all(_fits(row[i], w) for i, w in tests))
    return Frame(
        fields=table.fields,
        rows=rows,
        traits={f.name: resource.traits(f) for f in table.fields},
        datasets=(resource.name,),
        sql=_describe_query(spec, resource, names),
        sources=resource.citekeys,
    )


def frame_result(spec: ChartSpec, result: SqlResult, resources: Iterable[Resource]) -> Frame:
    """Return the rows of a query; a column that has a field's name takes over its label and traits.

    It takes over no unit: what the query computed may be in another. A name that the datasets use
    with different meanings takes over nothing.
    """
    read = tuple(resources)
    fields: list[TableField] = []
    traits: dict[str, Traits] = {}
    for name, kind in zip(result.columns, result.types, strict=True):
        known = {
            (f.title, f.type, r.traits(f)) for r in read for f in r.schema_.fields if f.name == name
        }
        title, declared = None, kind
        if len(known) == 1:
            title, declared, traits[name] = known.pop()
            if kind not in ("integer", "string") or declared not in ("year", "yearmonth", "date"):
                declared = kind
        declared = "string" if declared == "any" else declared
        fields.append(TableField.model_validate({"name": name, "type": declared, "title": title}))
    return Frame(
        fields=tuple(fields),
        rows=result.rows,
        traits=traits,
        datasets=tuple(r.name for r in read),
        sql=spec.sql or "",
        sources=tuple(dict.fromkeys(key for r in read for key in r.citekeys)),
    )


def _fits(cell: Cell, wanted: str | tuple[str, ...] | Interval) -> bool:
    if isinstance(wanted, Interval):
        low, high = wanted.from_, wanted.to
        return (
            cell is not None
            and (low is None or _compare(cell, low) >= 0)
            and (high is None or _compare(cell, high) <= 0)
        )
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return cell is not None and any(_compare(cell, value) == 0 for value in values)


def _compare(cell: str | float | int | bool, text: str) -> int:
    """Compare a cell with a value written in YAML: as numbers where both are, else as texts."""
    if isinstance(cell, bool):
        own, other = str(cell).lower(), text.lower()
        return (own > other) - (own < other)
    if isinstance(cell, int | float):
        try:
            number = float(text)
        except ValueError:
            return 1
        return (cell > number) - (cell < number)
    # A day lies within the month or year that an interval ends with.
    own = cell[: len(text)] if cell[: len(text)] == text else cell
    return (own > text) - (own < text)


def _describe_query(spec: ChartSpec, resource: Resource, names: tuple[str, ...]) -> str:
    """Return the SELECT that gives what is drawn, for readers who ask how it was computed."""
    wanted = [spec.x, *spec.y, spec.series, spec.label]
    columns = list(dict.fromkeys(c for c in wanted if c in names))
    conditions = [_condition(c, w) for c, w in spec.where.items() if c in names]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    chosen = ", ".join(str(c) for c in columns) or "*"
    return f"SELECT {chosen} FROM {resource.name}{where}"  # noqa: S608  (it is shown, never run)


def _condition(column: str, wanted: str | tuple[str, ...] | Interval) -> str:
    if isinstance(wanted, Interval):
        ends = [(">=", wanted.from_), ("<=", wanted.to)]
        return " AND ".join(f"{column} {sign} {_literal(end)}" for sign, end in ends if end)
    if isinstance(wanted, tuple):
        return f"{column} IN ({', '.join(_literal(v) for v in wanted)})"
    return f"{column} = {_literal(wanted)}"


def _literal(text: str) -> str:
    try:
        float(text)
    except ValueError:
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return text
