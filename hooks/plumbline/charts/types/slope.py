"""
A slope chart shows how several series went from one moment to another, and which changed places.
Name and figure stand at both ends, so it needs no axis.

`x` has exactly two values; choose them with `where`. Up to eight lines can be told apart.
"""

from __future__ import annotations

from plumbline.charts.axes import plain, unit_label, value_range
from plumbline.charts.formatting import format_moment, format_number
from plumbline.charts.labels import Label, place_labels, text_width
from plumbline.charts.marks import hover_texts, point_marker
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing

__all__ = ["TYPE"]


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.x) != 2:
        return f"it needs exactly two moments, and there are {len(data.x)}"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    reach = value_range(spec, (v for s in data.series for v in s.values), from_zero=False)
    moments = [plain(format_moment(x, data.x_type, canvas.language)) for x in data.x]
    drawing = Drawing(labelled=True)
    ends: tuple[list[Label], list[Label]] = ([], [])
    percent = "%" if data.unit in ("percent", "%") else ""
    for index, series, ink in canvas.series():
        for side in (0, 1):
            value = series.values[side]
            if value is not None:
                figure = format_number(value, canvas.language, 4) + percent
                text = f"{series.label} {figure}" if side else figure
                ends[side].append(Label(text, value, ink, series.label))
        drawing.traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "uid": f"{spec.id}-{index}",
                "name": plain(series.label),
                "x": moments,
                "y": list(series.values),
                "customdata": hover_texts(data, series, canvas.language),
                "hovertemplate": "%{customdata}",
                "line": {"color": ink},
                "marker": {**point_marker(series.statuses, ink, always=True), "size": 9},
                "cliponaxis": False,
            }
        )
    margin: dict[str, float] = {"t": 34, "b": 30}
    height = size.height - margin["t"] - margin["b"]
    left, left_width = place_labels(ends[0], reach, size, height=height, left=True)
    right, right_width = place_labels(ends[1], reach, size, height=height)
    halves = [text_width(moment, size.font) / 2 for moment in moments]
    margin |= {
        "l": round(max(left_width, halves[0])) + 6,
        "r": round(max(right_width, halves[1])) + 6,
    }
    drawing.layout = {
        "xaxis": {
            "type": "category",
            "range": [-0.02, 1.02],
            "showgrid": True,
            "showline": False,
            "ticks": "",
            "tickfont": {"color": colour("ink")},
            "fixedrange": True,
        },
        "yaxis": {
            "range": list(reach),
            "showgrid": False,
            "zeroline": False,
            "showticklabels": False,
        },
        "margin": margin,
        "annotations": [
            {**unit_label(data.unit or "", size), "x": 0, "xshift": -margin["l"] + 4},
            *left,
            *right,
        ],
    }
    return drawing


TYPE = ChartType("Slope", _draw, _check)
