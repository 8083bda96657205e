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

from plumbline.charts.mixing import mixed_traits
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH022"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart that sets unlike figures side by side and does not say so."""
    for block, listed in mixed_traits(project, slug, "reporter"):
        if block.spec is not None and block.spec.type != "mirror":
            message = f"the chart {block.spec.id!r} mixes figures of different reporters: {listed}"
            fix = "Say in `note` how they differ, or draw them apart."
            yield Finding(CODE, message, block.document.locate(("y",)), fix)
