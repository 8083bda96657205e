"""
## What it does
Reports a chart without `alt:`.

## Why it matters
Readers who do not see the chart get its alternative text in its place, and those of a printed or
mailed copy that lost the image.

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
alt: Calls rose from year to year.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH007"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each chart without an alternative text."""
    for block in chart_blocks(project, slug):
        if block.spec is not None and block.spec.alt is None:
            yield Finding(
                CODE,
                f"the chart {block.spec.id!r} has no `alt`",
                block.document.locate(("id",)),
                "Say in `alt:`, in a sentence, what the chart shows: its finding, not its form.",
            )
