"""
A ranked bar puts categories in the order of their values, the largest on top, each with its name
and its figure beside it. It answers “who leads, and by how much”. `highlight` lets the one stand
out that the text speaks of.

Give one column of values, and the column of names as `x`. Up to some twenty bars can be read;
choose them with `where`.
"""

from __future__ import annotations

from plumbline.charts.axes import plain, unit_label, value_range, wrap_label
from plumbline.charts.formatting import format_amount, format_number
from plumbline.charts.labels import text_width
from plumbline.charts.marks import bar_marker
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import Canvas, ChartType, Drawing

__all__ = ["TYPE"]

MOST = 30


def _check(_spec: ChartSpec, data: ChartData) -> str:
    if len(data.series) != 1:
        return f"it draws one column of values, not {len(data.series)}"
    if len(data.x) > MOST:
        return f"it has {len(data.x)} bars, more than the {MOST} that can be read"
    return ""


def _draw(canvas: Canvas) -> Drawing:
    spec, data, size = canvas.spec, canvas.data, canvas.size
    series = data.series[0]
    ranked = sorted(
        (i for i, v in enumerate(series.values) if v is not None),
        key=lambda i: series.values[i] or 0,
    )
    names = [wrap_label(str(data.x[i]), 16 if size.narrow else 30) for i in ranked]
    values = [series.values[i] or 0.0 for i in ranked]
    own = next(iter(canvas.series()))[2]
    other = own
    if spec.highlight and any(str(data.x[i]) in spec.highlight for i in ranked):
        other, own = colour("muted"), colour("series-1")
    inks = [own if str(data.x[i]) in spec.highlight else other for i in ranked]
    marker = bar_marker([series.statuses[i] for i in ranked], own)
    marker["color"] = inks
    if "pattern" in marker:
        marker["pattern"]["fgcolor"] = inks
        marker["line"]["color"] = inks
    figures = [format_number(v, canvas.language, 4) for v in values]
    low, high = value_range(spec, values, from_zero=True)
    room = (max(text_width(f, size.font) for f in figures) + 10) / (size.width * 0.6)
    lines = sum(name.count("<br>") + 1 for name in names)
    height = 62 + len(names) * 16 + lines * size.font * 1.25
    return Drawing(
        traces=[
            {
                "type": "bar",
                "orientation": "h",
                "uid": f"{spec.id}-0",
                "name": plain(series.label),
                "x": values,
                "y": names,
                "text": figures,
                "textposition": "outside",
                "textfont": {"color": colour("ink"), "size": size.font},
                "cliponaxis": False,
                "customdata": [plain(format_amount(v, data.unit, canvas.language)) for v in values],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": marker,
            }
        ],
        layout={
            "height": round(height),
            "hovermode": "closest",
            "bargap": 0.35,
            "xaxis": {
                "range": [low * (1 + room) if low < 0 else 0, high * (1 + room)],
                "showticklabels": False,
                "showline": False,
                "ticks": "",
                "fixedrange": True,
            },
            "yaxis": {
                "type": "category",
                "dtick": 1,
                "showgrid": False,
                "tickfont": {"color": colour("ink")},
                "ticks": "",
            },
            "margin": {"l": 8, "r": 12, "t": 30, "b": 8},
            "annotations": [unit_label(data.unit or "", size)],
        },
        labelled=True,
    )


TYPE = ChartType("Ranked bar", _draw, _check, marks="bars", from_zero=True)
