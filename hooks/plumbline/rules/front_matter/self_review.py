"""
## What it does
Reports a reviewer who is an author of the same briefing.

## Why it matters
The page says that somebody else has read the text critically; here nobody has.

## Example
```yaml
authors: [trade-desk]
reviewers: [trade-desk]
```

## Use instead
```yaml
authors: [trade-desk]
reviewers: [methods-desk]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM022"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each reviewer who also signs the briefing."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    for index, key in enumerate(front.reviewers):
        if key in front.authors:
            yield Finding(
                CODE,
                f"the reviewer {key!r} is also an author",
                document.locate("reviewers", index),
                "Name a reviewer who did not write the briefing, or none.",
            )
