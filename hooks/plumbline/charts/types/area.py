"""
An area shows amounts that add up over time: each band is a part, the upper edge the total. With
`mode: share` the bands fill the height and show how a composition shifts. Stand-alone, one area
shows a total from zero.

A moment at which any part is missing has no total, so all bands are interrupted there. Give the
steadiest part first, at the bottom. For more than five parts, use small multiples.
"""

from __future__ import annotations

from plumbline.charts.axes import plain, plot_positions, runs, value_range
from plumbline.charts.labels import Label
from plumbline.charts.marks import CONFLICTING, PROVISIONAL, hover_texts, point_marker
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Mode
from plumbline.charts.types.base import Canvas, ChartType, Drawing
from plumbline.charts.types.over_time import lay_out

__all__ = ["TYPE"]


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if any(v is not None and v < 0 for s in data.series for v in s.values):
        return "a value below zero cannot be a part of a whole"
    if not runs(data, [s.values for s in data.series]):
        return "there is no moment at which all parts are known"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data = canvas.spec, canvas.data
    share = spec.mode is Mode.SHARE
    positions = plot_positions(data)
    stretches = runs(data, [s.values for s in data.series])
    totals = [sum(s.values[i] or 0 for s in data.series) for run in stretches for i in run]
    reach = (0.0, 100.0) if share else value_range(spec, totals, from_zero=True)
    drawing = Drawing()
    for index, series, ink in canvas.series():
        texts = hover_texts(data, series, canvas.language)
        uncertain = any(s in (PROVISIONAL, CONFLICTING) for s in series.statuses)
        for number, run in enumerate(stretches):
            statuses = [series.statuses[i] for i in run]
            marker = point_marker(statuses, ink)
            sizes = marker["size"]
            if not isinstance(sizes, list):
                sizes = [0 if len(run) > 1 else sizes] * len(run)
            shown = [len(run) == 1 or s in (PROVISIONAL, CONFLICTING) for s in statuses]
            marker["size"] = [n if s else 0 for n, s in zip(sizes, shown, strict=True)]
            drawing.traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers" if uncertain or len(run) == 1 else "lines",
                    "uid": f"{spec.id}-{index}-{number}",
                    "name": plain(series.label),
                    "legendgroup": series.name,
                    "x": [positions[i] for i in run],
                    "y": [series.values[i] for i in run],
                    "customdata": [texts[i] for i in run],
                    "hovertemplate": "%{customdata}",
                    "cliponaxis": False,
                    "stackgroup": f"run-{number}",
                    "groupnorm": "percent" if share else "",
                    "line": {"color": ink, "width": 1.5},
                    "marker": marker,
                }
            )
    unit = "Share of the total" if share else data.unit or ""
    labels = _middles(canvas, stretches[-1][-1], share=share)
    lay_out(drawing, canvas, reach=reach, unit=unit, labels=labels)
    return drawing


def _middles(canvas: Canvas, at: int, *, share: bool) -> list[Label]:
    """Return the series' names at the middles of their bands at the last moment."""
    total = sum(s.values[at] or 0 for s in canvas.data.series)
    factor = 100 / total if share and total else 1.0
    below = 0.0
    labels = []
    for _, series, ink in canvas.series():
        own = (series.values[at] or 0) * factor
        labels.append(Label(series.label, below + own / 2, ink))
        below += own
    return labels


TYPE = ChartType("Area", _draw, _check, from_zero=True, sums=True)
