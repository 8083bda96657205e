"""
A scatter chart sets one measure against another, a point for each row. It shows whether the two go
together, and which rows stand apart. `label` names the column that names the points.

`x` and the one column in `y` hold numbers; each has its unit on its axis. `series` colours the
points by group. `x` may also hold days, months, quarters or years: then each point is a moment of
its own, such as what somebody said that day, no line makes a series of them, and `annotations` mark
events.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from plumbline.charts.axes import (
    plain,
    plot_positions,
    position_axis,
    unit_label,
    value_axis,
    value_range,
)
from plumbline.charts.events import event_layout
from plumbline.charts.formatting import format_amount, format_moment
from plumbline.charts.labels import place_beside
from plumbline.charts.marks import hover_texts, point_marker
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Scale
from plumbline.charts.types.base import Canvas, ChartType, Drawing

__all__ = ["TYPE"]

MARGIN = {"l": 8, "r": 14, "t": 34, "b": 48}


def _check(spec: ChartSpec, data: ChartData) -> str:
    if len(spec.y) != 1:
        return f"it draws one column against `x`, not {len(data.series)}"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    in_time = data.in_time
    positions = plot_positions(data) if in_time else data.x
    xs = [_place(x) for x in positions]
    across = spec.model_copy(update={"range": None, "scale": Scale.LINEAR})
    x_low, x_high = value_range(across, xs, from_zero=False)
    reach = value_range(spec, (v for s in data.series for v in s.values), from_zero=False)
    drawing = Drawing()
    for index, series, ink in canvas.series():
        drawn = [i for i, v in enumerate(series.values) if v is not None and xs[i] is not None]
        texts = hover_texts(data, series, canvas.language)
        names = [escape(data.names[i], quote=False) if data.names else "" for i in drawn]
        hover = [
            (f"<b>{n}</b><br>" if n else "")
            + plain(f"{data.x_label}: {_name_position(canvas, i)}")
            + f"<br>{plain(series.label)}: {texts[i]}"
            for n, i in zip(names, drawn, strict=True)
        ]
        width, height = size.width - 70, size.height - MARGIN["t"] - MARGIN["b"]
        points = [
            (
                ((xs[i] or 0) - x_low) / (x_high - x_low) * width,
                (reach[1] - (series.values[i] or 0)) / (reach[1] - reach[0]) * height,
            )
            for i in drawn
        ]
        sides = place_beside(points, names, size.font - 2)
        drawing.traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if data.names else "markers",
                "uid": f"{spec.id}-{index}",
                "name": plain(series.label),
                "x": [positions[i] if in_time else xs[i] for i in drawn],
                "y": [series.values[i] for i in drawn],
                "text": [name if side else "" for name, side in zip(names, sides, strict=True)],
                "textposition": [side or "top center" for side in sides],
                "textfont": {"size": size.font - 2, "color": colour("ink-soft")},
                "customdata": hover,
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {
                    **point_marker([series.statuses[i] for i in drawn], ink, always=True),
                    "size": 8,
                    "opacity": 0.85,
                },
                "cliponaxis": False,
            }
        )
    unit = "per cent" if data.unit in ("%", "percent") else data.unit
    above = f"{data.series[0].label}, {unit}" if not spec.series and unit else unit
    events = event_layout(spec, data, size) if in_time else {}
    drawing.layout = {
        "hovermode": "closest",
        "xaxis": _moments(canvas, x_low, x_high) if in_time else _measures(canvas, x_low, x_high),
        "yaxis": {**value_axis(spec, data, reach), "fixedrange": False},
        "margin": {**MARGIN, "b": 30} if in_time else MARGIN,
        "annotations": [
            unit_label(above or data.series[0].label, size),
            *events.get("annotations", ()),
        ],
        "shapes": events.get("shapes", []),
    }
    return drawing


def _place(x: Any) -> float | None:
    """Return how far along the axis a position stands: a number itself, a day by its ordinal."""
    if isinstance(x, int | float):
        return float(x)
    try:
        return float(date.fromisoformat(str(x)).toordinal())
    except ValueError:
        return None


def _name_position(canvas: Canvas, index: int) -> str:
    data = canvas.data
    x = data.x[index]
    if data.in_time:
        return format_moment(x, data.x_type, canvas.language)
    number = float(x) if isinstance(x, int | float) else None
    return format_amount(number, data.x_unit, canvas.language)


def _moments(canvas: Canvas, low: float, high: float) -> dict[str, Any]:
    """Return an axis of time, with the air around its moments that numbers have."""
    reach: list[Any] = [low, high]
    if canvas.data.x_type != "year":
        reach = [date.fromordinal(round(place)).isoformat() for place in reach]
    return {**position_axis(canvas.data, canvas.size), "range": reach, "showgrid": True}


def _measures(canvas: Canvas, low: float, high: float) -> dict[str, Any]:
    """Return an axis of numbers, with what they measure below it."""
    data, size = canvas.data, canvas.size
    title = f"{data.x_label}, {data.x_unit}" if data.x_unit else data.x_label
    return {
        "range": [low, high],
        "tickformat": ",",
        "nticks": 5 if size.narrow else 8,
        "showgrid": True,
        "title": {"text": escape(title, quote=False), "font": {"size": size.font - 1}},
    }


TYPE = ChartType("Scatter", _draw, _check, logs=True)
