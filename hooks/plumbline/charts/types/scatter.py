"""
A scatter chart sets one measure against another, a point for each row. It shows whether the two go
together, and which rows stand apart. `label` names the column that names the points.

`x` and the one column in `y` hold numbers; each has its unit on its axis. `series` colours the
points by group.
"""

from __future__ import annotations

from html import escape

from plumbline.charts.axes import plain, unit_label, value_axis, value_range
from plumbline.charts.formatting import format_amount
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
    xs = [float(x) if isinstance(x, int | float) else None for x in data.x]
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
            + plain(f"{data.x_label}: {format_amount(xs[i], data.x_unit, canvas.language)}")
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
                "x": [xs[i] for i in drawn],
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
    title = f"{data.x_label}, {data.x_unit}" if data.x_unit else data.x_label
    above = f"{data.series[0].label}, {data.unit}" if not spec.series and data.unit else data.unit
    drawing.layout = {
        "hovermode": "closest",
        "xaxis": {
            "range": [x_low, x_high],
            "tickformat": "d" if data.x_type == "year" else ",",
            "nticks": 5 if size.narrow else 8,
            "showgrid": True,
            "title": {"text": escape(title, quote=False), "font": {"size": size.font - 1}},
        },
        "yaxis": {**value_axis(spec, data, reach), "fixedrange": False},
        "margin": MARGIN,
        "annotations": [unit_label(above or data.series[0].label, size)],
    }
    return drawing


TYPE = ChartType("Scatter", _draw, _check, logs=True)
