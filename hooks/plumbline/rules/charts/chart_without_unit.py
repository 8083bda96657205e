"""
## What it does
Reports a chart whose values have no unit: neither the chart nor the fields that it draws name one.

## Why it matters
905 calls, tonnes or million dollars: without a unit a number on an axis says nothing.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
unit: calls
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH009"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart that is drawn without a unit."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        if block.spec is not None and data is not None and not data.unit:
            yield Finding(
                CODE,
                f"the values of the chart {block.spec.id!r} have no unit",
                block.document.locate(("y",) if block.spec.y else ("figure",)),
                "Add `unit:` to the fields in datapackage.yaml, or to the chart.",
            )
