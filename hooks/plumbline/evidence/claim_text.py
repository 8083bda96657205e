"""What a claim's mark says in words and digits, against the claim's value."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from plumbline.evidence.claim_values import ClaimValue
from plumbline.evidence.known import Known
from plumbline.evidence.marks import Mark

__all__ = ["clause_around", "compare_words", "known_value", "neighbour_values", "show_value"]


def known_value(value: ClaimValue) -> Known:
    """Return a claim's value as the comparison takes it."""
    raw = value.value if isinstance(value.value, tuple) else (value.value,)
    numbers = tuple(Decimal(repr(number)) for number in raw)
    ends = (numbers[0], numbers[-1])
    return Known.of_unit(ends if len(numbers) > 1 else ends[0], value.unit, value.qualifier)


def neighbour_values(value: ClaimValue) -> dict[str, Decimal]:
    """Return the values a claim may be confused with, by what they are called."""
    return {name: Decimal(repr(number)) for name, number in value.neighbours}


def show_value(value: ClaimValue) -> str:
    """Return a value as an author would write it."""
    raw = value.value
    if isinstance(raw, tuple):
        return f"{raw[0]:g}–{raw[1]:g} {value.unit or ''}".strip()
    if isinstance(raw, bool) or not isinstance(raw, int | float) or value.value_type == "year":
        return str(raw)
    digits = f"{raw:,.4g}" if abs(raw) < 1000 else f"{raw:,.0f}"
    unit = value.unit or ""
    if unit.startswith("USD"):
        return f"${digits}{unit.removeprefix('USD')}"
    if unit in ("percent", "%"):
        return f"{digits}%"
    return f"{digits} {unit}".strip()


def compare_words(written: str, value: ClaimValue) -> str:
    """Return what is wrong with a year, date, text or yes-or-no claim's text, or nothing."""
    if value.value_type == "boolean":
        return "" if value.value else f"the data say that {written!r} does not hold"
    if value.value_type == "year":
        years = re.findall(r"\b\d{4}\b", written)
        if str(value.value) in years:
            return ""
        return f"written {written!r}, the data say {value.value}"
    if value.value_type == "date":
        day = dt.date.fromisoformat(str(value.value))
        forms = {
            day.isoformat(),
            f"{day.day} {day:%B %Y}",
            f"{day:%B} {day.day}, {day.year}",
            f"{day.day} {day:%b %Y}",
        }
        if any(form.casefold() in written.casefold() for form in forms):
            return ""
        return f"written {written!r}, the data say {day.day} {day:%B %Y}"
    if " ".join(str(value.value).casefold().split()) in " ".join(written.casefold().split()):
        return ""
    return f"written {written!r}, the data say {str(value.value)!r}"


def clause_around(text: str, mark: Mark) -> str:
    """Return the clause around a mark, with marks read as their texts."""
    before = re.split(r"[.;:!?\n]|\s–\s|, (?:and|but|while)\b", text[: mark.start][-160:])[-1]
    after = re.split(r"[.;:!?\n,]|\s–\s", text[mark.end :][:80])[0]
    return f"{before}{mark.text}{after}"
