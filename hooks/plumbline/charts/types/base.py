"""What a type of chart is, and what it is given to draw on."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData, Series
from plumbline.charts.specification import ChartSpec
from plumbline.charts.template import Size
from plumbline.charts.types import NAMES

__all__ = ["Canvas", "ChartType", "Drawing", "Marks", "chart_type", "chart_types"]

Marks = str
"""What a value is drawn as: "points" or "bars"."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """All that a type needs to draw a chart at one size.

    Attributes:
        spec: the chart's specification.
        data: what it draws.
        size: how wide it is.
        colours: names of the series' colours.
        language: BCP 47 tag of the text around it.
    """

    spec: ChartSpec
    data: ChartData
    size: Size
    colours: tuple[str, ...]
    language: str = "en"

    def series(self) -> Iterator[tuple[int, Series, str]]:
        """Yield each series with its index and the sentinel of its colour."""
        for index, (series, name) in enumerate(zip(self.data.series, self.colours, strict=True)):
            yield index, series, colour(name)


@dataclass(slots=True)
class Drawing:
    """Traces and layout as Plotly's JSON has them.

    Attributes:
        traces: the traces.
        layout: what the layout has beyond the template.
        labelled: whether the series are named where they stand, so that no legend is needed.
        legend: names and colours' names, where they are not those of the series.
    """

    traces: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    labelled: bool = False
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartType:
    """A type of chart.

    Attributes:
        title: its name as readers see it.
        draw: draws it.
        check: says in a few words why data do not suit it, or nothing.
        marks: what its values are drawn as.
        from_zero: whether lengths are compared, so that its axis must begin at zero.
        sums: whether its series may be stacked.
        logs: whether its axis of values may have a log scale.
    """

    title: str
    draw: Callable[[Canvas], Drawing]
    check: Callable[[ChartSpec, ChartData], str] = lambda _spec, _data: ""
    marks: Marks = "points"
    from_zero: bool = False
    sums: bool = False
    logs: bool = False


@cache
def chart_type(name: str) -> ChartType:
    """Return a type by its name.

    Raises:
        KeyError: there is no such type.
    """
    if name not in NAMES:
        raise KeyError(name)
    module = importlib.import_module(f"plumbline.charts.types.{name.replace('-', '_')}")
    found: ChartType = module.TYPE
    return found


def chart_types() -> dict[str, ChartType]:
    """Return all types by name, in the order of the gallery."""
    return {name: chart_type(name) for name in NAMES}
