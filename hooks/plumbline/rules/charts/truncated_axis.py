"""
## What it does
Reports bars and areas whose axis does not begin at zero, and those on a log scale, which has no
zero.

## Why it matters
Bars and areas are read by their length. With the lower part cut off, 905 looks like ten times 810.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
type: bar
range: [800, 950]
x: year
y: [calls]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
type: bar
x: year
y: [calls]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plumbline.charts.custom import CustomFigure
from plumbline.charts.queries import chart_blocks, custom_figure
from plumbline.charts.specification import Scale
from plumbline.charts.types.base import chart_type
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH017"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart of lengths that are cut off."""
    for index, block in enumerate(chart_blocks(project, slug)):
        spec = block.spec
        if spec is None:
            continue
        if spec.figure is not None:
            custom, _ = custom_figure(project, slug, index)
            yield from _check_figure(spec.id, custom) if custom is not None else ()
            continue
        kind = chart_type(spec.type)
        if not kind.from_zero:
            continue
        if spec.scale is Scale.LOG:
            message = f"the chart {spec.id!r} draws lengths on a log scale, which has no zero"
            where = block.document.locate(("scale",))
            yield Finding(CODE, message, where, "Draw lines, or leave `scale` out.")
        elif spec.range is not None and not spec.range[0] <= 0 <= spec.range[1]:
            low, high = (f"{end:g}" for end in spec.range)
            message = f"the axis of the chart {spec.id!r} runs from {low} to {high}, without zero"
            where = block.document.locate(("range",))
            yield Finding(CODE, message, where, "Begin it at 0, or draw lines.")


def _check_figure(name: str, custom: CustomFigure) -> Iterator[Finding]:
    bars = [t for t in custom.traces if t.get("type") in ("bar", "waterfall")]
    for axis in {f"{_side(t)}axis" for t in bars}:
        described = custom.layout.get(axis)
        described = described if isinstance(described, dict) else {}
        ends = described.get("range")
        if described.get("type") == "log" or (
            isinstance(ends, list)
            and len(ends) == 2
            and all(isinstance(end, int | float) for end in ends)
            and not min(ends) <= 0 <= max(ends)
        ):
            message = f"the figure of the chart {name!r} draws bars on an axis without zero"
            where = custom.document.locate(("layout", axis))
            yield Finding(CODE, message, where, "Let the axis of values begin at 0.")


def _side(trace: dict[str, Any]) -> str:
    return "x" if trace.get("orientation") == "h" else "y"
