"""
## What it does
Reports a Plotly figure with two axes of values over one another.

## Why it matters
Where two scales meet, two lines cross or part wherever the author set the scales: the reader sees a
relation that is not in the data. The site’s own types have one axis.

## Example
```json
{"data": [{"y": [810, 905]}, {"y": [3, 4], "yaxis": "y2"}],
 "layout": {"yaxis2": {"overlaying": "y", "side": "right"}}}
```

## Use instead
```json
{"data": [{"y": [100, 112], "name": "Calls, 2022 = 100"},
          {"y": [100, 133], "name": "Cargo, 2022 = 100"}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, custom_figure
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH018"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each axis that lies over another."""
    for index, block in enumerate(chart_blocks(project, slug)):
        custom, _ = custom_figure(project, slug, index)
        if block.spec is None or custom is None:
            continue
        for name, axis in custom.layout.items():
            over = axis.get("overlaying") if isinstance(axis, dict) else None
            if name.startswith("yaxis") and over not in (None, "free", False):
                message = f"in the figure of the chart {block.spec.id!r}, {name} lies over {over}"
                where = custom.document.locate(("layout", name))
                fix = "Draw two charts, or index both series to 100 at one moment."
                yield Finding(CODE, message, where, fix)
