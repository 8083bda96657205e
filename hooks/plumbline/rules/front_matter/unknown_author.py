"""
## What it does
Looks up every author of a briefing, and every reviewer, in `briefings/authors.yml`.

## Why it matters
A name that is not registered has no page, and a misspelt one splits an author's work in two.

## Example
```yaml
authors: [trade-dsk]
```

## Use instead
```yaml
authors: [trade-desk]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import authors, briefing
from plumbline.project import Project

CODE = "FM008"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each author and reviewer without an entry."""
    document = briefing(project, slug)
    front, registry = document.front_matter, authors(project)
    if front is None:
        return
    for field, keys in (("authors", front.authors), ("reviewers", front.reviewers)):
        for index, key in enumerate(keys):
            if not registry.defines(key):
                yield Finding(
                    CODE,
                    f"no author has the key {key!r}",
                    document.locate(field, index),
                    did_you_mean(key, registry.entries, "Add an entry to briefings/authors.yml."),
                )
