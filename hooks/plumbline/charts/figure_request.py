"""A figure that is to be drawn, apart from what draws it: to ask for one costs no browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["FigureRequest"]


@dataclass(frozen=True)
class FigureRequest:
    """A figure that is to be drawn.

    Attributes:
        key: what the caller knows it by.
        figure: Plotly's JSON: `data` and `layout`; anything else is left out.
        width: width of the drawing in CSS pixels, at least 1.
        height: height of the drawing in CSS pixels, at least 1.
    """

    key: str
    figure: Mapping[str, Any]
    width: int
    height: int
