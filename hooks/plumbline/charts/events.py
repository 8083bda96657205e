"""Events on an axis of time: sanctions, agreements, wars."""

from __future__ import annotations

import calendar
import itertools
from typing import Any

from plumbline.charts.axes import plot_positions, wrap_label
from plumbline.charts.formatting import format_moment
from plumbline.charts.palette import colour
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Event
from plumbline.charts.template import Size

__all__ = ["event_dates", "event_layout", "event_position", "events_are_numbered"]

Position = float | str
"""A year with its fraction, or a day in ISO 8601."""


def event_position(date: str, kind: str) -> Position | None:
    """Return where a moment stands on an axis of time; None where it has no place there.

    A year of annual data stands for its twelve months, so a day in it lies up to half a year from
    the year's mark.
    """
    year = int(date[:4])
    if "Q" in date:
        date = f"{date[:4]}-{int(date[-1]) * 3 - 1:02d}-15"
    if kind == "year":
        if len(date) == 4:
            return float(year)
        month = int(date[5:7])
        day = int(date[8:10]) if len(date) > 7 else 15
        if not 1 <= month <= 12:
            return None
        length = 366 if calendar.isleap(year) else 365
        before = sum(calendar.monthrange(year, m)[1] for m in range(1, month))
        return round(year - 0.5 + (before + day - 0.5) / length, 3)
    if kind in ("yearmonth", "date", "quarter"):
        return date + {4: "-07-01", 7: "-15"}.get(len(date), "")
    return None


def event_dates(event: Event, language: str) -> str:
    """Return when an event was: "22 December 2023", or "2 January 2022 to 30 June 2022"."""
    ends = [event.date, *([event.until] if event.until else [])]
    return " to ".join(format_moment(end, _kind(end), language) for end in ends)


def _kind(date: str) -> str:
    if "Q" in date:
        return "quarter"
    return {4: "year", 7: "yearmonth"}.get(len(date), "date")


def _place(position: Position, data: ChartData) -> float:
    """Return how far along the axis a moment stands: 0 at its beginning, 1 at its end."""
    positions = plot_positions(data)
    if isinstance(position, str):
        first, last, own = (_day(str(p)) for p in (positions[0], positions[-1], position))
    else:
        first, last, own = float(positions[0]), float(positions[-1]), position
    return (own - first) / ((last - first) or 1.0)


def _day(text: str) -> float:
    year, month, day = (int(part) for part in f"{text}-01-01".split("-")[:3])
    return year * 365.25 + month * 30.44 + day


def events_are_numbered(spec: ChartSpec, data: ChartData, size: Size) -> bool:
    """Return whether events are marked by numbers, for want of room for their words."""
    if size.narrow and spec.annotations:
        return True
    positions = [event_position(e.date, data.x_type) for e in spec.annotations]
    places = sorted(_place(p, data) for p in positions if p is not None)
    crowded = any(after - before < 0.17 for before, after in itertools.pairwise(places))
    return (
        crowded or any(p > 0.85 for p in places) or any(len(e.text) > 40 for e in spec.annotations)
    )


def event_layout(spec: ChartSpec, data: ChartData, size: Size) -> dict[str, Any]:
    """Return shapes and annotations that mark events: a line, or a band for what lasted."""
    numbered = events_are_numbered(spec, data, size)
    last = plot_positions(data)[-1] if data.x else None
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    room = 0.06 if size.narrow else 0.025  # two numbers nearer than this would overlap
    numbers: list[tuple[float, dict[str, Any]]] = []
    for number, event in enumerate(spec.annotations, start=1):
        start = event_position(event.date, data.x_type)
        if start is None or not -0.1 <= _place(start, data) <= 1.1:
            continue
        place = _place(start, data)
        end = event_position(event.until, data.x_type) if event.until else None
        if end is not None and _place(end, data) > 1:
            end = last
        shapes.append(_event_shape(start, end))
        text = str(number) if numbered else wrap_label(event.text, 18)
        near = next((n for p, n in numbers if abs(p - place) < room), None) if numbered else None
        if near is not None:
            near["text"] += f", {text}"
            continue
        notes.append(
            {
                "x": start,
                "y": 1,
                "yref": "paper",
                "text": text,
                "showarrow": False,
                "align": "left",
                "xanchor": "center" if numbered else "left",
                "yanchor": "bottom" if numbered else "top",
                "xshift": 0 if numbered else 4,
                "font": {"size": size.font - 1, "color": colour("ink-soft")},
            }
        )
        numbers.append((place, notes[-1]))
    return {"shapes": shapes, "annotations": notes} if shapes else {}


def _event_shape(start: Position, end: Position | None) -> dict[str, Any]:
    common = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below", "x0": start}
    if end is None:
        line = {"width": 1, "dash": "dot", "color": colour("ink-soft")}
        return {**common, "type": "line", "x1": start, "line": line}
    fill = {"fillcolor": colour("line"), "opacity": 0.5, "line": {"width": 0}}
    return {**common, "type": "rect", "x1": end, **fill}
