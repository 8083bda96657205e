"""
## What it does
Reports an `updated` that is earlier than `date`.

## Why it matters
A briefing cannot change before it is published: one of the two dates is wrong, and lists and feeds
sort by them.

## Example
```yaml
date: 2024-05-01
updated: 2024-04-02
```

## Use instead
```yaml
date: 2024-05-01
updated: 2024-06-02
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM007"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding when the last change comes before publication."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.updated is None or front.updated >= front.date:
        return
    yield Finding(
        CODE,
        f"the last change ({front.updated}) comes before the publication ({front.date})",
        document.locate("updated"),
        "Correct one of the two dates; leave `updated` out until the text has changed.",
    )
