"""A CSV file read after its schema: typed columns, and what of it does not fit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from plumbline.content.text_file import TextFile
from plumbline.content.validation import nearest
from plumbline.data.cells import Cell, read_cell
from plumbline.data.datapackage import Resource, TableField
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["Cell", "Table", "format_cell", "locate_cell", "read_table"]

_MAX_FINDINGS = 20
_CELL = re.compile(r'[ \t]*"(?:[^"]|"")*"[^,\n]*|[^,\n]*')
_CSV_ERRORS = (
    ("unexpected end of data", "a quotation mark in this row is never closed"),
    ("expected after", "text follows a closing quotation mark in this row"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in memory.

    Attributes:
        fields: the columns, in the file's order.
        rows: one tuple of cells a row; None is a missing value.
        lines: the line of the file at which each row begins.
        findings: DA001 to DA005.
        positions: where each column stands in the file's rows, from 0.
    """

    fields: tuple[TableField, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the file is there and has the columns that are declared."""
        return bool(self.positions) or not self.fields

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> TableField | None:
        """Return a column's declaration by its name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of a column.

        Raises:
            KeyError: there is no such column.
        """
        try:
            index = self.names.index(name)
        except ValueError:
            raise KeyError(name) from None
        return tuple(row[index] for row in self.rows)


def read_table(file: TextFile, resource: Resource, declared_at: Location) -> Table:
    """Read a CSV file after the schema of its resource.

    Rows that are too short or too long are left out, and so are those without any value; a cell of
    the wrong type counts as missing.

    Args:
        file: the CSV file.
        resource: its declaration.
        declared_at: where the file is named, for when there is none.
    """
    declared = resource.schema_.fields
    if not file.readable:
        message = f"dataset {resource.name!r}: there is no file {file.path}"
        fix = "Put the file beside datapackage.yaml, or mend its name."
        findings = tuple(
            Finding("DA001", message, declared_at, fix) if f.code == "FI001" else f
            for f in file.findings
        )
        return Table(declared, (), (), findings)
    collected = list(file.findings)
    reader = csv.reader(io.StringIO(file.text), strict=True)
    rows = _read_rows(reader, file.path, collected)
    header_line, header = next(rows, (1, []))
    order = _match_header(header, header_line, declared, file, collected)
    if order is None:
        return Table(declared, (), (), tuple(collected))
    missing = [resource.schema_.missing_values(field) for field in declared]
    typed: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    problems = _Problems(file.path)
    for line, row in rows:
        if len(row) != len(header):
            problems.add(line, partial(_ragged_finding, file, line, row, header))
            continue
        cells: list[Cell] = []
        for field, index, absent in zip(declared, order, missing, strict=True):
            text = row[index].strip()
            value, wrong = (None, "") if text in absent else read_cell(text, field.type)
            if wrong:
                problems.add(line, partial(_cell_finding, file, line, index, field, text, wrong))
            cells.append(value)
        if any(cell is not None for cell in cells):
            typed.append(tuple(cells))
            lines.append(line)
    found = (*collected, *problems.findings())
    return Table(declared, tuple(typed), tuple(lines), found, tuple(order))


class _Problems:
    """The first problems of a file, and how many others it has.

    To find the place of a cell is to count lines, so that of all would take the square of them.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._first: list[Finding] = []
        self._others: list[int] = []  # lines

    def add(self, line: int, describe: Callable[[], Finding]) -> None:
        if len(self._first) < _MAX_FINDINGS:
            self._first.append(describe())
        else:
            self._others.append(line)

    def findings(self) -> list[Finding]:
        if not self._others:
            return self._first
        more = f"and {len(self._others):,} more like these in this file"
        where = Location(self._path, self._others[0])
        return [*self._first, Finding(self._first[-1].code, more, where)]


def format_cell(value: Cell) -> str:
    """Return a cell as HTML as a reader sees it: thousands separated, a missing value as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return escape(str(value))
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def _read_rows(
    reader: Iterator[list[str]], path: str, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = next((plain for raw, plain in _CSV_ERRORS if raw in str(error)), str(error))
            fix = "Put a cell that holds a quotation mark in quotation marks, and double the mark."
            findings.append(Finding("DA002", f"malformed CSV: {why}", Location(path, line), fix))
            return
        if row:
            yield line, row
        line = getattr(reader, "line_num", line) + 1


def locate_cell(file: TextFile, line: int, index: int) -> Location:
    """Return the place of a cell by its row's first line, counted from 1, and its index, from 0."""
    start = position = _offset_of_line(file.text, line)
    for _ in range(index):
        match = _CELL.match(file.text, position)
        position = match.end() + 1 if match else position
    match = _CELL.match(file.text, position)
    written = match[0] if match else ""
    begin = position + len(written) - len(written.lstrip())
    end = begin + len(written.strip())
    breaks, last = file.text.count("\n", start, begin), file.text.rfind("\n", 0, begin)
    end_breaks, end_last = file.text.count("\n", start, end), file.text.rfind("\n", 0, end)
    return Location(file.path, line + breaks, begin - last, line + end_breaks, end - end_last)


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1
    return offset


def _match_header(
    header: Sequence[str],
    line: int,
    declared: Sequence[TableField],
    file: TextFile,
    findings: list[Finding],
) -> list[int] | None:
    """Return the position of each declared field in the header, or None when one is missing."""
    names = [h.strip() for h in header]
    where = Location(file.path, line)
    known = [f.name for f in declared]
    unusable = _check_shape(names, file.path, line)
    if unusable is not None:
        if all(finding.code != "DA002" for finding in findings):  # else it would only follow
            findings.append(unusable)
        return None
    repeated = {n: i for i, n in enumerate(names) if n and n in names[:i]}
    for name, index in repeated.items():
        message = f"the header names {name!r} more than once"
        place = locate_cell(file, line, index)
        findings.append(Finding("DA003", message, place, "Give every column a name of its own."))
    if repeated:
        return None
    absent = [n for n in known if n not in names]
    for index, name in enumerate(names):
        if name in known:
            continue
        message = f"the column {name!r} is not declared in datapackage.yaml"
        fix = "Add it to the dataset's fields."
        close = nearest(name, absent)
        if not name:
            message, fix = "a column has no name", "Remove the last comma, or name the column."
        elif close is not None:  # misspelt, so it is not absent too
            absent.remove(close)
            fix = f"Did you mean {close!r}?"
        findings.append(Finding("DA005", message, locate_cell(file, line, index), fix))
    for name in absent:
        message = f"the column {name!r} is declared in datapackage.yaml but not in the file"
        fix = "Add the column, or remove it from the dataset's fields."
        findings.append(Finding("DA005", message, where, fix))
    return [names.index(n) for n in known] if all(n in names for n in known) else None


def _check_shape(names: Sequence[str], path: str, line: int) -> Finding | None:
    """Return what keeps the first line from being a header at all."""
    where = Location(path, line)
    if not any(names):
        fix = "Begin the file with the names of its columns."
        return Finding("DA005", "the file has no header", where, fix)
    sign = next((s for s in (";", "\t") if len(names) == 1 and s in names[0]), None)
    if sign is not None:
        named = "semicolons" if sign == ";" else "tabs"
        message = f"cells are separated by {named}, not by commas"
        return Finding("DA002", message, where, "Save the file as CSV with commas.")
    return None


def _ragged_finding(
    file: TextFile, line: int, row: Sequence[str], header: Sequence[str]
) -> Finding:
    fix = "Leave a cell empty where there is no value."
    where = Location(file.path, line)
    if len(row) > len(header):
        fix = "A comma inside a cell needs quotation marks around the cell."
        first = locate_cell(file, line, len(header))
        last = locate_cell(file, line, len(row) - 1)
        where = replace(first, end_line=last.end_line, end_column=last.end_column)
    cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
    message = f"the row has {cells} where the header has {len(header)}"
    return Finding("DA002", message, where, fix)


def _cell_finding(
    file: TextFile, line: int, index: int, field: TableField, text: str, expected: str
) -> Finding:
    suggestion = ""
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        suggestion = f"Write it without separators: {text.replace(',', '')}."
    elif re.match(r"[<>~≈]", text):
        suggestion = "Put the sign into a column `qualifier` and the number alone here."
    shown = text if len(text) <= 40 else f"{text[:37]}…"
    return Finding(
        "DA004",
        f"column {field.name!r}: {expected} was expected, found {shown!r}",
        locate_cell(file, line, index),
        suggestion,
    )
