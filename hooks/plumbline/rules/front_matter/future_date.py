"""
## What it does
Reports a `date` after today unless the briefing is a draft or scheduled, and any `updated` after
today. Today is the day that `SOURCE_DATE_EPOCH` gives or, where it is not set, the day of the
commit that is checked out.

## Why it matters
A reader who sees a date that has not come yet doubts every other date. A briefing that shall appear
later is scheduled; it is then left out until its day.

## Example
```yaml
date: 2031-05-01
status: published
```

## Use instead
```yaml
date: 2031-05-01
status: scheduled
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project, is_to_come, today

CODE = "FM006"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for `date` and for `updated` when they have not come yet."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    if front.status not in (Status.DRAFT, Status.SCHEDULED) and is_to_come(project, front.date):
        fix = "Correct the date"
        if front.status is Status.PUBLISHED:
            fix += ", or set `status: scheduled` to let the briefing appear on that day"
        message = (
            f"the briefing is {front.status}, but its date {front.date} is after today "
            f"({today(project)})"
        )
        yield Finding(CODE, message, document.locate("date"), f"{fix}.")
    if front.updated is not None and is_to_come(project, front.updated):
        message = f"the last change is dated {front.updated}, after today ({today(project)})"
        fix = "Give the day on which the text was changed."
        yield Finding(CODE, message, document.locate("updated"), fix)
