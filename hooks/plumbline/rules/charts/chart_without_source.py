"""
## What it does
Reports a chart that names no source, over a dataset without `citekeys`.

## Why it matters
The chart has no source line: readers cannot check its values.

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
source: [port-2024]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import chart_sources
from plumbline.project import Project

CODE = "CH008"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart without a source line."""
    for index, block in enumerate(chart_blocks(project, slug)):
        if block.spec is None or chart_data(project, slug, index)[0] is None:
            continue
        if not chart_sources(project, slug, index):
            whose = "its dataset" if block.spec.data else "what it reads"
            key = "data" if block.spec.data else "sql" if block.spec.sql else "figure"
            yield Finding(
                CODE,
                f"neither the chart {block.spec.id!r} nor {whose} names a source",
                block.document.locate((key,)),
                "Add `source: [key]` here, or `citekeys: [key]` to the dataset.",
            )
