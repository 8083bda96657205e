"""Which rows of a dataset a chart draws: its `where`, tested on cells and said in SQL."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from plumbline.charts.specification import Interval
from plumbline.data.datapackage import TableField
from plumbline.data.table import Cell

__all__ = ["Wanted", "describe_conditions", "find_unfit", "fits", "quote_name"]

Wanted = str | tuple[str, ...] | Interval
"""One value, several, or a stretch of them."""

_NUMBERS = frozenset({"number", "integer", "year"})
_TIMES = frozenset({"date", "yearmonth", "datetime"})
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_RESERVED = frozenset(
    "all and any array as asc both case cast check collate column constraint create cross default "
    "desc distinct do else end except exists false fetch for foreign from full grant group having "
    "in inner intersect into is join lateral leading left like limit natural not null offset on "
    "only or order outer primary references returning right select some table then to trailing "
    "true union unique using when where window with".split()
)


def fits(cell: Cell, wanted: Wanted, kind: str) -> bool:
    """Return whether a cell is what a condition asks for; a missing value never is.

    Numbers are compared as numbers, texts letter by letter. A moment is compared as it is written,
    and an interval of moments holds all of the month or the year that it ends with.

    Args:
        cell: the cell.
        wanted: the condition.
        kind: the column's type after Table Schema.
    """
    if cell is None:
        return False
    if isinstance(wanted, Interval):
        low, high = wanted.from_, wanted.to
        return (low is None or _compare(cell, low) >= 0) and (
            high is None
            or _compare(cell, high) <= 0
            or (kind in _TIMES and str(cell).startswith(high))
        )
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return any(_compare(cell, value) == 0 for value in values)


def _compare(cell: str | float | int | bool, text: str) -> int:
    own: str | float = str(cell).lower() if isinstance(cell, bool) else cell
    other: str | float = text.lower() if isinstance(cell, bool) else text
    if isinstance(own, int | float):
        number = _number(text)
        other = math.inf if number is None else number
        return (own > other) - (own < other)
    return (own > str(other)) - (own < str(other))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def find_unfit(wanted: Wanted, kind: str) -> str | None:
    """Return the first value of a condition that no cell of a column of numbers can have."""
    if kind not in _NUMBERS:
        return None
    if isinstance(wanted, Interval):
        values = [end for end in (wanted.from_, wanted.to) if end is not None]
    else:
        values = list(wanted) if isinstance(wanted, tuple) else [wanted]
    return next((value for value in values if _number(value) is None), None)


def describe_conditions(where: Mapping[str, Wanted], fields: Mapping[str, TableField]) -> str:
    """Return conditions as an SQL expression, which gives the same rows."""
    return " AND ".join(
        _describe(quote_name(name), wanted, fields[name].type)
        for name, wanted in where.items()
        if name in fields
    )


def quote_name(name: str) -> str:
    """Return the name of a column as SQL needs it."""
    if _PLAIN.fullmatch(name) and name not in _RESERVED:
        return name
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _describe(column: str, wanted: Wanted, kind: str) -> str:
    if isinstance(wanted, Interval):
        parts = []
        if wanted.from_ is not None:
            parts.append(f"{column} >= {_literal(_first(wanted.from_, kind), kind)}")
        if wanted.to is not None:
            after = _after(wanted.to, kind)
            sign, end = ("<=", wanted.to) if after is None else ("<", after)
            parts.append(f"{column} {sign} {_literal(end, kind)}")
        return " AND ".join(parts)
    if isinstance(wanted, tuple):
        return f"{column} IN ({', '.join(_literal(value, kind) for value in wanted)})"
    return f"{column} = {_literal(wanted, kind)}"


def _first(text: str, kind: str) -> str:
    """Return the day that a month or a year begins with, in a column of days."""
    return f"{text}-01-01"[:10] if kind == "date" and len(text) in (4, 7) else text


def _after(text: str, kind: str) -> str | None:
    """Return what follows the month or year that an interval of moments ends with."""
    if kind not in _TIMES or not re.fullmatch(r"\d{4}(-\d{2})?", text):
        return None
    if len(text) == 7 and kind == "yearmonth":
        return None
    year, month = int(text[:4]), int(text[5:7] or 12)
    following = f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return f"{following}-01" if kind == "date" else following


def _literal(text: str, kind: str) -> str:
    if kind in _NUMBERS and _number(text) is not None:
        return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower()
    doubled = text.replace("'", "''")
    return f"DATE '{doubled}'" if kind == "date" else f"'{doubled}'"
