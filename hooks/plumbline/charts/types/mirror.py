"""
A mirror shows one flow as each side reports it: what one country counts as exports, the other
counts as imports, and the two never agree. The gap between the two lines is shaded. Valuation
(f.o.b. and c.i.f.), timing, trade through third countries and secrecy all widen it; the note should
say which are known.

Give the two sides in `y`. The gap is shaded only where both report.
"""

from __future__ import annotations

from plumbline.charts.axes import plot_positions, runs
from plumbline.charts.palette import translucent
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing
from plumbline.charts.types.line import draw_lines

__all__ = ["TYPE"]


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.series) != 2:
        return f"it sets two reports of one flow side by side, not {len(data.series)}"
    reporters = [s.traits.reporter for s in data.series]
    if all(reporters) and reporters[0] == reporters[1]:
        return f"both columns are reported by {reporters[0]}"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    data = canvas.data
    drawing = draw_lines(canvas)
    positions = plot_positions(data)
    first, second = data.series
    shades = []
    for number, run in enumerate(runs(data, [first.values, second.values])):
        there = [positions[i] for i in run]
        shades.append(
            {
                "type": "scatter",
                "mode": "lines",
                "uid": f"{canvas.spec.id}-gap-{number}",
                "x": [*there, *reversed(there)],
                "y": [*(first.values[i] for i in run), *(second.values[i] for i in reversed(run))],
                "fill": "toself",
                "fillcolor": translucent("muted", 0.3),
                "line": {"width": 0},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    drawing.traces = [*shades, *drawing.traces]
    return drawing


TYPE = ChartType("Mirror", _draw, _check, logs=True)
