"""
## What it does
Reports a `summary` of more than 300 characters.

## Why it matters
Cards, search results and feeds cut a long summary off, often before its point.

## Example
```yaml
summary: >-
  More ships called at the port. This briefing sets out, year by year and berth by berth, how the
  count is made, … and what follows for the tariff.
```

## Use instead
```yaml
summary: More ships called at the port in 2024 than two years before, and the tariff explains why.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM003"
SEVERITY = Severity.WARNING
MOST = 300


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a summary over the limit."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.summary is None or len(front.summary) <= MOST:
        return
    yield Finding(
        CODE,
        f"the summary has {len(front.summary)} characters, more than {MOST}",
        document.locate("summary"),
        "Keep the finding; leave the method and the background to the text.",
    )
