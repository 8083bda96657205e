"""
## What it does
Looks up every citekey of the text, and of the source lines of charts and tables, in the sources.

## Why it matters
A citation without a record gives the reader nothing to check.

## Example
```markdown
Trade reached a record [@gacc-2o24].
```

## Use instead
```markdown
Trade reached a record [@gacc-2024].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.blocks import ChartBlock
from plumbline.charts.queries import chart_blocks
from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.evidence.queries import is_unknown, known_keys, shown_citations
from plumbline.library import briefing
from plumbline.project import Project
from plumbline.tables.queries import TableBlock, table_blocks

CODE = "CI001"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each key that no source has."""
    document = briefing(project, slug)
    for citation in shown_citations(project, slug):
        for item in citation.items:
            if is_unknown(project, slug, item.key):
                yield _finding(
                    project, slug, item.key, document.locate_in_body(item.start, item.end)
                )
    blocks: list[ChartBlock | TableBlock] = [*chart_blocks(project, slug)]
    blocks += table_blocks(project, slug)
    for block in blocks:
        for index, key in enumerate(block.spec.source if block.spec else ()):
            if is_unknown(project, slug, key):
                yield _finding(project, slug, key, block.document.locate(("source", index)))


def _finding(project: Project, slug: str, key: str, where: Location) -> Finding:
    suggestion = did_you_mean(
        key, known_keys(project, slug), "Add its record to briefings/sources/."
    )
    return Finding(CODE, f"no source has the citekey {key!r}", where, suggestion)
