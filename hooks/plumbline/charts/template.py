"""The one Plotly template of the site, and the sizes that charts are drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plumbline.charts.palette import colour

__all__ = ["DESK", "PHONE", "SIZES", "TEMPLATE", "VERSION", "Size"]

VERSION = 1
"""To be raised when pictures must be drawn anew although no figure has changed."""


@dataclass(frozen=True, slots=True)
class Size:
    """A width that charts are drawn for.

    Attributes:
        name: "desk" or "phone".
        width: in CSS pixels.
        height: of a chart whose height does not follow from its data, in CSS pixels.
        font: size of its text, in CSS pixels.
    """

    name: str
    width: int
    height: int
    font: int

    @property
    def narrow(self) -> bool:
        """Whether it is a phone's."""
        return self.name == "phone"


DESK = Size("desk", 760, 420, 13)
PHONE = Size("phone", 344, 300, 12)
SIZES = (DESK, PHONE)

_AXIS: dict[str, Any] = {
    "gridcolor": colour("line"),
    "linecolor": colour("ink-soft"),
    "tickcolor": colour("ink-soft"),
    "zerolinecolor": colour("ink-soft"),
    "zerolinewidth": 1,
    "tickfont": {"color": colour("ink-soft")},
    "ticklabelstandoff": 4,
    "title": {"font": {"color": colour("ink-soft")}, "standoff": 8},
    "fixedrange": True,
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": "sans-serif", "color": colour("ink")},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [colour(f"series-{n}") for n in range(1, 8)],
        "xaxis": {
            **_AXIS,
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "ticks": "outside",
            "ticklen": 4,
            "fixedrange": False,
        },
        "yaxis": {**_AXIS, "automargin": "left", "zeroline": True, "nticks": 6},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverdistance": -1,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": colour("paper"),
            "bordercolor": colour("line"),
            "font": {"color": colour("ink")},
            "namelength": -1,
        },
        "margin": {"l": 8, "r": 12, "t": 30, "b": 30},
    },
    "data": {
        "scatter": [{"type": "scatter", "line": {"width": 2.5}, "marker": {"size": 6}}],
        "bar": [{"type": "bar", "marker": {"line": {"width": 0}}}],
    },
}
"""House style: units above the axis, quiet grid lines, no legend, no frame."""
