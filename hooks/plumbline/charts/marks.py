"""How a value's mark says that it is provisional or disputed, and what pointing at it shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from plumbline.charts.axes import plain
from plumbline.charts.formatting import format_amount
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData, Series

__all__ = ["CONFLICTING", "PROVISIONAL", "bar_marker", "hover_texts", "point_marker"]

PROVISIONAL = "provisional"
CONFLICTING = "conflicting"
_SYMBOLS = {PROVISIONAL: "circle", CONFLICTING: "diamond"}
_PATTERNS = {PROVISIONAL: "/", CONFLICTING: "x"}
_DOUBTFUL = frozenset({*_SYMBOLS, "computed"})
_KEPT = 4096
"""Texts that are kept: each size of a chart shows the same ones."""
_MANY = 45
"""Points of a line from which on only uncertain ones are marked."""


def point_marker(statuses: Sequence[str], ink: str, *, always: bool = False) -> dict[str, Any]:
    """Return the marker of points: hollow where provisional, a hollow diamond where disputed.

    Args:
        statuses: status of each value.
        ink: the series' colour.
        always: whether certain values are marked on a long line too.
    """
    small = 6 if always or len(statuses) <= _MANY else 0
    marker: dict[str, Any] = {"color": ink, "size": small}
    if any(s in _SYMBOLS for s in statuses):
        marker["symbol"] = [_SYMBOLS.get(s, "circle") for s in statuses]
        marker["size"] = [8 if s in _SYMBOLS else small for s in statuses]
        marker["color"] = [colour("paper") if s in _SYMBOLS else ink for s in statuses]
        marker["line"] = {"width": [2 if s in _SYMBOLS else 0 for s in statuses], "color": ink}
    return marker


def bar_marker(statuses: Sequence[str], ink: str) -> dict[str, Any]:
    """Return the marker of bars: hatched where provisional, cross-hatched where disputed."""
    marker: dict[str, Any] = {"color": ink}
    if any(s in _PATTERNS for s in statuses):
        marker["pattern"] = {
            "shape": [_PATTERNS.get(s, "") for s in statuses],
            "fillmode": "replace",
            "fgcolor": ink,
            "size": 6,
            "solidity": 0.45,
        }
        marker["line"] = {"color": ink, "width": [1 if s in _PATTERNS else 0 for s in statuses]}
    return marker


def hover_texts(data: ChartData, series: Series, language: str) -> list[str]:
    """Return what pointing at each value shows: the amount with its unit, and a doubtful status."""
    return [
        _hover_text(value, status, data.unit, language)
        for value, status in zip(series.values, series.statuses, strict=True)
    ]


@lru_cache(_KEPT)
def _hover_text(value: float | None, status: str, unit: str | None, language: str) -> str:
    said = f" ({status})" if status in _DOUBTFUL else ""
    return plain(format_amount(value, unit, language) + said)
