"""
## What it does
Reports a title that another briefing carries too, whatever the case; drafts are not compared.

## Why it matters
In lists, search results and citations the two cannot be told apart. That one supersedes the other
does not help a reader who sees only titles.

## Example
```yaml
title: Trade through the harbour
```

## Use instead
```yaml
title: Trade through the harbour in 2025
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project
from plumbline.titles import fold_title, titled

CODE = "FM011"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding when the title is another briefing's as well."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.status is Status.DRAFT:
        return
    others = [s for s in titled(project, fold_title(front.title)) if s != slug]
    if not others:
        return
    more = f" and of {len(others) - 1} more" if len(others) > 1 else ""
    yield Finding(
        CODE,
        f"this is also the title of {briefing(project, others[0]).path}{more}",
        document.locate("title"),
        "Say what sets this one apart, such as the year or the place.",
    )
