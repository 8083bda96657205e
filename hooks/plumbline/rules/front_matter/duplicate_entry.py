"""
## What it does
Reports an author, topic, region or reviewer that is listed twice.

## Why it matters
The name is printed twice, and counts of briefings go wrong; often another one was meant.

## Example
```yaml
authors: [trade-desk, trade-desk]
```

## Use instead
```yaml
authors: [trade-desk, energy-desk]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM019"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each entry that its list has held before."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    lists = {
        "authors": ("author", front.authors),
        "topics": ("topic", front.topics),
        "regions": ("region", front.regions),
        "reviewers": ("reviewer", front.reviewers),
    }
    for field, (what, keys) in lists.items():
        for index, key in enumerate(keys):
            if key in keys[:index]:
                message = f"the {what} {key!r} is already in the list"
                fix = "Remove it, or name the one that was meant."
                yield Finding(CODE, message, document.locate(field, index), fix)
