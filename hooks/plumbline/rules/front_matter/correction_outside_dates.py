"""
## What it does
Reports a correction dated before the briefing's `date` or after today.

## Why it matters
The list of corrections is a record: readers and archives trust it to say on which day the text
became what it is.

## Example
```yaml
date: 2024-05-01
corrections:
  - date: 2024-04-12
    kind: correction
```

## Use instead
```yaml
date: 2024-05-01
corrections:
  - date: 2024-05-12
    kind: correction
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project, is_to_come, today

CODE = "FM017"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each correction that cannot have been made on its day."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    for index, correction in enumerate(front.corrections):
        where = document.locate("corrections", index, "date")
        if correction.date < front.date:
            message = (
                f"the correction is dated {correction.date}, before the briefing was published "
                f"({front.date})"
            )
            yield Finding(CODE, message, where, "Correct one of the two dates.")
        elif is_to_come(project, correction.date):
            message = f"the correction is dated {correction.date}, after today ({today(project)})"
            fix = "Give the day on which the text was changed."
            yield Finding(CODE, message, where, fix)
