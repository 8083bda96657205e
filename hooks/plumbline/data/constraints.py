"""Whether the rows of a table satisfy the constraints and the primary key of its schema."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from plumbline.data.cells import Cell, read_cell
from plumbline.data.table import Table
from plumbline.data.table_schema import TableField, TableSchema

__all__ = ["Breach", "find_breaches"]

_BOUNDS: tuple[tuple[str, Callable[[Any, Any], bool], str], ...] = (
    ("minimum", operator.ge, "is below"),
    ("maximum", operator.le, "is above"),
    ("exclusiveMinimum", operator.gt, "is not above"),
    ("exclusiveMaximum", operator.lt, "is not below"),
)


@dataclass(frozen=True, slots=True)
class Breach:
    """A row that breaks a constraint: its index, the column's name, and what is wrong."""

    row: int
    column: str
    problem: str


def find_breaches(table: Table, schema: TableSchema) -> Iterator[Breach]:
    """Yield what does not hold, column by column, then the rows whose key is missing or repeated.

    A cell of the wrong type has been reported as such; it counts as missing here.
    """
    for field in table.fields:
        yield from _check_column(table, field)
    key = schema.key
    columns = [table.column(name) for name in key]
    seen: dict[tuple[Cell, ...], int] = {}
    for index, values in enumerate(zip(*columns, strict=True)):
        for name, value in zip(key, values, strict=True):
            required = next(f for f in table.fields if f.name == name).constraints.required
            if value is None and not required:
                yield Breach(index, name, "a value is missing, and the column is part of the key")
        first = seen.setdefault(values, index)
        if first != index and None not in values:
            stated = ", ".join(map(_show, values))
            problem = f"the key {stated} stands in line {table.lines[first]} already"
            yield Breach(index, key[0], problem)


def _check_column(table: Table, field: TableField) -> Iterator[Breach]:
    constraints = field.constraints
    checks = tuple(_checks(field))
    if not (constraints.required or constraints.unique or checks):
        return
    seen: dict[Cell, int] = {}
    for index, cell in enumerate(table.column(field.name)):
        if cell is None:
            if constraints.required:
                yield Breach(index, field.name, "a value is missing")
            continue
        for holds, problem in checks:
            if not holds(cell):
                yield Breach(index, field.name, f"{_show(cell)} {problem}")
        first = seen.setdefault(cell, index)
        if constraints.unique and first != index:
            problem = f"{_show(cell)} stands in line {table.lines[first]} already"
            yield Breach(index, field.name, problem)


def _checks(field: TableField) -> Iterator[tuple[Callable[[Cell], bool], str]]:
    """Yield tests of one cell, each with what a cell does that fails it."""
    stated = field.constraints
    if stated.enum:
        allowed = {read_cell(text, field.type)[0] for text in stated.enum}
        yield allowed.__contains__, f"is none of {', '.join(stated.enum)}"
    fewest, most = stated.minLength, stated.maxLength
    if fewest is not None:
        yield lambda cell: len(str(cell)) >= fewest, f"is shorter than {fewest} characters"
    if most is not None:
        yield lambda cell: len(str(cell)) <= most, f"is longer than {most} characters"
    for name, holds, problem in _BOUNDS:
        text = getattr(stated, name)
        if text is not None:
            yield _compare(holds, read_cell(text, field.type)[0]), f"{problem} {text}"


def _compare(holds: Callable[[Any, Any], bool], bound: Cell) -> Callable[[Cell], bool]:
    return lambda cell: holds(cell, bound)


def _show(cell: Cell) -> str:
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return repr(text if len(text) <= 40 else f"{text[:37]}…")
