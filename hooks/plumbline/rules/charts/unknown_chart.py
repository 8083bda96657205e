"""
## What it does
Looks up the chart that a reference such as `[](chart:calls)` names, among those of the same
briefing.

## Why it matters
The build writes “Figure 2” and the link in its place. Without the chart there is neither.

## Example
```markdown
Calls rose, as [](chart:call) shows.
```

## Use instead
```markdown
Calls rose, as [](chart:calls) shows.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks
from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.marks import MarkKind, find_marks
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CH016"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each reference to a chart that the briefing does not hold."""
    known = [b.spec.id for b in chart_blocks(project, slug) if b.spec is not None]
    if any(b.spec is None for b in chart_blocks(project, slug)):
        return  # it may be the one that cannot be read
    document = briefing(project, slug)
    for mark in find_marks(document.body):
        if mark.kind is MarkKind.CHART and mark.target not in known:
            yield Finding(
                CODE,
                f"no chart of this briefing has the id {mark.target!r}",
                document.locate_in_body(mark.start, mark.end),
                did_you_mean(mark.target, known, "Give the `id` of a chart that stands here."),
            )
