"""Values of the number reader: a quantity as it was written, and the hedge before it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

__all__ = [
    "AMBIGUOUS_YEN",
    "COUNT_UNITS",
    "PERCENT",
    "POINTS",
    "SHARE",
    "TIMES",
    "TIME_UNITS",
    "YEAR",
    "Hedge",
    "Quantity",
]

PERCENT = "percent"
"""Measure of "6.9%"."""
POINTS = "points"
"""Measure of "2 percentage points"; a basis point is a hundredth of one."""
TIMES = "times"
"""Measure of ratios: "46 times", "46-fold", "46 to 1", "twice"."""
SHARE = "share"
"""Measure of fractions: "a third" is 0.33…, "one in five" is 0.2."""
YEAR = "year"
"""Measure of a bare number from 1000 to 2100 without separators."""
AMBIGUOUS_YEN = "¥?"
"""Measure of a bare "¥", which may be yen or yuan."""

TIME_UNITS = frozenset({"years", "quarters", "months", "weeks", "days", "hours", "minutes"})
COUNT_UNITS = frozenset(
    "people cars vehicles ships vessels tankers aircraft jets flights containers trains tanks"
    " missiles drones troops soldiers workers jobs students migrants refugees households"
    " companies firms banks countries states members units cases deaths votes seats occasions"
    " points".split()
)
"""Nouns that say what was counted; they are no units of measurement."""


class Hedge(StrEnum):
    """How firmly a number was put: the words before or after it."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    JUST_OVER = "just over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range of numbers, as written in a text.

    Attributes:
        low: the value, or the lower end of a range, with the magnitude applied: "$240.1 billion"
            is 240100000000. Percent stays 6.9; a share is 0.33…; a minus is kept.
        high: the upper end of a range, else the same as `low`.
        step: unit of the last digit written, with the magnitude: "240.1 billion" gives 1E+8.
        coarse_step: unit of the last digit that is not zero: "200" gives 100.
        start: offset of the number itself: sign, currency, digits, magnitude, unit.
        end: offset after it.
        hedge_start: offset of the hedge before it, else `start`.
        text: what stands from `hedge_start` to `end`.
        measure: currency (ISO 4217), "percent", "points", "times", "share", "year",
            "¥?" (yen or yuan) or "" (a bare number).
        unit: what was counted or measured, such as "tonnes" or "barrels per day", else "".
        magnitude: 1E+9 for a billion, 1 where none was written.
        hedge: what the hedge means.
        sign: "-" or "+" where one was written; accounting brackets count as "-".
        emphatic: the hedge says that the distance is large ("well over", "far more than").
    """

    low: Decimal
    high: Decimal
    step: Decimal
    coarse_step: Decimal
    start: int
    end: int
    hedge_start: int
    text: str
    measure: str = ""
    unit: str = ""
    magnitude: Decimal = Decimal(1)
    hedge: Hedge = Hedge.EXACT
    sign: str = ""
    emphatic: bool = False

    @property
    def negative(self) -> bool:
        """Whether it was written with a minus or in accounting brackets."""
        return self.sign == "-"

    @property
    def is_range(self) -> bool:
        """Whether two ends were written."""
        return self.low != self.high

    @property
    def is_counted(self) -> bool:
        """Whether coverage counts it: no year, no duration or bare count from one to ten."""
        if self.measure == YEAR:
            return False
        is_count = (
            not self.measure
            and not self.sign
            and self.magnitude == 1
            and (not self.unit or self.unit in COUNT_UNITS or self.unit in TIME_UNITS)
            and all(end == end.to_integral_value() for end in (self.low, self.high))
        )
        return not (is_count and self.low >= 1 and self.high <= 10)
