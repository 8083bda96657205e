"""
## What it does
Adds up stacked series in per cent, and reports a position at which they do not make 100, beyond
what rounding allows.

## Why it matters
Stacked shares say: this is the whole. If they add up to 93, a part is missing; to 104, one is
counted twice.

## Example
```csv
year,oil,gas,other
2023,61,20,12
```

## Use instead
```csv
year,oil,gas,other
2023,61,20,19
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.charts.types.base import chart_type
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH021"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for the first position of each chart at which shares do not make 100."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None or not spec.stacks or spec.figure is not None:
            continue
        if data.unit not in ("percent", "%") or not chart_type(spec.type).sums:
            continue
        allowed = max(0.5 * len(data.series), 0.6)
        for position, x in enumerate(data.x):
            values = [s.values[position] for s in data.series]
            total = sum(v for v in values if v is not None)
            if all(v is not None for v in values) and abs(total - 100) > allowed:
                message = f"chart {spec.id!r}: the shares of {x} add up to {total:g}%"
                fix = "Add the part that is missing, such as “other”, or do not stack them."
                yield Finding(CODE, message, block.document.locate(("y",)), fix)
                break
