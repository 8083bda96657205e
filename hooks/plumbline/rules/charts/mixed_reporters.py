"""
## What it does
Reports a chart without a note that sets flows reported by different authorities side by side.

## Why it matters
Two customs services count the same trade differently, by a tenth or more. A reader who is not told
takes the gap for a fact about trade. A mirror chart shows that gap on purpose.

## Example
```yaml
id: calls
title: More calls than in 2022
data: trade
x: year
y: [chinese_exports, american_imports]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: trade
x: year
y: [chinese_exports, american_imports]
note: Two customs services, which count differently.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH022"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart that sets unlike figures side by side and does not say so."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None or spec.note is not None or spec.type == "mirror":
            continue
        found = {s.traits.reporter: s.label for s in data.series if s.traits.reporter}
        if len(found) > 1:
            listed = ", ".join(f"{label!r} {how}" for how, label in sorted(found.items()))
            message = f"the chart {spec.id!r} mixes figures of different reporters: {listed}"
            fix = "Say in `note` how they differ, or draw them apart."
            yield Finding(CODE, message, block.document.locate(("y",)), fix)
