"""A chart as a Plotly figure: plain dictionaries after Plotly's figure schema.

Colours and fonts are left out; the page adds them from its own style sheet, so a chart follows
light and dark.
"""

from __future__ import annotations

from typing import Any

from plumbline.charts.chart import ChartData
from plumbline.charts.specification import ChartSpec

__all__ = ["build_figure"]

UNCERTAIN = frozenset({"provisional", "conflicting"})
"""Row statuses that are drawn differently."""


def build_figure(spec: ChartSpec, data: ChartData) -> dict[str, Any]:
    """Return the figure as `{"data": [...], "layout": {...}}`, the form of Plotly's JSON."""
    traces = [_trace(spec, data, index) for index in range(len(data.series))]
    numeric_x = data.x_type in ("year", "integer", "number")
    layout: dict[str, Any] = {
        "xaxis": {
            "type": "linear" if numeric_x else "date" if "date" in data.x_type else "category",
            "fixedrange": False,
        },
        "yaxis": {
            "title": {"text": data.unit or ""},
            "rangemode": "tozero" if spec.type == "bar" else "normal",
            "tickformat": ",~r" if _spans_small(data) else ",",
        },
        "barmode": "stack" if spec.stacked else "group",
        "hovermode": "x unified",
        "showlegend": len(data.series) > 1,
    }
    if data.x_type == "yearmonth":
        layout["xaxis"]["type"] = "date"
    if data.x_type == "year":
        layout["xaxis"]["tickformat"] = "d"
    return {"data": traces, "layout": layout}


def _trace(spec: ChartSpec, data: ChartData, index: int) -> dict[str, Any]:
    series = data.series[index]
    uncertain = [status in UNCERTAIN for status in data.statuses]
    suffix = f" {data.unit}" if data.unit else ""
    trace: dict[str, Any] = {
        "type": "bar" if spec.type == "bar" else "scatter",
        "uid": f"{spec.id}-{series.name}",
        "name": series.label,
        "x": list(data.x),
        "y": list(series.values),
        "hovertemplate": f"%{{y:,.4~r}}{_escape_template(suffix)}",
    }
    if spec.type == "line":
        trace |= {"mode": "lines+markers", "connectgaps": False, "line": {"width": 2.5}}
        trace["marker"] = {
            "size": 6,
            "symbol": ["circle-open" if u else "circle" for u in uncertain],
        }
    elif any(uncertain):
        trace["marker"] = {"pattern": {"shape": ["/" if u else "" for u in uncertain]}}
    return trace


def _spans_small(data: ChartData) -> bool:
    largest = max(abs(v) for s in data.series for v in s.values if v is not None)
    return largest < 10


def _escape_template(text: str) -> str:
    # In a template `%{…}` is a value and tags are markup; a unit is neither.
    return text.replace("%{", "% {").replace("<", "‹").replace(">", "›")
