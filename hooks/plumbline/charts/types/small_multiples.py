"""
Small multiples give each series a panel of its own, all with the same axes, so that shapes and
sizes can be compared where lines in one panel would tangle. The name of the series stands above its
panel.

Use it for four to twelve series; `series` names the column that tells them apart.
"""

from __future__ import annotations

import math
from typing import Any

from plumbline.charts.axes import (
    plain,
    position_axis,
    unit_label,
    value_axis,
    value_range,
    wrap_label,
)
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing
from plumbline.charts.types.line import line_trace

__all__ = ["TYPE"]

MOST = 24


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.series) < 2:
        return "it needs at least two series"
    if len(data.series) > MOST:
        return f"it has {len(data.series)} panels, more than the {MOST} that can be read"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    count = len(data.series)
    columns = min(count, 2 if size.narrow else 4 if count in (4, 7, 8) else 3)
    rows = math.ceil(count / columns)
    reach = value_range(spec, (v for s in data.series for v in s.values), from_zero=False)
    panel = 118 if size.narrow else 150
    height = 44 + rows * (panel + 48)
    drawing = Drawing(labelled=True)
    axes: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    gap_x, gap_y = 0.07 if size.narrow else 0.05, 48 / (rows * (panel + 48))
    width = (1 - gap_x * (columns - 1)) / columns
    tall = (1 - gap_y * (rows - 1)) / rows
    for index, series, ink in canvas.series():
        row, column = divmod(index, columns)
        number = "" if index == 0 else str(index + 1)
        left, top = column * (width + gap_x), 1 - row * (tall + gap_y)
        trace = line_trace(data, series, ink, canvas.language, uid=f"{spec.id}-{index}")
        trace |= {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        trace["marker"] = {**trace["marker"], "size": _small(trace["marker"]["size"])}
        drawing.traces.append(trace)
        template = {
            k: v for k, v in position_axis(data, size).items() if k not in ("dtick", "tick0")
        }
        axes[f"xaxis{number}"] = {
            **template,
            "nticks": 3 if size.narrow else 4,
            "domain": [round(left, 4), round(min(left + width, 1), 4)],
            "anchor": f"y{number}",
        }
        axes[f"yaxis{number}"] = {
            **value_axis(spec, data, reach),
            "nticks": 4,
            "domain": [round(max(top - tall, 0), 4), round(top, 4)],
            "anchor": f"x{number}",
            "showticklabels": column == 0,
            "automargin": "left" if column == 0 else False,
        }
        notes.append(
            {
                "text": f"<b>{wrap_label(series.label, 20 if size.narrow else 24, most=2)}</b>",
                "name": plain(series.label),
                "xref": "paper",
                "yref": "paper",
                "x": round(left, 4),
                "y": round(top, 4),
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": 4,
                "showarrow": False,
                "align": "left",
                "font": {"size": size.font, "color": colour("ink")},
            }
        )
    unit = unit_label(data.unit or "", size)
    drawing.layout = {
        "height": height,
        "hovermode": "x",
        "margin": {"l": 8, "r": 12, "t": 44, "b": 28},
        "annotations": [{**unit, "yshift": 24}, *notes],
        **axes,
    }
    return drawing


def _small(size: int | list[int]) -> int | list[int]:
    return [min(n, 5) for n in size] if isinstance(size, list) else min(size, 3)


TYPE = ChartType("Small multiples", _draw, _check, logs=True)
