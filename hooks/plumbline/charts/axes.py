"""Axes: where values stand on them, how far they reach, and where they have gaps."""

from __future__ import annotations

import itertools
import math
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Mode, Scale
from plumbline.charts.template import Size
from plumbline.data.table import Cell

__all__ = [
    "LETTER",
    "plain",
    "plot_positions",
    "position_axis",
    "runs",
    "spread_over_gaps",
    "unit_label",
    "value_axis",
    "value_range",
    "wrap_label",
]

LETTER = 0.6
"""Mean width of a letter of a sans-serif face, in ems."""
_PLOT = 0.84
"""Part of a chart's width that its categories share: all but the axis of values."""


def plot_positions(data: ChartData) -> list[Any]:
    """Return x as Plotly takes it: months and quarters as the day in their middle."""
    return [_plot_position(x, data.x_type) for x in data.x]


def _plot_position(x: Cell, kind: str) -> Any:
    text = str(x)
    if kind == "yearmonth":
        return f"{text}-15"
    if kind == "quarter":
        return f"{text[:4]}-{int(text[-1]) * 3 - 1:02d}-15"
    return plain(x) if isinstance(x, str) else x


def position_axis(data: ChartData, size: Size) -> dict[str, Any]:
    """Return the horizontal axis for years, other moments, numbers or categories."""
    if data.x_type == "year":
        years = [int(x) for x in data.x if isinstance(x, int | float)]
        axis: dict[str, Any] = {"type": "linear", "tickformat": "d", "hoverformat": "d"}
        span = max(years) - min(years) if years else 0
        if span <= (6 if size.narrow else 12):
            return {**axis, "dtick": 1, "tick0": min(years, default=0)}
        return {**axis, "nticks": 6 if size.narrow else 10}
    if data.x_type in ("yearmonth", "date", "quarter"):
        hover = {"yearmonth": "%b %Y", "quarter": "Q%q %Y", "date": "%-d %b %Y"}[data.x_type]
        return {"type": "date", "hoverformat": hover, "nticks": 5 if size.narrow else 9}
    if data.x_type in ("number", "integer"):
        return {"type": "linear", "tickformat": ",", "nticks": 5 if size.narrow else 8}
    return _category_axis(data, size)


def _category_axis(data: ChartData, size: Size) -> dict[str, Any]:
    """Return the axis of categories; names too long for one line are broken where they can be.

    Plotly turns names that have no room, and cuts them off at the edge.
    """
    axis: dict[str, Any] = {"type": "category", "automargin": "height"}
    names = list(dict.fromkeys(str(x) for x in data.x if x is not None))
    letters = int(_PLOT * size.width / (max(len(names), 1) * LETTER * size.font))
    words = [word for name in names for word in name.split()]
    if all(len(n) <= letters for n in names) or any(len(word) > letters for word in words):
        return axis
    return axis | {
        "tickmode": "array",
        "tickvals": [plain(name) for name in names],
        "ticktext": [wrap_label(name, letters, most=4) for name in names],
        "tickangle": 0,
    }


def value_range(
    spec: ChartSpec, values: Iterable[float | None], *, from_zero: bool
) -> tuple[float, float]:
    """Return lowest and highest value of the axis of values, with some air above and below."""
    if spec.range is not None:
        return spec.range
    present = [v for v in values if v is not None]
    if spec.scale is Scale.LOG:
        positive = [v for v in present if v > 0] or [1.0]
        return min(positive) / 1.3, max(positive) * 1.3
    low, high = min(present, default=0.0), max(present, default=1.0)
    if from_zero or 0 <= low < 0.5 * high:
        low = min(low, 0.0)
    if from_zero or 0 >= high > 0.5 * low:
        high = max(high, 0.0)
    if low == high == 0:
        return 0.0, 1.0
    air = 0.06 * ((high - low) or abs(high))
    return (low - air if low else 0.0), (high + air if high else 0.0)


def value_axis(spec: ChartSpec, data: ChartData, reach: tuple[float, float]) -> dict[str, Any]:
    """Return the axis of values over a range in the unit shown."""
    low, high = reach
    axis: dict[str, Any] = {"range": [low, high], "tickformat": ","}
    if spec.scale is Scale.LOG:
        axis |= {"type": "log", "range": [math.log10(low), math.log10(high)], "dtick": "D2"}
        if high / low > 30:
            axis["dtick"] = 1
    if data.unit in ("percent", "%") or (spec.mode is Mode.SHARE and spec.figure is None):
        axis["ticksuffix"] = "%"
    return axis


def unit_label(text: str, size: Size, top: float = 1.0) -> dict[str, Any]:
    """Return the unit as it stands above an axis of values."""
    return {
        "text": plain("per cent" if text in ("%", "percent") else text),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
        "align": "left",
        "font": {"size": size.font - 1, "color": colour("ink-soft")},
    }


def wrap_label(text: str, characters: int, most: int = 3) -> str:
    """Return a label broken into lines of so many characters, escaped for Plotly.

    Letters of double width count as two; beyond `most` lines the text is cut.
    """
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text) * 2 > len(text)
    room = max(characters // 2, 1) if wide else characters
    lines = textwrap.wrap(text, room, max_lines=most, placeholder="…") or [""]
    return "<br>".join(plain(line) for line in lines)


def plain(text: str) -> str:
    """Return a text as Plotly prints it literally: its texts may hold markup of their own."""
    return escape(text, quote=False)


def spread_over_gaps(
    data: ChartData, positions: Sequence[Any], values: Sequence[float | None]
) -> tuple[list[Any], list[float | None], list[int]]:
    """Return positions and values with a gap wherever a moment is left out altogether.

    A step longer than the usual one is a gap. The third list gives the index of each value, -1 for
    an inserted gap.
    """
    ordinals = [_ordinal(x, data.x_type) for x in data.x]
    step = _usual_step(ordinals)
    xs: list[Any] = []
    ys: list[float | None] = []
    indices: list[int] = []
    for index, (x, y) in enumerate(zip(positions, values, strict=True)):
        if index and step and ordinals[index] - ordinals[index - 1] > step:
            xs.append(x)
            ys.append(None)
            indices.append(-1)
        xs.append(x)
        ys.append(y)
        indices.append(index)
    return xs, ys, indices


def _usual_step(ordinals: Sequence[int]) -> int:
    """Return the commonest distance of two moments, the shortest of them; 0 for a single one."""
    steps = Counter(b - a for a, b in itertools.pairwise(ordinals) if b > a)
    return min(steps, key=lambda step: (-steps[step], step), default=0)


def _ordinal(x: Cell, kind: str) -> int:
    text = str(x)
    if kind == "year":
        return int(float(text))
    if kind == "yearmonth":
        return int(text[:4]) * 12 + int(text[5:7])
    if kind == "quarter":
        return int(text[:4]) * 4 + int(text[-1])
    return 0


def runs(data: ChartData, series: Sequence[Sequence[float | None]]) -> list[list[int]]:
    """Return the stretches of positions over which every one of the series has a value."""
    ordinals = [_ordinal(x, data.x_type) for x in data.x]
    step = _usual_step(ordinals)
    found: list[list[int]] = []
    for index in range(len(data.x)):
        if any(values[index] is None for values in series):
            continue
        follows = bool(found) and found[-1][-1] == index - 1
        if follows and (not step or ordinals[index] - ordinals[index - 1] <= step):
            found[-1].append(index)
        else:
            found.append([index])
    return found
