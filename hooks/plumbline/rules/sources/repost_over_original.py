"""
## What it does
Reports a citation of a repost, as its excerpt file's `repost_of` says, whose original has a record
but is not cited in the same sentence.

## Why it matters
A repost may be cut, translated or altered, and whoever copied a figure does not answer for it.

## Example
```markdown
Calls rose [@gazette-repost].
```

## Use instead
```markdown
Calls rose [@port-2024].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.queries import chart_sources, shown_citations
from plumbline.evidence.sentences import find_sentences
from plumbline.library import briefing, source
from plumbline.project import Project

CODE = "SR035"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at the first lonely citation of each repost."""
    reported: set[str] = set()
    for key, original, where in _lonely_reposts(project, slug):
        if key not in reported:
            reported.add(key)
            yield Finding(
                CODE,
                f"source {key!r} is a repost of {original!r}, which is on record",
                where,
                f"Read and cite the original, [@{original}], alone or beside it.",
            )


def _lonely_reposts(project: Project, slug: str) -> Iterator[tuple[str, str, Location]]:
    document = briefing(project, slug)
    sentences = find_sentences(document.body)
    items = [item for c in shown_citations(project, slug) for item in c.items]
    for item in items:
        original = _original(project, slug, item.key)
        if original is not None:
            start, end = sentences.around(item.start)
            if original not in {i.key for i in items if start <= i.start < end}:
                yield item.key, original, document.locate_in_body(item.start, item.end)
    for index, block in enumerate(chart_blocks(project, slug)):
        keys = chart_sources(project, slug, index)
        written = block.spec is not None and bool(block.spec.source)
        for number, key in enumerate(keys):
            original = _original(project, slug, key)
            if original is not None and original not in keys:
                path = ("source", number) if written else ("data",)
                yield key, original, block.document.locate(path)


def _original(project: Project, slug: str, key: str) -> str | None:
    excerpt = excerpt_of(project, key)
    original = excerpt.about.repost_of if excerpt else None
    if original is None or original == key or source(project, slug, original) is None:
        return None
    return original
