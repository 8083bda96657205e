"""What keeps data from being drawn as a chart of a type, or on the axis that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Scale
from plumbline.charts.types.base import chart_type

__all__ = ["find_misfits"]


def find_misfits(spec: ChartSpec, data: ChartData) -> Iterator[tuple[str, str, str]]:
    """Yield the key at fault, why the data do not suit it, and the likely fix."""
    kind = chart_type(spec.type)
    why = kind.check(spec, data)
    if why:
        yield "type", why, "Choose other columns, or another type; the gallery shows them all."
    if spec.stacks and not kind.sums:
        yield "mode", "only bars and areas add up", "Leave `mode` out, or draw bars or areas."
    values = [v for s in data.series for v in s.values if v is not None]
    if spec.scale is Scale.LOG:
        if not kind.logs and not kind.from_zero:  # that one is a rule of its own
            yield "scale", "it has no log scale", "Leave `scale` out, or draw lines."
        lowest = min(values, default=1.0)
        if lowest <= 0:
            message = f"a log scale has no place for {lowest:g}"
            yield "scale", message, "Leave `scale` out, or choose rows above zero with `where`."
    if spec.range is not None:
        low, high = spec.range
        if values and not any(low <= v <= high for v in values) and not kind.from_zero:
            found = f"{min(values):g} to {max(values):g}"
            message = f"no value lies between {low:g} and {high:g}; they run from {found}"
            yield "range", message, "Leave `range` out, or give it in the unit shown."
