"""
## What it does
Reports what has changed in a published briefing since it was last recorded in the ledger: its
words, numbers, names, dates, key judgments, the values of its charts, or its status.

## Why it matters
Somebody has read, cited or printed the text as it was. A change that nobody is told of takes from
them the means of knowing, and a figure altered by accident goes out as if it had always stood
there.

## Example
```yaml
summary: The port counted 61 calls.   # it was published as 16
```

## Use instead
```sh
plumbline publish harbour-trade --kind correction \
    --was "61 calls" --now "16 calls" --note "Two digits had changed places."
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.ledger.queries import (
    ledger,
    locate_change,
    status_change,
    undeclared_changes,
    unrecorded_corrections,
)
from plumbline.library import briefing
from plumbline.project import Project

CODE = "LE001"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each change that the ledger does not hold."""
    recorded, _ = ledger(project, slug)
    if recorded is None:
        return
    document, day = briefing(project, slug), recorded.records[-1].date
    status = status_change(project, slug)
    if status:
        message = f"the briefing was recorded as {recorded.state.status} and is {status} now"
        fix = f"Record it with `plumbline publish {slug}`."
        yield Finding(CODE, message, document.locate("status"), fix)
    fix = f"Put it back, or declare it: plumbline publish {slug} --kind correction|update|minor."
    if unrecorded_corrections(project, slug):
        fix = f"The change is declared, but not recorded: run `plumbline publish {slug}`."
    for change in undeclared_changes(project, slug):
        where = locate_change(project, slug, change)
        yield Finding(CODE, f"changed since {day}: {change.text}", where, fix)
