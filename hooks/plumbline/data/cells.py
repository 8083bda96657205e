"""One cell of a table: from text to a value after Table Schema."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TypeAlias

__all__ = ["Cell", "read_cell"]

Cell: TypeAlias = "str | float | int | bool | None"

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?")


def read_cell(text: str, kind: str) -> tuple[Cell, str]:
    """Return the value of a text in a column of a type, or None and what was expected.

    Args:
        text: the cell as written, without white space around it.
        kind: a type of Table Schema; texts of "string" and "any" stand for themselves.
    """
    if kind in ("number", "integer", "year"):
        return _read_number(text, kind)
    if kind == "boolean":
        if text.lower() in ("true", "1"):
            return True, ""
        return (False, "") if text.lower() in ("false", "0") else (None, "true or false")
    if kind == "yearmonth" and not _MONTH.fullmatch(text):
        return None, "a month (YYYY-MM)"
    if kind == "date" and not _is_day(text):
        return None, "a date (YYYY-MM-DD)"
    if kind == "time" and not _is_time(text):
        return None, "a time (hh:mm:ss)"
    if kind == "datetime":
        day, separator, time = text.partition("T")
        if not (separator and _is_day(day) and _is_time(time)):
            return None, "a date with a time (YYYY-MM-DDThh:mm:ss)"
    return text, ""


def _read_number(text: str, kind: str) -> tuple[Cell, str]:
    if kind == "number":
        if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
            return None, "a number"
        return float(text), ""
    if kind == "year":
        return (int(text), "") if _YEAR.fullmatch(text) else (None, "a year (YYYY)")
    return (int(text), "") if _INTEGER.fullmatch(text) else (None, "a whole number")


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    try:
        dt.time.fromisoformat(text)
    except ValueError:
        return False
    return True
