"""
## What it does
Reports a `title` of more than 110 characters.

## Why it matters
Browser tabs, search results and shared links cut a long title off; on a phone it fills the screen.

## Example
```yaml
title: >-
  Trade through the harbour in the years 2022 to 2024, with a comparison of calls, tonnage and
  berth times, and some remarks on tariffs
```

## Use instead
```yaml
title: Trade through the harbour recovers
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM004"
SEVERITY = Severity.WARNING
MOST = 110


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a title over the limit."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or len(front.title) <= MOST:
        return
    yield Finding(
        CODE,
        f"the title has {len(front.title)} characters, more than {MOST}",
        document.locate("title"),
        "Move the detail to the summary.",
    )
