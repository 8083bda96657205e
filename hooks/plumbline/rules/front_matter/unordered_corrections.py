"""
## What it does
Reports `corrections` that are not listed newest first.

## Why it matters
Corrections are printed in the order in which they are listed: the latest one, which a returning
reader looks for, belongs at the top.

## Example
```yaml
corrections:
  - date: 2024-05-12
    kind: minor
  - date: 2024-06-02
    kind: correction
```

## Use instead
```yaml
corrections:
  - date: 2024-06-02
    kind: correction
  - date: 2024-05-12
    kind: minor
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM018"
SEVERITY = Severity.NOTE


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at the first correction that stands below an older one."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    for index, (above, below) in enumerate(pairwise(front.corrections), start=1):
        if below.date > above.date:
            yield Finding(
                CODE,
                f"the correction of {below.date} stands below that of {above.date}, which is older",
                document.locate("corrections", index, "date"),
                "List the corrections newest first.",
            )
            return
