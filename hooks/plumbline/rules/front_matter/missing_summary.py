"""
## What it does
Asks for a `summary` in the front matter.

## Why it matters
Cards, search results, feeds and shared links show the summary. Without one a reader has only the
title to choose by.

## Example
```yaml
title: Trade through the harbour
```

## Use instead
```yaml
title: Trade through the harbour
summary: More ships called at the port in 2024 than two years before.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM002"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at an empty `summary`, or at the title that has none beside it."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.summary is not None:
        return
    empty = ("summary",) in document.document.keys
    yield Finding(
        CODE,
        "the briefing has no summary",
        document.document.locate_key(("summary" if empty else "title",)),
        "Say in `summary:`, in one or two sentences, what the briefing finds.",
    )
