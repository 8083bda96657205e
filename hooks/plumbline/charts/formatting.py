"""Numbers and moments as a chart's reader sees them, in the briefing's language."""

from __future__ import annotations

import datetime as dt
from functools import cache

from plumbline.data.table import Cell

__all__ = ["format_amount", "format_moment", "format_number", "number_separators", "with_unit"]

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


@cache
def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


@cache
def number_separators(language: str) -> str:
    """Return the decimal sign and the sign between thousands, as Plotly's `separators`."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = _locale(language)
    return f"{get_decimal_symbol(locale)}{get_group_symbol(locale)}"


@cache
def format_number(value: float, language: str = "en", digits: int = 12) -> str:
    """Return a number with the separators of a language and a true minus sign.

    Args:
        value: the number.
        language: BCP 47 tag; one that CLDR does not know counts as English.
        digits: significant digits that are kept at the most; whole numbers keep all of theirs.
    """
    from babel.numbers import format_decimal

    rounded = value
    if not float(value).is_integer():
        rounded = float(f"{value:.{digits}g}")
        if abs(value) >= 10**digits:
            rounded = round(value)
    # Beyond sixteen digits a float holds whole numbers only, and decimal's precision runs out.
    huge = abs(rounded) >= 1e15
    pattern = "#,##0" if huge else "#,##0.############"
    number = int(rounded) if huge else rounded
    text = format_decimal(
        number, format=pattern, locale=_locale(language), decimal_quantization=not huge
    )
    return str(text).replace("-", "−")


def with_unit(number: str, unit: str | None) -> str:
    """Return a formatted number with its unit: "$240.1 billion", "16%", "31.1 million tonnes"."""
    if not unit:
        return number
    if unit in ("percent", "%"):
        return f"{number}%"
    currency, _, rest = unit.partition(" ")
    if currency in _SIGNS:
        minus = "−" if number.startswith("−") else ""
        return f"{minus}{_SIGNS[currency]}{number.lstrip('−')} {rest}".rstrip()
    return f"{number} {unit}"


def format_amount(value: float | None, unit: str | None, language: str = "en") -> str:
    """Return a value with its unit to four significant digits; a dash for a missing one."""
    if value is None:
        return "–"
    return with_unit(format_number(value, language, 4), unit)


def format_moment(cell: Cell, kind: str, language: str = "en") -> str:
    """Return a position as text: "2023", "Q4 2023", "March 2023", "5 March 2023", or a name."""
    from babel.dates import format_date

    text = str(cell)
    if kind == "year" or cell is None:
        return text
    if kind == "quarter":
        return f"Q{text[-1]} {text[:4]}"
    pattern = {"yearmonth": "MMMM y", "date": "d MMMM y"}.get(kind)
    if pattern is None:
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        return format_number(float(cell), language) if is_number else text
    try:
        day = dt.date.fromisoformat(f"{text}-01" if kind == "yearmonth" else text)
    except ValueError:
        return text
    return str(format_date(day, pattern, locale=_locale(language)))
