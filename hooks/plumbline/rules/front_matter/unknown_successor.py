"""
## What it does
Looks up the briefing that `superseded_by` names: it must exist, be another one, and be public.

## Why it matters
The page of a superseded briefing sends its readers to the successor. Where that has no page they
are left with text that no longer holds.

## Example
```yaml
status: superseded
superseded_by: harbor-trade-2026
```

## Use instead
```yaml
status: superseded
superseded_by: harbour-trade-2026
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.briefing import Briefing
from plumbline.content.front_matter import Status
from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.library import briefing, is_public, slugs
from plumbline.project import Project

CODE = "FM012"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a successor that readers cannot be sent to."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.superseded_by is None:
        return
    successor, where = front.superseded_by, document.locate("superseded_by")
    if successor == slug:
        message = "the briefing names itself as its successor"
        fix = "Name the briefing that takes its place."
        yield Finding(CODE, message, where, fix)
    elif successor not in slugs(project):
        others = [s for s in slugs(project) if s != slug]
        fix = did_you_mean(successor, others, "Give the name of a folder in briefings/.")
        yield Finding(CODE, f"there is no briefing {successor!r}", where, fix)
    elif not is_public(project, successor):
        yield from _unpublished(briefing(project, successor), where)


def _unpublished(successor: Briefing, where: Location) -> Iterator[Finding]:
    front = successor.front_matter
    if front is None:  # its own findings say what keeps it from being published
        return
    why = "is a draft"
    if front.status is Status.SCHEDULED:
        why = f"is scheduled for {front.date}"
    message = f"readers cannot reach the successor {successor.slug!r}: it {why}"
    yield Finding(CODE, message, where, "Publish the successor first, or at the same time.")
