"""
## What it does
Looks up every topic of a briefing in `briefings/topics.yml`.

## Why it matters
A topic that is not registered has no page, so readers who browse by topic do not find the
briefing.

## Example
```yaml
topics: [trad]
```

## Use instead
```yaml
topics: [trade]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing, topics
from plumbline.project import Project

CODE = "FM009"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each topic without an entry."""
    document = briefing(project, slug)
    front, registry = document.front_matter, topics(project)
    if front is None:
        return
    for index, key in enumerate(front.topics):
        if not registry.defines(key):
            yield Finding(
                CODE,
                f"no topic has the key {key!r}",
                document.locate("topics", index),
                did_you_mean(key, registry.entries, "Add an entry to briefings/topics.yml."),
            )
