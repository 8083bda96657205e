"""A chart as a Plotly figure: plain dictionaries after Plotly's schema, one for each size."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from plumbline.charts.formatting import number_separators
from plumbline.charts.palette import assign_colours, sentinels
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.template import SIZES, TEMPLATE, Size
from plumbline.charts.types.base import Canvas, Drawing, chart_type

__all__ = ["Figure", "build_figure", "describe_figure", "draw_chart", "fingerprint"]

Figure = dict[str, Any]
"""`{"data": [...], "layout": {...}}`, the form of Plotly's JSON."""


def draw_chart(spec: ChartSpec, data: ChartData, size: Size, language: str = "en") -> Drawing:
    """Return the traces and the layout of a chart at one size."""
    canvas = Canvas(spec, data, size, assign_colours(spec, data.series), language)
    return chart_type(spec.type).draw(canvas)


def build_figure(drawing: Drawing, size: Size, language: str = "en") -> Figure:
    """Return a drawing as a figure of fixed width and height, with the site's template."""
    layout: dict[str, Any] = {
        "template": TEMPLATE,
        "width": size.width,
        "height": size.height,
        "separators": number_separators(language),
        **drawing.layout,
    }
    layout["font"] = {**layout.get("font", {}), "size": size.font}
    return {"data": drawing.traces, "layout": layout}


def describe_figure(drawings: dict[str, Drawing], language: str = "en") -> dict[str, Any]:
    """Return what the page's script needs to draw a chart, as JSON.

    Args:
        drawings: the chart's drawings by the name of their size.
        language: BCP 47 tag.
    """
    sizes = {}
    for size in SIZES:
        figure = build_figure(drawings[size.name], size, language)
        layout = {k: v for k, v in figure["layout"].items() if k not in ("template", "width")}
        sizes[size.name] = {
            "width": size.width,
            "data": figure["data"],
            "layout": layout,
            "labelled": drawings[size.name].labelled,
        }
    return {"template": TEMPLATE, "colours": sentinels(), "sizes": sizes}


def fingerprint(value: object) -> str:
    """Return ten hexadecimal digits that change whenever a JSON value does."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
