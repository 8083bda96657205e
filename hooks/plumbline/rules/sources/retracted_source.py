"""
## What it does
Reports a citation of a source whose excerpt file says `retracted`.

## Why it matters
Its authors or its publisher no longer stand by it. A text about the retraction can say so with an
`ignore:` entry.

## Example
```markdown
The quay doubled trade [@quay-2023].
```

## Use instead
```markdown
The quay raised trade by a third [@port-2024].
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.queries import citation_places, cited_sources
from plumbline.project import Project

CODE = "SR033"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at the first citation of each retracted source."""
    places = citation_places(project, slug)
    for source in cited_sources(project, slug):
        excerpt = excerpt_of(project, source.key)
        if excerpt is None or not excerpt.about.retracted:
            continue
        day = excerpt.about.retracted
        when = f"on {day}" if isinstance(day, dt.date) else f"according to {excerpt.path}"
        yield Finding(
            CODE,
            f"source {source.key!r} was retracted {when}",
            places[source.key],
            "Cite another source for it, or take the statement out.",
        )
