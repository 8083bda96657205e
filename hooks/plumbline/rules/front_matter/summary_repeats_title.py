"""
## What it does
Reports a `summary` that says the same as the `title`, whatever the case and punctuation.

## Why it matters
The two stand one above the other on every card: a reader learns nothing from the second.

## Example
```yaml
title: Trade through the harbour
summary: Trade through the harbour.
```

## Use instead
```yaml
title: Trade through the harbour
summary: More ships called at the port in 2024 than two years before.
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM005"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a summary that is the title over again."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.summary is None or _words(front.summary) != _words(front.title):
        return
    yield Finding(
        CODE,
        "the summary only repeats the title",
        document.locate("summary"),
        "Say what the briefing finds.",
    )


def _words(text: str) -> list[str]:
    kept = (c for c in text.casefold() if unicodedata.category(c)[0] not in "PS")
    return "".join(kept).split()
