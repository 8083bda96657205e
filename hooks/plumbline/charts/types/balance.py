"""
A balance shows a country's trade with a partner as bars from zero, exports upwards and imports
downwards, and the difference of the two as a line: above zero a surplus, below it a deficit.

Give exports and imports in `y`; which is which follows from the fields' `flow`, else from their
order. The net is computed and stands in the table. Where one of the two is missing, there is none.
"""

from __future__ import annotations

from dataclasses import replace

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
from plumbline.charts.palette import FLOWS, colour
from plumbline.charts.selection import ChartData, Series
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing
from plumbline.charts.types.line import line_trace
from plumbline.data.datapackage import Traits

__all__ = ["TYPE", "net_of"]


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.series) != 2:
        return f"it draws exports and imports, two columns, not {len(data.series)}"
    flows = [s.traits.flow for s in data.series]
    if all(flows) and set(flows) != {"exports", "imports"}:
        return f"it draws exports and imports, not {' and '.join(str(f) for f in flows)}"
    if any(v is not None and v < 0 for s in data.series for v in s.values):
        return "exports and imports are amounts above zero"
    return ""


def _sides(data: ChartData) -> tuple[Series, Series]:
    first, second = data.series
    return (second, first) if first.traits.flow == "imports" else (first, second)


def net_of(data: ChartData) -> Series:
    """Return exports less imports, with the less certain status of the two."""
    exports, imports = _sides(data)
    values = tuple(
        None if a is None or b is None else float(f"{a - b:.12g}")
        for a, b in zip(exports.values, imports.values, strict=True)
    )
    statuses = tuple(
        next((s for s in (a, b) if s in ("conflicting", "provisional")), "computed")
        for a, b in zip(exports.statuses, imports.statuses, strict=True)
    )
    return Series("net", "Net", values, statuses, exports.sources, Traits(flow="balance"))


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    positions = plot_positions(data)
    drawing = Drawing()
    exports, imports = _sides(data)
    for series, flow, sign in ((exports, "exports", 1), (imports, "imports", -1)):
        ink = colour(FLOWS[flow])
        drawing.traces.append(
            {
                "type": "bar",
                "uid": f"{spec.id}-{flow}",
                "name": plain(series.label),
                "x": positions,
                "y": [None if v is None else sign * v for v in series.values],
                "customdata": hover_texts(data, series, canvas.language),
                "hovertemplate": "%{customdata}",
                "marker": bar_marker(series.statuses, ink),
            }
        )
    net = net_of(data)
    drawing.legend = (
        (exports.label, FLOWS["exports"]),
        (imports.label, FLOWS["imports"]),
        (net.label, "ink"),
    )
    shown = replace(net, statuses=("",) * len(net.values))
    line = line_trace(data, shown, colour("ink"), canvas.language, uid=f"{spec.id}-net")
    drawing.traces.append(line)
    values = [*exports.values, *(None if v is None else -v for v in imports.values)]
    events = event_layout(spec, data, size)
    drawing.layout = {
        "barmode": "relative",
        "bargap": 0.25,
        "xaxis": position_axis(data, size),
        "yaxis": value_axis(spec, data, value_range(spec, values, from_zero=True)),
        "margin": {"l": 8, "r": 12, "t": 34, "b": 30},
        "annotations": [unit_label(data.unit or "", size), *events.get("annotations", ())],
        "shapes": events.get("shapes", []),
    }
    return drawing


TYPE = ChartType("Balance", _draw, _check, marks="bars", from_zero=True)
