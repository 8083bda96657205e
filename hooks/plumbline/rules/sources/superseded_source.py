"""
## What it does
Reports a citation of a source whose excerpt file says `superseded_by`, unless the briefing cites
the successor too.

## Why it matters
The figures have been revised since, or the law has been replaced.

## Example
```markdown
The port counted 880 calls in 2023 [@port-2023].
```

## Use instead
```markdown
The port counted 891 calls in 2023 [@port-2024].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.queries import citation_places, cited_sources
from plumbline.library import source as find_source
from plumbline.project import Project

CODE = "SR034"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at the first citation of each source that another has replaced."""
    places = citation_places(project, slug)
    for source in cited_sources(project, slug):
        excerpt = excerpt_of(project, source.key)
        successor = excerpt.about.superseded_by if excerpt else None
        if successor is None or successor in places:
            continue
        fix = f"Read and cite [@{successor}], alone or beside it."
        if find_source(project, slug, successor) is None:
            fix = f"Add the record of {successor!r} to briefings/sources/ and cite it."
        yield Finding(
            CODE,
            f"source {source.key!r} is superseded by {successor!r}",
            places[source.key],
            fix,
        )
