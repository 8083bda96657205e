"""
## What it does
Reports a chart with more than seven series in one panel.

## Why it matters
Beyond seven, colours can no longer be told apart and lines tangle. Small multiples show twenty.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
series: port    # there are eleven ports
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
series: port
type: small-multiples
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH019"
SEVERITY = Severity.WARNING


MOST = 7


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each panel with too many series."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None or (spec.type == "small-multiples" and not spec.figure):
            continue
        if len(data.series) > MOST and not spec.highlight:
            message = f"the chart {spec.id!r} has {len(data.series)} series, more than {MOST}"
            path = ("series",) if spec.series else ("y",) if spec.y else ("figure",)
            fix = "Draw small multiples, choose with `where`, or let some stand out by `highlight`."
            yield Finding(CODE, message, block.document.locate(path), fix)
