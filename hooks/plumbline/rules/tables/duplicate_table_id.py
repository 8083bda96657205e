"""
## What it does
Reports a table whose id another table of the briefing already has.

## Why it matters
A link to the id reaches only the first of the two.

## Example
```markdown
<!-- two tables with -->
id: calls
```

## Use instead
```markdown
<!-- one with id: calls, the other with -->
id: calls-by-month
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project
from plumbline.tables.queries import table_blocks

CODE = "TB002"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each id that stands again."""
    seen: set[str] = set()
    for block in table_blocks(project, slug):
        if block.spec is None:
            continue
        if block.spec.id in seen:
            message = f"there is already a table with the id {block.spec.id!r}"
            where = block.document.locate(("id",))
            yield Finding(CODE, message, where, "Give it another id.")
        seen.add(block.spec.id)
