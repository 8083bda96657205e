"""Names written where things stand, kept apart so that none covers another."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from plumbline.charts.axes import LETTER, wrap_label
from plumbline.charts.specification import Scale
from plumbline.charts.template import Size

__all__ = ["Label", "place_beside", "place_labels", "text_width"]

LINE_HEIGHT = 1.25
"""Distance of two lines of text, in ems."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside a value.

    Attributes:
        text: the name.
        value: the value on the axis at which it should stand.
        colour: its colour, as Plotly takes it.
        series: name of the series it belongs to, where the text says more.
    """

    text: str
    value: float
    colour: str
    series: str = ""


def text_width(text: str, font: float) -> float:
    """Return about how wide a text is, in pixels; of several lines, the widest."""
    lines = [unescape(line) for line in text.split("<br>")]
    return max(sum(LETTER if _is_narrow(c) else 1.0 for c in line) for line in lines) * font


def _is_narrow(character: str) -> bool:
    return unicodedata.east_asian_width(character) not in "WF"


def place_labels(
    labels: Sequence[Label],
    reach: tuple[float, float],
    size: Size,
    *,
    height: float,
    scale: Scale = Scale.LINEAR,
    left: bool = False,
) -> tuple[list[dict[str, Any]], float]:
    """Return annotations beside the plot, and how wide the margin must be for them, in pixels.

    Labels that would overlap are moved apart, as little as is needed, within the plot's height.

    Args:
        labels: what is written.
        reach: lowest and highest value of the axis.
        size: for which width.
        height: of the plot, in pixels.
        scale: of the axis.
        left: whether they stand on the left.
    """
    texts = [wrap_label(label.text, 13 if size.narrow else 22, most=4) for label in labels]
    heights = [(t.count("<br>") + 1) * size.font * LINE_HEIGHT for t in texts]
    wanted = [(1 - _fraction(label.value, reach, scale)) * height for label in labels]
    order = sorted(range(len(labels)), key=lambda i: wanted[i])
    placed = _spread([wanted[i] for i in order], [heights[i] for i in order], height)
    notes: list[dict[str, Any]] = []
    for index, middle in zip(order, placed, strict=True):
        label = labels[index]
        notes.append(
            {
                "text": texts[index],
                "xref": "paper",
                "x": 0 if left else 1,
                "yref": "paper",
                "y": round(1 - middle / height, 4),
                "name": escape(label.series or label.text, quote=False),
                "xanchor": "right" if left else "left",
                "yanchor": "middle",
                "xshift": -8 if left else 8,
                "align": "right" if left else "left",
                "showarrow": False,
                "font": {"color": label.colour, "size": size.font},
            }
        )
    widest = max((text_width(t, size.font) for t in texts), default=0.0)
    return notes, widest + 14


def _fraction(value: float, reach: tuple[float, float], scale: Scale) -> float:
    low, high = reach
    if scale is Scale.LOG and value > 0 and low > 0:
        value, low, high = math.log10(value), math.log10(low), math.log10(high)
    return (value - low) / ((high - low) or 1.0)


def _spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return middles, in order, that lie at least half of both heights apart."""
    placed: list[float] = []
    for middle, height in zip(wanted, heights, strict=True):
        lowest = placed[-1] + (heights[len(placed) - 1] + height) / 2 if placed else height / 2
        placed.append(max(middle, lowest))
    limit = room
    for index in range(len(placed) - 1, -1, -1):  # back from the bottom, where they ran over
        placed[index] = min(placed[index], limit - heights[index] / 2)
        limit = placed[index] - heights[index] / 2
    return placed


_SIDES = {
    "top center": (0.0, -1.0),
    "bottom center": (0.0, 1.0),
    "middle right": (0.5, 0.0),
    "middle left": (-0.5, 0.0),
}


def place_beside(
    points: Sequence[tuple[float, float]], texts: Sequence[str], font: float
) -> list[str]:
    """Return on which side of its point each name stands, as Plotly's `textposition`.

    A name that would cover another, or another point, on every side gets an empty position: it is
    not shown. Earlier names come first.

    Args:
        points: the points' places in pixels from the upper left.
        texts: their names.
        font: size of the names in pixels.
    """
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    sides: list[str] = []
    for index, ((x, y), text) in enumerate(zip(points, texts, strict=True)):
        width, height = text_width(text, font) + 4, font * LINE_HEIGHT
        for side, (across, down) in _SIDES.items():
            middle_x = x + across * (width + 14)
            middle_y = y + down * (height / 2 + 6)
            box = (
                middle_x - width / 2,
                middle_y - height / 2,
                middle_x + width / 2,
                middle_y + height / 2,
            )
            others = (other for i, other in enumerate(taken) if i != index)
            if not any(_overlap(box, other) for other in others):
                taken.append(box)
                sides.append(side)
                break
        else:
            sides.append("")
    return sides


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
