"""
## What it does
Reports a scheduled briefing whose `date` is today or past.

## Why it matters
Such a briefing is public, though its front matter reads as if it were still to come. An editor who
trusts the status would be wrong.

## Example
```yaml
date: 2024-05-01
status: scheduled
```

## Use instead
```yaml
date: 2024-05-01
status: published
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project, today

CODE = "FM020"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding when the day of a scheduled briefing has come."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.status is not Status.SCHEDULED or front.date > today(project):
        return
    yield Finding(
        CODE,
        f"the briefing is scheduled for {front.date}, a day that has come: it is public now",
        document.locate("status"),
        "Set `status: published`, or give a later date.",
        str(Status.PUBLISHED),
    )
