"""A value that is known from data or a source, in its unit, and how to put it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_symbol

from plumbline.evidence.quantities import (
    AMBIGUOUS_YEN,
    PERCENT,
    POINTS,
    SHARE,
    TIMES,
    YEAR,
    Hedge,
    Quantity,
)
from plumbline.evidence.quantity_lexicon import lexicon_for
from plumbline.evidence.quantity_reader import read_quantity
from plumbline.evidence.quantity_words import CURRENCY_CODES

__all__ = ["MAGNITUDE_NAMES", "Known", "is_currency", "put_known"]

MAGNITUDE_NAMES = {
    Decimal(10) ** 12: "trillion",
    Decimal(10) ** 9: "billion",
    Decimal(10) ** 6: "million",
    Decimal(10) ** 3: "thousand",
}
"""Names of magnitudes, largest first."""

_QUALIFIERS = {
    Hedge.EXACT: "=",
    Hedge.ABOUT: "~",
    Hedge.NEARLY: "~",
    Hedge.OVER: ">",
    Hedge.JUST_OVER: ">",
    Hedge.AT_LEAST: ">",
    Hedge.UNDER: "<",
    Hedge.AT_MOST: "<",
}
_QUALIFIER_WORDS = {"=": "", ">": "more than ", "<": "less than ", "~": "about "}
_RATIO_UNITS = frozenset({"ratio", "times", "x", "multiple", "factor"})


@dataclass(frozen=True, slots=True)
class Known:
    """A value out of a dataset or an excerpt.

    Attributes:
        value: in the stored unit, such as 5170.4 in millions; or the two ends of a range.
        measure: as in `Quantity.measure`.
        unit: as in `Quantity.unit`.
        magnitude: of the stored unit: 1E+6 for USD million.
        qualifier: "=", ">" (a lower bound), "<" (an upper bound) or "~" (approximate).
    """

    value: Decimal | tuple[Decimal, Decimal]
    measure: str = ""
    unit: str = ""
    magnitude: Decimal = Decimal(1)
    qualifier: str = "="

    @classmethod
    def of_unit(
        cls,
        value: Decimal | tuple[Decimal, Decimal],
        unit: str | None = None,
        qualifier: str = "=",
    ) -> Known:
        """Return a value with the unit that a dataset states: "USD million", "%", "ratio"."""
        lexicon = lexicon_for("en")
        magnitude = Decimal(1)
        rest = []
        for word in re.split(r"[\s,]+", unit or ""):
            power = lexicon.magnitudes.get(word.lower()) if len(word) > 1 else None
            if power is None:
                rest.append(word)
            else:
                magnitude = magnitude.scaleb(power)
        words = " ".join(rest).strip()
        if not words:
            return cls(value, "", "", magnitude, qualifier)
        first = words.split()[0].split("/")[0]
        if first in CURRENCY_CODES:
            return cls(value, first, "", magnitude, qualifier)
        if words.lower() in (SHARE, YEAR, POINTS):
            return cls(value, words.lower(), "", magnitude, qualifier)
        if words.lower() in _RATIO_UNITS:
            return cls(value, TIMES, "", magnitude, qualifier)
        read = read_quantity(f"2 {words}")
        understood = read is not None and read.start == 0 and bool(read.measure or read.unit)
        if read is None or not understood or read.end < len(f"2 {words}"):
            return cls(value, "", words, magnitude, qualifier)
        return cls(value, read.measure, read.unit, magnitude * read.low / 2, qualifier)

    @classmethod
    def of_quantity(cls, quantity: Quantity) -> Known:
        """Return what a source says as a known value; its hedge becomes the qualifier."""
        value = (quantity.low, quantity.high) if quantity.is_range else quantity.low
        return cls(value, quantity.measure, quantity.unit, qualifier=_QUALIFIERS[quantity.hedge])

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Both ends in the stored unit; the same twice unless a range."""
        if isinstance(self.value, tuple):
            return min(self.value), max(self.value)
        return self.value, self.value

    @property
    def base_ends(self) -> tuple[Decimal, Decimal]:
        """Both ends with the magnitude applied."""
        low, high = self.ends
        return low * self.magnitude, high * self.magnitude


def is_currency(measure: str) -> bool:
    """Return whether a measure is a currency."""
    return measure == AMBIGUOUS_YEN or bool(re.fullmatch(r"[A-Z]{3}", measure))


def put_known(known: Known, like: Quantity) -> str:
    """Return a known value in words, in the magnitude and precision of what was written.

    One digit more than written is shown, and three at least: "$5.17 billion".
    """
    low, high = known.base_ends
    # A bare number may be meant in the stored unit, if it is nearer to that.
    if not like.measure and like.magnitude == 1 and not like.unit and known.magnitude != 1:
        stored = known.ends[0]
        if _distance(like.high, stored) <= _distance(like.high, low):
            low, high = known.ends
            return _QUALIFIER_WORDS.get(known.qualifier, "") + _put_ends(
                low, high, Decimal(1), like.step, ""
            )
    measure = known.measure
    if measure == YEAR:
        return str(low.to_integral_value())
    if measure == SHARE or (like.measure == SHARE and measure in ("", TIMES)):
        measure, low, high = PERCENT, low * 100, high * 100
    step = like.step * 100 if like.measure == SHARE else like.step
    scale = _scale(low, high, like.magnitude if measure not in (PERCENT, POINTS, TIMES) else None)
    if scale != like.magnitude:
        # In another magnitude: as many digits as were written.
        digits = max(like.high.copy_abs().adjusted() - like.step.adjusted(), 2)
        step = Decimal(1).scaleb(min(max(low, high, key=abs).adjusted() - digits + 1, 24))
    shown = _put_ends(low, high, scale, step, _symbol(measure))
    words = [shown]
    if scale in MAGNITUDE_NAMES:
        words.append(MAGNITUDE_NAMES[scale])
    words.append({POINTS: "percentage points", TIMES: "times"}.get(measure, known.unit))
    text = " ".join(w for w in words if w)
    return _QUALIFIER_WORDS.get(known.qualifier, "") + text + ("%" if measure == PERCENT else "")


def _distance(written: Decimal, value: Decimal) -> Decimal:
    if not written or not value:
        return Decimal("Infinity")
    ratio = abs(written / value)
    return max(ratio, 1 / ratio)


def _symbol(measure: str) -> str:
    if not is_currency(measure) or measure == AMBIGUOUS_YEN:
        return ""
    symbol = str(get_currency_symbol(measure, locale="en"))
    return f"{symbol} " if symbol.isalpha() else symbol


def _scale(low: Decimal, high: Decimal, written: Decimal | None) -> Decimal:
    """Return the magnitude to show a value in: as written, unless that reads badly."""
    if written is None:
        return Decimal(1)
    size = max(abs(low), abs(high))
    if written in MAGNITUDE_NAMES and Decimal("0.5") <= size / written < 1000:
        return written
    if written == 1 and size < 10_000_000:
        return Decimal(1)
    return next((m for m in MAGNITUDE_NAMES if size >= m and m > 1000), Decimal(1))


def _put_ends(low: Decimal, high: Decimal, scale: Decimal, step: Decimal, symbol: str) -> str:
    shown = [_put_number(end / scale, step / scale, symbol) for end in (low, high)]
    return shown[0] if low == high else "–".join((shown[0], shown[1].replace(symbol, "", 1)))


def _put_number(value: Decimal, step: Decimal, symbol: str) -> str:
    """Return a number with one decimal more than `step` has, three digits in all at the least."""
    size = value.adjusted() if value else 0
    decimals = max(1 - step.adjusted(), 2 - size, 0)
    rounded = _round_to(value, min(decimals, 12))
    text = f"{abs(rounded):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{'−' if rounded < 0 else ''}{symbol}{text}"


def _round_to(value: Decimal, decimals: int) -> Decimal:
    """Return a value rounded to a number of decimals; huge ones are left as they are."""
    if value.adjusted() + decimals > 26:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
