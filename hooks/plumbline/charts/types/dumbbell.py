"""
A dumbbell compares two values of each category: then and now, or one side and the other. The bar
between the two points is the difference. Categories stand in the order of the second value.

Give two columns in `y`, or a `series` column with two values. For the same comparison as slopes
between two moments, use a slope chart.
"""

from __future__ import annotations

from typing import Any

from plumbline.charts.axes import plain, unit_label, value_range, wrap_label
from plumbline.charts.formatting import format_number
from plumbline.charts.labels import text_width
from plumbline.charts.marks import hover_texts, point_marker
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing

__all__ = ["TYPE"]


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.series) != 2:
        return f"it compares two series, not {len(data.series)}"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    first, second = data.series
    drawn = [
        i for i in range(len(data.x)) if first.values[i] is not None or second.values[i] is not None
    ]
    drawn.sort(
        key=lambda i: next(v for v in (second.values[i], first.values[i], 0) if v is not None)
    )
    names = {i: wrap_label(str(data.x[i]), 16 if size.narrow else 28) for i in drawn}
    low, high = value_range(spec, (v for s in data.series for v in s.values), from_zero=False)
    lines_x: list[float | None] = []
    lines_y: list[str | None] = []
    for i in drawn:
        if first.values[i] is not None and second.values[i] is not None:
            lines_x += [first.values[i], second.values[i], None]
            lines_y += [names[i], names[i], None]
    bar: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "uid": f"{spec.id}-bar",
        "x": lines_x,
        "y": lines_y,
        "line": {"color": colour("muted"), "width": 3},
        "hoverinfo": "skip",
        "connectgaps": False,
    }
    traces = [bar]
    widest = 0.0
    for index, series, ink in canvas.series():
        other = second if index == 0 else first
        present = [i for i in drawn if series.values[i] is not None]
        texts = hover_texts(data, series, canvas.language)
        figures = [format_number(series.values[i] or 0, canvas.language, 4) for i in present]
        widest = max(widest, *(text_width(f, size.font) for f in figures), 0.0)
        marker = point_marker([series.statuses[i] for i in present], ink, always=True)
        marker["size"] = 11
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "uid": f"{spec.id}-{index}",
                "name": plain(series.label),
                "x": [series.values[i] for i in present],
                "y": [names[i] for i in present],
                "text": figures,
                "textposition": [_side(series.values[i], other.values[i], index) for i in present],
                "textfont": {"color": ink, "size": size.font},
                "cliponaxis": False,
                "customdata": [texts[i] for i in present],
                "hovertemplate": "%{customdata}",
                "marker": marker,
            }
        )
    air = (widest + 14) / (size.width * 0.6) * (high - low)
    return Drawing(
        traces=traces,
        layout={
            "height": 70 + sum(max(34, 17 * (n.count("<br>") + 1) + 8) for n in names.values()),
            "hovermode": "closest",
            "xaxis": {
                "range": [low - air if low else -air, high + air],
                "tickformat": ",",
                "ticksuffix": "%" if data.unit in ("percent", "%") else "",
                "nticks": 4 if size.narrow else 7,
                "showgrid": True,
                "zeroline": True,
                "fixedrange": True,
            },
            "yaxis": {
                "type": "category",
                "dtick": 1,
                "showgrid": False,  # a line would strike through the figures
                "range": [-0.6, len(drawn) - 0.4],
                "tickfont": {"color": colour("ink")},
            },
            "margin": {"l": 8, "r": 12, "t": 30, "b": 30},
            "annotations": [unit_label(data.unit or "", size)],
        },
    )


def _side(own: float | None, other: float | None, index: int) -> str:
    if own is None or other is None or own == other:
        return "middle left" if index == 0 else "middle right"
    return "middle left" if own < other else "middle right"


TYPE = ChartType("Dumbbell", _draw, _check)
