"""
## What it does
Reports a chart whose `id` another chart of the site already has. A chart that stands in a file of
its own may be used many times.

## Why it matters
The id is the chart's address, that of its embedded page and of its files: those of the second chart
would be the first one's.

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
from dataclasses import replace

from plumbline.charts.queries import chart_blocks, charts_named
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CH001"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each id that an earlier chart has, here or in another briefing."""
    for index, block in enumerate(chart_blocks(project, slug)):
        if block.spec is None:
            continue
        where = block.document.locate(("id",))
        for other_slug, other in charts_named(project, block.spec.id):
            if (other_slug, other) == (slug, index):
                break
            first = chart_blocks(project, other_slug)[other].document.locate(("id",))
            if first == where and other_slug != slug:
                break  # one file, used again
            if first == where:
                where = briefing(project, slug).locate_in_body(block.start, block.end)
                message = f"the chart {block.spec.id!r} stands in this briefing already"
                fix = "Refer to it with `[](chart:…)`, or remove it here."
                yield Finding(CODE, message, replace(where, end_line=0, end_column=0), fix)
                break
            whose = "the chart"
            if other_slug != slug:
                whose = f"a chart of the briefing {other_slug!r}"
            message = f"{whose} on line {first.line} already has the id {block.spec.id!r}"
            yield Finding(CODE, message, where, "Give this chart an id of its own.")
            break
