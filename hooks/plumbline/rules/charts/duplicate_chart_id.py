"""
## What it does
Reports a chart whose `id` another chart of the briefing already has.

## Why it matters
The id is the chart's address: a link to the second chart would lead to the first.

## Example
```yaml
id: calls
title: Calls in 2024    # the chart before this one is `calls`, too
```

## Use instead
```yaml
id: calls-2024
title: Calls in 2024
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.project import Project

CODE = "CH001"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each id that a chart above has."""
    first: dict[str, Location] = {}
    for block in chart_blocks(project, slug):
        if block.spec is None:
            continue
        where = block.document.locate(("id",))
        above = first.setdefault(block.spec.id, where)
        if above is not where:
            message = f"the chart on line {above.line} already has the id {block.spec.id!r}"
            yield Finding(CODE, message, where, "Give this chart an id of its own.")
