"""
## What it does
Reports a chart over years, months or days that do not rise from row to row.

## Why it matters
The chart is drawn in order all the same. But rows out of order are often a slip: a year typed
wrongly, or a row pasted in the wrong place.

## Example
```csv
year,calls
2023,905
2022,810
```

## Use instead
```csv
year,calls
2022,810
2023,905
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH020"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart whose rows run backwards in time."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None or data.ordered:
            continue
        whose = "the query" if spec.sql is not None else f"dataset {spec.data!r}"
        fix = "Add ORDER BY." if spec.sql is not None else "Sort the file, and look for a slip."
        path = ("sql",) if spec.sql is not None else ("data",)
        message = f"chart {spec.id!r}: the rows of {whose} are not in the order of {spec.x}"
        yield Finding(CODE, message, block.document.locate(path), fix)
