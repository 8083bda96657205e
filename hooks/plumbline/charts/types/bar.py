"""
Bars compare amounts: their lengths begin at zero, always. `mode` sets several series side by side
(`grouped`), upon one another (`stacked`, where the sum is of interest), or as parts of 100 per cent
(`share`). A missing value leaves its place empty. Hatched bars are provisional, cross-hatched ones
disputed.

Use bars for up to some thirty moments, or a few categories with short names. For categories with
long names, or in order of size, use a ranked bar.
"""

from __future__ import annotations

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
from plumbline.charts.marks import bar_marker, hover_texts
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Mode
from plumbline.charts.types.base import Canvas, ChartType, Drawing

__all__ = ["TYPE"]


def _check(spec: ChartSpec, data: ChartData) -> str:
    if spec.mode is Mode.SHARE and any(
        v is not None and v < 0 for s in data.series for v in s.values
    ):
        return "a value below zero cannot be a part of 100 per cent"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    positions = plot_positions(data)
    drawing = Drawing()
    for index, series, ink in canvas.series():
        drawing.traces.append(
            {
                "type": "bar",
                "uid": f"{spec.id}-{index}",
                "name": plain(series.label),
                "x": positions,
                "y": list(series.values),
                "customdata": hover_texts(data, series, canvas.language),
                "hovertemplate": "%{customdata}",
                "marker": bar_marker(series.statuses, ink),
            }
        )
    share = spec.mode is Mode.SHARE
    reach = (0.0, 100.0) if share else value_range(spec, _heights(spec, data), from_zero=True)
    events = event_layout(spec, data, size)
    layout: dict[str, Any] = {
        "barmode": "relative" if spec.stacks else "group",
        "bargap": 0.25,
        "bargroupgap": 0.06,
        "xaxis": position_axis(data, size),
        "yaxis": value_axis(spec, data, reach),
        "margin": {"l": 8, "r": 12, "t": 34, "b": 30},
        "annotations": [
            unit_label("Share of the total" if share else data.unit or "", size),
            *events.get("annotations", ()),
        ],
        "shapes": events.get("shapes", []),
    }
    if share:
        layout["barnorm"] = "percent"
    drawing.layout = layout
    return drawing


def _heights(spec: ChartSpec, data: ChartData) -> list[float | None]:
    if not spec.stacks:
        return [v for s in data.series for v in s.values]
    columns = [[s.values[i] or 0 for s in data.series] for i in range(len(data.x))]
    above = [sum(v for v in column if v > 0) for column in columns]
    return [*above, *(sum(v for v in column if v < 0) for column in columns)]


TYPE = ChartType("Bar", _draw, _check, marks="bars", from_zero=True, sums=True)
