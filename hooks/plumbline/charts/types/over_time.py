"""What charts of moments have in common: axes, events, and names at the right where they fit."""

from __future__ import annotations

from collections.abc import Sequence

from plumbline.charts.axes import position_axis, unit_label, value_axis
from plumbline.charts.events import event_layout
from plumbline.charts.labels import Label, place_labels
from plumbline.charts.types.base import Canvas, Drawing

__all__ = ["lay_out"]


def lay_out(
    drawing: Drawing,
    canvas: Canvas,
    *,
    reach: tuple[float, float],
    unit: str,
    labels: Sequence[Label],
) -> None:
    """Give a drawing its layout; several series are named in the margin if it need not be too wide.

    Args:
        drawing: what gets the layout.
        canvas: what is drawn on.
        reach: lowest and highest value of the axis.
        unit: of the values, as it stands above the axis.
        labels: the names of the series, at the values that they belong to.
    """
    spec, data, size = canvas.spec, canvas.data, canvas.size
    margin = {"l": 8, "r": 20, "t": 34, "b": 30}  # half a year’s label stands beyond the plot
    events = event_layout(spec, data, size)
    notes = [unit_label(unit, size), *events.get("annotations", ())]
    if len(data.series) > 1:
        height = size.height - margin["t"] - margin["b"]
        named, width = place_labels(labels, reach, size, height=height, scale=spec.scale)
        if width <= (104 if size.narrow else 190):
            notes += named
            margin["r"] = round(width)
            drawing.labelled = True
    drawing.layout = {
        "xaxis": position_axis(data, size),
        "yaxis": value_axis(spec, data, reach),
        "margin": margin,
        "annotations": notes,
        "shapes": events.get("shapes", []),
    }
