"""Values of a query's result, as JSON can carry them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from plumbline.data.sql_errors import SqlError

__all__ = ["column_type", "read_rows"]

_LARGEST = 64 << 20  # bytes of a result, roughly
_CHUNK = 1024  # rows fetched at a time
_TYPES = {
    "BOOLEAN": "boolean",
    "FLOAT": "number",
    "DOUBLE": "number",
    "VARCHAR": "string",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "datetime",
    "TIMESTAMP_S": "datetime",
    "TIMESTAMP_MS": "datetime",
    "TIMESTAMP_NS": "datetime",
    "ENUM": "string",
    "NULL": "any",
}
_COMPOUND = {
    "LIST": "a list",
    "STRUCT": "a structure",
    "TUPLE": "a structure",
    "MAP": "a map",
    "INTERVAL": "an interval",
    "BLOB": "binary data",
    "TIMESTAMP WITH TIME ZONE": "a time with a time zone",
}
_INTEGERS = frozenset(
    {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE")}
    | {"INTEGER", "UINTEGER"}
)


def _column(name: str) -> str:
    return f'the column "{name}"' if len(name) <= 60 else f'the column "{name[:59]}…"'


class _Cursor(Protocol):
    def fetchmany(self, size: int = ...) -> list[Any]: ...


def column_type(name: str, duckdb_type: str) -> str:
    """Return the Table Schema type of a column of the result.

    Raises:
        SqlError: it holds lists, structs, intervals or other things that are no single value.
    """
    kind = duckdb_type.strip('"').upper()
    family = "LIST" if kind.endswith("]") else kind.split("(")[0]
    if family in _INTEGERS:
        return "integer"
    if family == "DECIMAL":
        return "integer" if kind.endswith(",0)") else "number"
    found = _TYPES.get(family)
    if found is None:
        raise SqlError(
            f"{_column(name)} of the result holds {_COMPOUND.get(family, family)}",
            None,
            "It must be a number, a text, a date, a time, or true or false: take a part of it, "
            "or convert it with CAST(… AS …).",
        )
    return found


def read_rows(
    cursor: _Cursor, names: Sequence[str], types: Sequence[str], most: int
) -> tuple[list[list[Any]], bool]:
    """Return up to `most` rows of a result, and whether there are more.

    Raises:
        SqlError: a value is not finite or out of the calendar, or the result is too large.
    """
    converters = [_CONVERTERS.get(t) for t in types]
    rows: list[list[Any]] = []
    size = 0
    while chunk := cursor.fetchmany(min(_CHUNK, most + 1 - len(rows))):
        columns: list[Sequence[Any]] = []
        for name, kind, convert, cells in zip(
            names, types, converters, zip(*chunk, strict=True), strict=True
        ):
            try:
                columns.append(
                    [None if c is None else convert(c) for c in cells] if convert else cells
                )
            except _UnfitError as problem:
                raise SqlError(
                    f"{_column(name)} of the result holds {problem}", None, problem.advice
                ) from None
            size += 8 * len(cells)
            if kind == "string":
                size += sum(len(c) for c in cells if c is not None)
        if size > _LARGEST:
            raise SqlError(f"the result is larger than {_LARGEST >> 20} MB")
        rows.extend(list(row) for row in zip(*columns, strict=True))
        if len(rows) > most:
            return rows[:most], True
    return rows, False


class _UnfitError(ValueError):
    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


def _number(value: float | Decimal) -> float:
    number = float(value)
    if not math.isfinite(number):
        shown = "a number that is not defined" if math.isnan(number) else "an infinite number"
        raise _UnfitError(shown, "TRY(…) or NULLIF(divisor, 0) gives no value instead.")
    return number + 0.0  # -0.0 becomes 0.0


def _moment(value: dt.date | dt.datetime | str) -> str:
    # DuckDB gives what Python's calendar cannot hold as text, and infinity as its last year.
    if isinstance(value, str) or value.year == dt.MAXYEAR:
        raise _UnfitError("a date outside the years 1 to 9998")
    return value.isoformat()


def _time(value: dt.time | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "number": _number,
    "integer": int,
    "date": _moment,
    "datetime": _moment,
    "time": _time,
}
