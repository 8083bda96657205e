"""
## What it does
Reports a source that one citation names twice, at the same place or with two pages.

## Why it matters
Two numbers that are the same look like two sources.

## Example
```markdown
The port grew [@port-2024, p. 4; @port-2024, p. 7].
```

## Use instead
```markdown
The port grew [@port-2024, pp. 4, 7].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.citations import CitationItem
from plumbline.evidence.queries import shown_citations
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CI009"
SEVERITY = Severity.NOTE


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each repetition of a key within a cluster."""
    document = briefing(project, slug)
    for citation in shown_citations(project, slug):
        for index, item in enumerate(citation.items):
            first = next((i for i in citation.items[:index] if _repeats(item, i)), None)
            if first is None:
                continue
            fix = "Remove one of the two."
            if item.locator and first.locator and item.locator != first.locator:
                fix = f"Give the pages together: pp. {first.locator.value}, {item.locator.value}."
            yield Finding(
                CODE,
                f"the citation names {item.key!r} twice",
                document.locate_in_body(item.start, item.end),
                fix,
            )


def _repeats(item: CitationItem, first: CitationItem) -> bool:
    """Return whether two items could be one: no other kind of place, no words between them."""
    if item.key != first.key or item.prefix or item.suffix or first.suffix:
        return False
    labels = {i.locator.label for i in (item, first) if i.locator}
    return labels <= {"page"}
