"""
## What it does
Reports a published briefing of which the ledger has no file, in a project that keeps a ledger.

## Why it matters
What is not recorded can change without anybody being told.

## Example
```yaml
status: published   # and no briefings/ledger/harbour-trade.yml
```

## Use instead
```sh
plumbline publish harbour-trade
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.ledger.queries import keeps_ledger, ledger_files
from plumbline.library import briefing, is_public
from plumbline.project import Project

CODE = "LE002"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for a public briefing that is not recorded."""
    if not keeps_ledger(project) or not is_public(project, slug):
        return
    if f"{slug}.yml" not in ledger_files(project):
        where = briefing(project, slug).locate("status")
        fix = f"Record it with `plumbline publish {slug}`, in the same commit."
        yield Finding(
            CODE, "the briefing is published, but the ledger has no record of it", where, fix
        )
