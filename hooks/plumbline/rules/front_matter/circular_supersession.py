"""
## What it does
Follows `superseded_by` from briefing to briefing and reports a chain that comes back.

## Why it matters
A reader who looks for the briefing that holds today is sent round in a circle.

## Example
```yaml
# briefings/harbour-trade-2024/index.md
superseded_by: harbour-trade-2026

# briefings/harbour-trade-2026/index.md
superseded_by: harbour-trade-2024
```

## Use instead
```yaml
# briefings/harbour-trade-2024/index.md
superseded_by: harbour-trade-2026

# briefings/harbour-trade-2026/index.md
status: published
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing, slugs
from plumbline.project import Project

CODE = "FM013"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding in each briefing of a circle, none in those that only lead into it."""
    chain = [slug]
    successor = _successor(project, slug)
    while successor is not None and successor not in chain:
        chain.append(successor)
        successor = _successor(project, successor)
    if successor != slug or len(chain) == 1:  # its own successor: FM012 says so
        return
    yield Finding(
        CODE,
        f"the chain of successors comes back: {' → '.join([*chain, slug])}",
        briefing(project, slug).locate("superseded_by"),
        "Remove `superseded_by` from the newest of them and set its status to published.",
    )


def _successor(project: Project, slug: str) -> str | None:
    front = briefing(project, slug).front_matter
    successor = front.superseded_by if front else None
    return successor if successor is not None and successor in slugs(project) else None
