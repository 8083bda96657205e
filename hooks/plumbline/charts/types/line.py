"""
A line shows how amounts change over time. The eye follows its slope, so the axis need not begin at
zero. A missing value breaks the line, and so does a year without a row; a value on its own between
two gaps is a point. The name of each series stands at its end.

Use it for series with many moments. For a few, bars are easier to read; for parts of a whole,
use areas or stacked bars. `scale: log` shows growth rates rather than amounts.
"""

from __future__ import annotations

from typing import Any

from plumbline.charts.axes import plain, plot_positions, spread_over_gaps, value_range
from plumbline.charts.labels import Label
from plumbline.charts.marks import hover_texts, point_marker
from plumbline.charts.selection import ChartData, Series
from plumbline.charts.types.base import Canvas, ChartType, Drawing
from plumbline.charts.types.over_time import lay_out

__all__ = ["TYPE", "draw_lines", "line_trace"]


def line_trace(
    data: ChartData, series: Series, ink: str, language: str, *, uid: str
) -> dict[str, Any]:
    """Return the trace of one line, broken at gaps."""
    texts = hover_texts(data, series, language)
    xs, ys, indices = spread_over_gaps(data, plot_positions(data), series.values)
    statuses = [series.statuses[i] if i >= 0 else "" for i in indices]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "uid": uid,
        "name": plain(series.label),
        "x": xs,
        "y": ys,
        "customdata": [texts[i] if i >= 0 else "" for i in indices],
        "hovertemplate": "%{customdata}",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": ink},
        "marker": point_marker(statuses, ink),
    }


def draw_lines(canvas: Canvas) -> Drawing:
    """Draw one line a series, named at its end where there is room."""
    spec, data = canvas.spec, canvas.data
    reach = value_range(spec, (v for s in data.series for v in s.values), from_zero=False)
    drawing = Drawing()
    for index, series, ink in canvas.series():
        uid = f"{spec.id}-{index}"
        drawing.traces.append(line_trace(data, series, ink, canvas.language, uid=uid))
    lay_out(drawing, canvas, reach=reach, unit=data.unit or "", labels=_ends(canvas))
    return drawing


def _ends(canvas: Canvas) -> list[Label]:
    """Return the names of the series at the ends of their lines."""
    return [
        Label(series.label, last, ink)
        for _, series, ink in canvas.series()
        if (last := next((v for v in reversed(series.values) if v is not None), None)) is not None
    ]


TYPE = ChartType("Line", draw_lines, logs=True)
