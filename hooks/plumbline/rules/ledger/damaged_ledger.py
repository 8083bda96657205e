"""
## What it does
Reports a file of the ledger that was edited by hand, that belongs to another briefing, or that
cannot be read.

## Why it matters
The ledger is what a published briefing is held against. If it can be made to fit the text, it
proves nothing.

## Example
```yaml
- date: 2024-05-01
  kind: published
  words: "0000000000"   # typed in
```

## Use instead
```sh
git checkout -- briefings/ledger/harbour-trade.yml
plumbline publish harbour-trade --kind update --note "Calls of the second quarter."
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.ledger.queries import ledger
from plumbline.project import Project

CODE = "LE004"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield what reading a briefing's ledger has found."""
    yield from ledger(project, slug)[1]
