"""
## What it does
Reports a superseded briefing without `superseded_by`, and a successor named for a briefing that is
not superseded.

## Why it matters
A reader who is told that a briefing no longer holds needs the one that does; a successor without
the status is never shown.

## Example
```yaml
status: superseded
```

## Use instead
```yaml
status: superseded
superseded_by: harbour-trade-2026
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM016"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding when status and successor do not go together."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    superseded = front.status is Status.SUPERSEDED
    if superseded and front.superseded_by is None:
        message = "the briefing is superseded, but no successor is named"
        fix = "Name the briefing that takes its place in `superseded_by:`, or set another status."
        yield Finding(CODE, message, document.locate("status"), fix)
    elif not superseded and front.superseded_by is not None:
        message = f"a successor is named, but the status is {front.status}"
        where = document.document.locate_key(("superseded_by",))
        yield Finding(CODE, message, where, "Set `status: superseded`, or remove the successor.")
