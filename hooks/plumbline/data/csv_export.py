"""A dataset as a CSV file for readers, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from plumbline.data.table import Cell, Table

__all__ = ["export_csv"]

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(table: Table) -> str:
    """Return a table as CSV with a header, lines ending in CR LF (RFC 4180).

    A text that a spreadsheet would take for a formula is preceded by an apostrophe, as OWASP
    advises against CSV injection; numbers are left as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, int):
        return str(cell)
    harmless = not cell.startswith(_STARTS_FORMULA) or cell == "="
    return cell if harmless else f"'{cell}"
