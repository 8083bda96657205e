"""Likely slips: how a wrong number may have come about."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from plumbline.evidence.known import MAGNITUDE_NAMES
from plumbline.evidence.quantities import Hedge, Quantity

__all__ = ["find_slip"]

_FACTORS = {
    1: "ten times",
    2: "a hundred times",
    3: "a thousand times",
    4: "ten thousand times",
    6: "a million times",
    9: "a billion times",
}


def find_slip(
    written: Quantity, value: Decimal, neighbours: Mapping[str, Decimal] | None = None
) -> str:
    """Return the likely slip behind a number that does not hold, the most specific first, or "".

    Args:
        written: the number, which is no range.
        value: what it should be, in the same unit, not zero.
        neighbours: other values it may have been taken from, by what they are ("2022"), in the
            same unit.
    """
    number, right = abs(written.high), abs(value)
    if not right or not number or written.is_range:
        return ""
    return (
        _magnitude_slip(written, number, right)
        or _factor_slip(number, right, written.step / 2)
        or _neighbour_slip(written, number, neighbours or {})
        or _transposed(number, right, written.step)
        or _cut_off(written, number, right)
        # A round number ten times off: "$50 billion" for 5.4.
        or _factor_slip(number, right, written.coarse_step / 2)
        or _changed_digit(written, number, right)
    )


def _magnitude_slip(written: Quantity, number: Decimal, right: Decimal) -> str:
    for magnitude, name in MAGNITUDE_NAMES.items():
        factor = magnitude / written.magnitude
        if number >= 1000 * written.magnitude > 1000:
            break  # "1,000 million" is a factor, not a wrong word
        if factor == 1 or abs(number * factor - right) > written.step * factor / 2:
            continue
        if written.magnitude == 1 and (written.measure or written.unit):
            return f"“{name}” is missing"
        if written.magnitude in MAGNITUDE_NAMES:
            return f"{MAGNITUDE_NAMES[written.magnitude]} written for {name}"
    return ""


def _factor_slip(number: Decimal, right: Decimal, tolerance: Decimal) -> str:
    for power, words in _FACTORS.items():
        factor = Decimal(10) ** power
        if abs(number / factor - right) <= tolerance / factor:
            return f"{words} too large"
        if abs(number * factor - right) <= tolerance * factor:
            return f"{words} too small"
    return ""


def _neighbour_slip(written: Quantity, number: Decimal, neighbours: Mapping[str, Decimal]) -> str:
    for name, value in neighbours.items():
        if value.is_finite() and abs(number - abs(value)) <= written.step / 2:
            return f"this is the value of {name}"
    return ""


def _transposed(number: Decimal, right: Decimal, step: Decimal) -> str:
    shown = _digits(number, step)
    rounded = _digits(right, step)
    if len(shown) == len(rounded):
        apart = [i for i, (a, b) in enumerate(zip(shown, rounded, strict=True)) if a != b]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        if (
            swapped
            and shown[apart[0]] == rounded[apart[1]]
            and shown[apart[1]] == rounded[apart[0]]
        ):
            return "two digits are transposed"
    return ""


def _cut_off(written: Quantity, number: Decimal, right: Decimal) -> str:
    cut = (right / written.step).to_integral_value(ROUND_DOWN) * written.step
    exact = written.hedge is Hedge.EXACT
    return "cut off instead of rounded" if exact and number == cut else ""


def _changed_digit(written: Quantity, number: Decimal, right: Decimal) -> str:
    shown, rounded = _digits(number, written.step), _digits(right, written.step)
    if len(shown) != len(rounded) or len(shown) < 3 or written.hedge is not Hedge.EXACT:
        return ""
    apart = sum(a != b for a, b in zip(shown, rounded, strict=True))
    return "one digit differs" if apart == 1 else ""


def _digits(value: Decimal, step: Decimal) -> str:
    return f"{(value / step).to_integral_value():f}"
