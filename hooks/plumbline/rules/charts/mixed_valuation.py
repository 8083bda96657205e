"""
## What it does
Reports a chart without a note that sets values c.i.f. beside values f.o.b., or others.

## Why it matters
Insurance and freight add some per cent to a value c.i.f. Beside one f.o.b. they look like a
deficit.

## Example
```yaml
id: calls
title: More calls than in 2022
data: trade
x: year
y: [exports, imports]    # f.o.b. and c.i.f.
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: trade
x: year
y: [exports, imports]
note: Exports f.o.b., imports c.i.f.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.mixing import mixed_traits
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH023"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart that sets unlike figures side by side and does not say so."""
    for block, listed in mixed_traits(project, slug, "valuation"):
        if block.spec is not None:
            message = f"the chart {block.spec.id!r} mixes figures of different valuation: {listed}"
            fix = "Say in `note` how they differ, or draw them apart."
            yield Finding(CODE, message, block.document.locate(("y",)), fix)
