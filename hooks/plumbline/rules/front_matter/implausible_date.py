"""
## What it does
Reports a `date` before 1990, and a draft or scheduled briefing dated more than two years ahead.

## Why it matters
A slip in the year is easily made, and it hides the briefing at the far end of every list.

## Example
```yaml
date: 2062-05-01
status: scheduled
```

## Use instead
```yaml
date: 2026-05-01
status: scheduled
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project, today

CODE = "FM021"
SEVERITY = Severity.WARNING
EARLIEST = 1990
YEARS_AHEAD = 2
_TO_COME = (Status.DRAFT, Status.SCHEDULED)  # of the others FM006 says more


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a date whose year is probably mistyped."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    if front.date.year < EARLIEST:
        message = f"the date {front.date} is before {EARLIEST}"
    elif front.status in _TO_COME and _far_ahead(front.date, today(project)):
        message = f"the date {front.date} is more than {YEARS_AHEAD} years ahead"
    else:
        return
    yield Finding(CODE, message, document.locate("date"), "Check the year.")


def _far_ahead(date: dt.date, now: dt.date) -> bool:
    # Compared part by part: 29 February has no anniversary that a date could hold.
    return (date.year - YEARS_AHEAD, date.month, date.day) > (now.year, now.month, now.day)
