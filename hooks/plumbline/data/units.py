"""Units of trade data: a measure with or without a magnitude, such as "USD million"."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["UnitError", "common_unit", "conversion_factor"]

_MAGNITUDES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
    "bn": 10**9,
    "mn": 10**6,
    "trn": 10**12,
}
_PERCENT = ("%", "per cent", "percent")


class UnitError(ValueError):
    """Two units that measure different things."""


def conversion_factor(unit: str | None, shown: str | None) -> float:
    """Return by what a value in `unit` is multiplied to be in `shown`.

    Only the magnitude may differ: "USD million" to "USD billion" is 0.001.

    Raises:
        UnitError: the units measure different things, such as USD and EUR.
    """
    if unit is None or shown is None or unit == shown:
        return 1.0
    scale, measure = _split(unit)
    shown_scale, shown_measure = _split(shown)
    if measure != shown_measure:
        raise UnitError(f"{unit!r} cannot be shown as {shown!r}")
    return scale / shown_scale


def common_unit(units: Sequence[str | None]) -> str | None:
    """Return the unit that all values share.

    Raises:
        UnitError: they do not share one.
    """
    distinct: dict[str | None, str | None] = {}
    for unit in units:
        distinct.setdefault("percent" if unit in _PERCENT else unit, unit)
    if len(distinct) > 1:
        named = ", ".join(repr(u) if u else "none" for u in distinct.values())
        raise UnitError(f"the fields have different units: {named}")
    return next(iter(distinct.values()), None)


def _split(unit: str) -> tuple[int, str]:
    scale = 1
    rest = []
    for word in unit.replace(",", " ").split():
        if word.lower() in _MAGNITUDES and "per" not in rest:  # per million is another measure
            scale *= _MAGNITUDES[word.lower()]
        else:
            rest.append(word)
    measure = " ".join(rest)
    return scale, "percent" if measure in _PERCENT else measure
