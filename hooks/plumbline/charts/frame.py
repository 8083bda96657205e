"""Rows that a chart may draw from: a dataset's, filtered, or those a query gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plumbline.charts.conditions import describe_conditions, fits, quote_name
from plumbline.charts.specification import ChartSpec
from plumbline.data.datapackage import Resource, TableField, Traits
from plumbline.data.sql_engine import SqlResult
from plumbline.data.table import Cell, Table

__all__ = ["ABOUT_ROWS", "Frame", "filter_table", "frame_result"]

_FORMS = {
    "year": re.compile(r"[0-9]{4}"),
    "yearmonth": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"),
    "date": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
}
"""How moments are written, by type."""

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
    tests = [
        (names.index(name), wanted, table.fields[names.index(name)].type)
        for name, wanted in spec.where.items()
        if name in names
    ]
    rows = tuple(row for row in table.rows if all(fits(row[i], w, kind) for i, w, kind in tests))
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
    for index, (name, kind) in enumerate(zip(result.columns, result.types, strict=True)):
        known = {
            (f.title, f.type, r.traits(f)) for r in read for f in r.schema_.fields if f.name == name
        }
        title, declared = None, kind
        if len(known) == 1:
            title, declared, traits[name] = known.pop()
            if declared not in _FORMS or not _has_form(result.rows, index, declared):
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


def _has_form(rows: Iterable[tuple[Cell, ...]], index: int, kind: str) -> bool:
    """Return whether every cell of a column is written as moments of a type are."""
    form = _FORMS[kind]
    return all(row[index] is None or form.fullmatch(str(row[index])) for row in rows)


def _describe_query(spec: ChartSpec, resource: Resource, names: tuple[str, ...]) -> str:
    """Return the SELECT that gives what is drawn, for readers who ask how it was computed."""
    wanted = [spec.x, *spec.y, spec.series, spec.label]
    columns = dict.fromkeys(c for c in wanted if c is not None and c in names)
    chosen = ", ".join(map(quote_name, columns)) or "*"
    conditions = describe_conditions(spec.where, {f.name: f for f in resource.schema_.fields})
    where = f" WHERE {conditions}" if conditions else ""
    return f"SELECT {chosen} FROM {resource.name}{where}"  # noqa: S608  (it is shown, never run)
