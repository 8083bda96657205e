"""Dates of records: read where they stand in words, and compared as far as they are known."""

from __future__ import annotations

import calendar
import datetime as dt

from plumbline.evidence.sources import Source

__all__ = ["begins_after", "date_parts", "format_date", "is_future", "issued_after"]

# A journal's issue or a book's year is often dated ahead, by as much as a year.
_DATED_AHEAD = frozenset(
    """article-journal article-magazine book chapter collection entry entry-dictionary
    entry-encyclopedia paper-conference periodical review review-book""".split()
)


def date_parts(source: Source, name: str) -> tuple[int, ...]:
    """Return year, month and day with which a date of a record begins, as far as they are given."""
    date = source.record.get(name)
    rows = date.get("date-parts") if isinstance(date, dict) else None
    return tuple(rows[0]) if rows else ()


def begins_after(parts: tuple[int, ...], day: dt.date, leeway: int = 1) -> bool:
    """Return whether a date certainly begins after a day.

    Args:
        parts: year, month and day, as far as they are known.
        day: the day.
        leeway: days that do not count; one is what time zones can make.
    """
    limit = day + dt.timedelta(days=leeway)
    return bool(parts) and parts > (limit.year, limit.month, limit.day)[: len(parts)]


def issued_after(source: Source, parts: tuple[int, ...]) -> bool:
    """Return whether a source was certainly issued after a date, given as year, month and day."""
    issued = date_parts(source, "issued")
    if not parts or not issued or not dt.MINYEAR <= parts[0] < dt.MAXYEAR:
        return False
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    ahead = len(issued) < 3 and source.record.get("type") in _DATED_AHEAD
    return begins_after(issued, dt.date(year, month, day), 366 if ahead else 1)


def is_future(source: Source, day: dt.date) -> bool:
    """Return whether a source is said to be issued after a day that counts as today."""
    return issued_after(source, (day.year, day.month, day.day))


def format_date(parts: tuple[int, ...]) -> str:
    """Return "2024", "2024-03" or "2024-03-01"."""
    return "-".join([f"{parts[0]:04}", *(f"{p:02}" for p in parts[1:])])
