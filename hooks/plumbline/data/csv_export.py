"""A dataset as a CSV file for readers, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from plumbline.data.cells import Cell
from plumbline.data.table import Table

__all__ = ["escape_formula", "export_csv", "write_csv"]

_STARTS_FORMULA = re.compile("'*[-=+@\t\r\n＝＋－＠]")


def export_csv(table: Table) -> str:
    """Return a table as CSV; see `write_csv`."""
    return write_csv(table.names, table.rows, [field.type for field in table.fields])


def write_csv(
    names: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Sequence[str] = ()
) -> str:
    """Return rows below a header as CSV, lines ending in CR LF (RFC 4180).

    Texts are escaped with `escape_formula`, names of columns too; numbers are left as they are.

    Args:
        names: names of the columns.
        rows: the rows.
        kinds: types of the columns, of which years have four digits.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(escape_formula(name) for name in names)
    writer.writerows([_text(cell) for cell in _with_years(row, kinds)] for row in rows)
    return out.getvalue()


def escape_formula(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula.

    OWASP advises so against CSV injection. A text that begins with apostrophes before a formula
    gets one more, so that taking one away gives every text back. A lone "=" begins no formula.
    """
    return f"'{text}" if text != "=" and _STARTS_FORMULA.match(text) else text


def _with_years(row: Sequence[Cell], kinds: Sequence[str]) -> Sequence[Cell]:
    if "year" not in kinds:
        return row
    return [
        f"{cell:04}" if kind == "year" and isinstance(cell, int) else cell
        for cell, kind in zip(row, kinds, strict=True)
    ]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return str(cell) if isinstance(cell, int) else escape_formula(cell)
