"""The comparison of a number as written with the value that is known.

Rounding: a number holds within half of its last written digit, ties either way; trailing zeros
count. "About" allows the larger of that and the smaller of half a unit of the last digit that is
not zero and 5%, so "about 200" is 190 to 210. "Nearly" is below by at most 5%, "more than" is
above, "at least" not below, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from plumbline.evidence.direction import check_direction
from plumbline.evidence.known import Known, is_currency, put_known
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
from plumbline.evidence.slips import find_slip
from plumbline.evidence.verdicts import Outcome, Verdict

__all__ = ["Known", "Outcome", "Verdict", "check_direction", "compare", "tolerance"]

_FIVE_PER_CENT = Decimal("0.05")
_TEN_PER_CENT = Decimal("0.1")
_LARGEST = 30  # power of ten; more has no meaning and would take its time to print
_HOLDS, _FAILS, _UNCHECKED = Outcome.HOLDS, Outcome.FAILS, Outcome.UNCHECKED
_IN_UNITS = {
    "kilograms": ("tonnes", Decimal("0.001")),
    "square kilometres": ("hectares", Decimal(100)),
    "acres": ("hectares", Decimal("0.40468564224")),
    "miles": ("metres", Decimal("1609.344")),
    "nautical miles": ("metres", Decimal(1852)),
    "cubic feet": ("cubic metres", Decimal("0.028316846592")),
}
"""Units that are multiples of others; exact by definition (NIST SP 811, appendix B)."""


def tolerance(written: Quantity) -> Decimal:
    """Return by how much a value may differ from a number as written, rounding and "about" in."""
    half = written.step / 2
    if written.hedge is not Hedge.ABOUT:
        return half
    size = max(abs(written.low), abs(written.high))
    return max(half, min(written.coarse_step / 2, size * _FIVE_PER_CENT))


def compare(
    written: Quantity, known: Known, neighbours: Mapping[str, Decimal] | None = None
) -> Verdict:
    """Return whether a number as written agrees with a known value, and the likely slip if not.

    Signs are compared only where one was written: whether a text says "fell" for a negative
    change is for `check_direction`.

    Args:
        written: out of `read_quantity` or `find_quantities`.
        known: the value, in its unit.
        neighbours: values it may have been confused with, in the stored unit, by what they are
            the value of ("2022").
    """
    if not all(end.is_finite() for end in known.ends):
        return Verdict(_UNCHECKED, "the data hold no number here")
    if any(end and abs(end.adjusted()) > _LARGEST for end in known.ends):
        return Verdict(_UNCHECKED, "the value is too large, or too small, to compare")
    return _compare(written, known, neighbours or {})


def _compare(written: Quantity, known: Known, neighbours: Mapping[str, Decimal]) -> Verdict:
    conflict = _conflict(written, known)
    if conflict is not None:
        return conflict
    readings = list(_readings(written, known))
    unchecked = written.measure == TIMES and known.measure == PERCENT
    for low, high, _ in readings:
        outcome, remark = _agrees(written, low, high, known.qualifier)
        if outcome is _HOLDS:
            if not _signs_agree(written, low, high):
                return Verdict(_FAILS, _reason(written, known), "the sign is wrong")
            if written.measure == AMBIGUOUS_YEN:
                remark = "“¥” may be yen or yuan"
            return Verdict(_HOLDS, remark=remark)
        unchecked = unchecked or outcome is _UNCHECKED
    if unchecked:
        return Verdict(_UNCHECKED, f"the data say {put_known(known, written)}")
    slip = "" if known.qualifier in "<>" else _slip(written, known, readings, neighbours)
    return Verdict(_FAILS, _reason(written, known), slip)


def _reason(written: Quantity, known: Known) -> str:
    shown = " ".join(written.text.split())
    return f"written {shown}, the data say {put_known(known, written)}"


# --- measures and units ---


def _conflict(written: Quantity, known: Known) -> Verdict | None:
    """Return the verdict where the measures or units cannot agree, whatever the numbers."""
    ours, theirs = _kind(written.measure, written.unit), _kind(known.measure, known.unit)
    if not ours or not theirs or ours == theirs or frozenset((ours, theirs)) in _AKIN:
        return None
    if {ours, theirs} == {PERCENT, POINTS}:
        slip = "percent for points" if ours == PERCENT else "points for percent"
    elif is_currency(ours) and is_currency(theirs):
        slip = f"the currency is {theirs}, not {ours.strip('?')}"
    elif written.unit and known.unit:
        slip = f"the unit is {known.unit}, not {written.unit}"
    else:
        slip = f"the data are in {_NAMES.get(theirs, known.measure or known.unit)}"
    return Verdict(_FAILS, _reason(written, known), slip)


_NAMES = {PERCENT: "per cent", POINTS: "percentage points", TIMES: "times", SHARE: "shares"}
_AKIN = {
    frozenset(pair)
    for pair in (
        (PERCENT, SHARE),
        (PERCENT, TIMES),
        (SHARE, TIMES),
        (AMBIGUOUS_YEN, "CNY"),
        (AMBIGUOUS_YEN, "JPY"),
    )
}


def _kind(measure: str, unit: str) -> str:
    """Return what is measured, "" for a bare number, a count or a year: they fit anything."""
    if measure == YEAR:
        return ""
    return measure or (_basic(unit)[0] if _is_physical(unit) else "")


def _is_physical(unit: str) -> bool:
    """Return whether a unit measures; with others, and unknown ones, only numbers are compared."""
    return unit.split(" per ")[0] in _UNITS


_UNITS = frozenset(
    {"tonnes", "kilograms", "ounces", "barrels", "cubic metres", "cubic feet", "hectares", "acres",
     "square kilometres", "metres", "miles", "nautical miles", "watts", "watt-hours",
     "British thermal units", "degrees Celsius"}
)  # fmt: skip


def _basic(unit: str) -> tuple[str, Decimal]:
    name, _, period = unit.partition(" per ")
    basic, factor = _IN_UNITS.get(name, (name, Decimal(1)))
    return (f"{basic} per {period}" if period else basic), factor


def _readings(written: Quantity, known: Known) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """Yield the ends of a known value in the unit of what was written, and the factor used.

    More than one where it is not said which unit is meant: a bare number may be in the stored
    unit ("5,170" under a heading "USD million") or in the base unit.
    """
    ours, theirs = written.measure, known.measure
    factors = [known.magnitude]
    if YEAR in (ours, theirs):
        factors = [Decimal(1)]
    elif ours == PERCENT and theirs in ("", TIMES, SHARE):
        factors = [Decimal(100), Decimal(1)] if not theirs else [Decimal(100)]
    elif ours in (SHARE, TIMES) and theirs == PERCENT:
        factors = [Decimal("0.01")]
    elif ours == "" and theirs == SHARE:
        factors = [Decimal(1), Decimal(100)]
    elif (not ours and written.magnitude == 1 and not written.unit) or (
        ours and not theirs and not known.unit
    ):
        factors = [known.magnitude, Decimal(1)]
    if written.unit and known.unit and _is_physical(written.unit) and _is_physical(known.unit):
        ratio = _basic(known.unit)[1] / _basic(written.unit)[1]
        factors = [factor * ratio for factor in factors]
    low, high = known.ends
    for factor in dict.fromkeys(factors):
        yield low * factor, high * factor, factor
    if ours == TIMES and theirs == PERCENT:  # "doubled" for a change of 104%
        yield 1 + low / 100, 1 + high / 100, Decimal(0)


# --- numbers ---


def _signs_agree(written: Quantity, low: Decimal, high: Decimal) -> bool:
    if not written.sign or written.is_range or low < 0 < high or not (low or high):
        return True
    return written.negative == (high < 0 or (low < 0 and high <= 0))


def _agrees(written: Quantity, low: Decimal, high: Decimal, qualifier: str) -> tuple[Outcome, str]:
    """Compare sizes: signs were dealt with, or are left to the direction of the clause."""
    if low >= 0 or high <= 0:
        low, high = sorted((abs(low), abs(high)))
        ends = sorted((abs(written.low), abs(written.high)))
        if written.low >= 0 or written.high <= 0:
            written = replace(written, low=ends[0], high=ends[1])
    if qualifier == ">":
        return _against_bound(written, low, above=True)
    if qualifier == "<":
        return _against_bound(written, high, above=False)
    if low != high:
        return _against_range(written, low, high)
    if written.is_range:
        slack = tolerance(written)
        return (_HOLDS if written.low - slack <= low <= written.high + slack else _FAILS), ""
    holds, remark = _holds(written, low)
    if qualifier == "~" and written.hedge is Hedge.ABOUT:
        holds = holds or abs(low - written.high) <= low * _FIVE_PER_CENT
    if holds:
        return _HOLDS, remark
    one_sided = written.hedge not in (Hedge.EXACT, Hedge.ABOUT)
    if qualifier == "~" and one_sided and abs(low - written.high) <= low * _FIVE_PER_CENT:
        return _UNCHECKED, ""
    return _FAILS, ""


def _holds(written: Quantity, value: Decimal) -> tuple[bool, str]:
    """Return whether one value agrees with one number, and a remark."""
    number = written.high
    hedge = written.hedge
    if hedge is Hedge.OVER:
        far = value > number * (1 + _TEN_PER_CENT) and not written.emphatic
        return value > number, _far_above(number, value) if far else ""
    if hedge is Hedge.JUST_OVER:
        return number < value <= number * (1 + _TEN_PER_CENT), ""
    if hedge is Hedge.NEARLY:
        return number * (1 - _FIVE_PER_CENT) <= value < number, ""
    if hedge is Hedge.UNDER:
        return value < number, ""
    if hedge is Hedge.AT_LEAST:
        return value >= number, ""
    if hedge is Hedge.AT_MOST:
        return value <= number, ""
    return abs(value - number) <= tolerance(written), ""


def _far_above(number: Decimal, value: Decimal) -> str:
    if not number:
        return ""
    above = (value / number - 1) * 100
    return f"the value is {above:,.0f}% above this, rather far for “more than”"


def _against_bound(written: Quantity, bound: Decimal, *, above: bool) -> tuple[Outcome, str]:
    """Compare with a value of which only a bound is known: ">55" supports "more than 55%"."""
    same = (Hedge.OVER, Hedge.AT_LEAST) if above else (Hedge.UNDER, Hedge.AT_MOST)
    against = (Hedge.UNDER, Hedge.AT_MOST) if above else (Hedge.OVER, Hedge.AT_LEAST)
    sign = 1 if above else -1
    number = written.high
    implied = (bound - number) * sign >= 0  # what was written follows from the bound
    if written.is_range:
        outside = written.high <= bound if above else written.low >= bound
        return (_FAILS if outside else _UNCHECKED), ""
    if written.hedge in same:
        far = above and written.hedge is Hedge.OVER and not written.emphatic
        far = far and bound > number * (1 + _TEN_PER_CENT)
        return (_HOLDS if implied else _FAILS), _far_above(number, bound) if far else ""
    if written.hedge in against:
        return (_FAILS if implied else _UNCHECKED), ""
    if written.hedge is Hedge.EXACT:
        return _FAILS, ""
    if written.hedge is Hedge.NEARLY and above:
        return (_FAILS if implied else _UNCHECKED), ""
    slack = number * _FIVE_PER_CENT
    return (_FAILS if (bound - number) * sign > slack else _UNCHECKED), ""


def _against_range(written: Quantity, low: Decimal, high: Decimal) -> tuple[Outcome, str]:
    slack = tolerance(written)
    if written.is_range:
        holds = abs(written.low - low) <= slack and abs(written.high - high) <= slack
        return (_HOLDS if holds else _FAILS), ""
    if written.hedge is Hedge.ABOUT:
        holds = low - slack <= written.high <= high + slack
        return (_HOLDS if holds else _FAILS), ""
    at_ends = [_holds(written, end)[0] for end in (low, high)]
    if all(at_ends):
        return _HOLDS, ""
    inside = low - slack <= written.high <= high + slack
    return (_UNCHECKED if any(at_ends) or inside else _FAILS), ""


# --- slips ---


def _slip(
    written: Quantity,
    known: Known,
    readings: list[tuple[Decimal, Decimal, Decimal]],
    neighbours: Mapping[str, Decimal],
) -> str:
    if known.measure == YEAR or written.measure == YEAR:
        names = [n for n, v in neighbours.items() if v == written.high]
        return f"this is the value of {names[0]}" if names else ""
    for low, high, factor in readings:
        if low != high or not factor or not low:
            continue
        nearby = {name: value * factor for name, value in neighbours.items()}
        slip = find_slip(written, low, nearby)
        if slip:
            return slip
    return ""
