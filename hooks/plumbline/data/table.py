"""A CSV file read after its schema: typed columns, a finding for every cell that does not fit."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from plumbline.content.text_file import TextFile
from plumbline.content.validation import did_you_mean
from plumbline.data.datapackage import Resource, TableField
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["Cell", "Table", "read_table"]

Cell: TypeAlias = "str | float | int | bool | None"

_MAX_FINDINGS = 20
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATES = {
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "yearmonth": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table in memory.

    Attributes:
        fields: the columns, in the file's order.
        rows: one tuple of cells a row; None is a missing value.
        lines: the line of the file at which each row begins.
        findings: DA001 to DA005.
    """

    fields: tuple[TableField, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

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


def read_table(file: TextFile, resource: Resource) -> Table:
    """Read a CSV file after the schema of its resource.

    Rows that are too short or too long are left out; a cell of the wrong type counts as missing.
    """
    declared = resource.schema_.fields
    if not file.readable:
        findings = tuple(
            Finding("DA001", f"dataset {resource.name!r}: {f.message}", f.location)
            if f.code == "FI001"
            else f
            for f in file.findings
        )
        return Table(declared, (), (), findings)
    collected = list(file.findings)
    reader = csv.reader(io.StringIO(file.text), strict=True)
    rows = _read_rows(reader, file.path, collected)
    header_line, header = next(rows, (1, []))
    order = _match_header(header, header_line, declared, file.path, collected)
    if order is None:
        return Table(declared, (), (), tuple(collected))
    missing = {str(m) for m in resource.schema_.missingValues} | {""}
    typed: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    problems: list[Finding] = []
    for line, row in rows:
        if len(row) != len(header):
            problems.append(
                Finding(
                    "DA002",
                    f"the row has {len(row)} cells where the header has {len(header)}",
                    Location(file.path, line),
                    "A comma inside a cell needs quotation marks around the cell.",
                )
            )
            continue
        cells: list[Cell] = []
        for field, index in zip(declared, order, strict=True):
            text = row[index].strip()
            value, wrong = (None, "") if text in missing else _convert(text, field.type)
            if wrong:
                problems.append(_cell_finding(file, line, field, text, wrong))
            cells.append(value)
        typed.append(tuple(cells))
        lines.append(line)
    if len(problems) > _MAX_FINDINGS:
        rest = len(problems) - _MAX_FINDINGS
        last = problems[_MAX_FINDINGS - 1]
        more = Finding(last.code, f"and {rest} more like these in this file", last.location)
        problems = [*problems[:_MAX_FINDINGS], more]
    return Table(declared, tuple(typed), tuple(lines), (*collected, *problems))


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
            findings.append(Finding("DA002", f"malformed CSV: {error}", Location(path, line)))
            return
        if row:
            yield line, row
        line = getattr(reader, "line_num", line) + 1


def _match_header(
    header: Sequence[str],
    line: int,
    declared: Sequence[TableField],
    path: str,
    findings: list[Finding],
) -> list[int] | None:
    """Return the position of each declared field in the header, or None when one is missing."""
    names = [h.strip() for h in header]
    where = Location(path, line)
    repeated = sorted({n for n in names if names.count(n) > 1})
    if repeated:
        findings.append(
            Finding(
                "DA003",
                f"the header names {repeated[0]!r} more than once",
                where,
                "Give every column a name of its own.",
            )
        )
        return None
    known = [f.name for f in declared]
    absent = [n for n in known if n not in names]
    undeclared = [n for n in names if n not in known]
    findings += [
        Finding(
            "DA005",
            f"the column {name!r} is not declared in datapackage.yaml",
            where,
            did_you_mean(name, known, "Add it to the dataset's fields."),
        )
        for name in undeclared
    ]
    findings += [
        Finding(
            "DA005",
            f"the column {name!r} is declared but not in the file",
            where,
            did_you_mean(name, names, "Remove it from the dataset's fields."),
        )
        for name in absent
    ]
    return None if absent else [names.index(n) for n in known]


def _convert(text: str, kind: str) -> tuple[Cell, str]:
    """Return a cell's value, or None and what was expected."""
    if kind in ("number", "integer", "year"):
        if kind == "number":
            if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
                return None, "a number"
            return float(text), ""
        if not re.fullmatch(r"[+-]?\d{1,18}", text):
            return None, "a year" if kind == "year" else "a whole number"
        return int(text), ""
    if kind == "boolean":
        if text.lower() in ("true", "1"):
            return True, ""
        return (False, "") if text.lower() in ("false", "0") else (None, "true or false")
    pattern = _DATES.get(kind)
    if pattern is not None and not pattern.fullmatch(text):
        return None, "a date (YYYY-MM-DD)" if kind == "date" else "a month (YYYY-MM)"
    return text, ""


def _cell_finding(
    file: TextFile, line: int, field: TableField, text: str, expected: str
) -> Finding:
    source = file.line(line)
    at = source.find(text)
    place = (
        Location(file.path, line, at + 1, line, at + 1 + len(text))
        if at >= 0
        else Location(file.path, line)
    )
    suggestion = ""
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        suggestion = f"Write it without separators: {text.replace(',', '')}."
    elif re.match(r"[<>~≈]", text):
        suggestion = "Put the sign into a column `qualifier` and the number alone here."
    shown = text if len(text) <= 40 else f"{text[:37]}…"
    return Finding(
        "DA004",
        f"column {field.name!r}: {expected} was expected, found {shown!r}",
        place,
        suggestion,
    )
