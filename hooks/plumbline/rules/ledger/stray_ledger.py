"""
## What it does
Reports a file of the ledger to which no published briefing belongs: the briefing was renamed,
removed or made a draft again.

## Why it matters
The briefing was published at an address that is on record, and that address would now be empty for
all who link to it. A briefing is withdrawn, not removed; a renamed one keeps its former name among
its `aliases`.

## Example
```text
briefings/
├── ledger/
│   └── harbour-trade.yml
└── port-trade/
    └── index.md
```

## Use instead
```yaml
# briefings/port-trade/index.md
aliases: [harbour-trade]   # then run: plumbline publish port-trade
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.briefing import valid_slug
from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.ledger.queries import LEDGER, ledger_files
from plumbline.library import briefing, briefing_status, former_slugs, slugs
from plumbline.project import Project

CODE = "LE005"
SEVERITY = Severity.ERROR


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each file of the ledger without a published briefing."""
    for name in ledger_files(project):
        where = Location(f"{LEDGER}/{name}")
        slug = name.removesuffix(".yml")
        if not name.endswith(".yml") or not valid_slug(slug):
            fix = "Move it elsewhere: the folder holds <slug>.yml alone, which the program writes."
            yield Finding(CODE, "this is no file of the ledger", where, fix)
        elif slug in former_slugs(project):
            now = former_slugs(project)[slug]
            message = f"the briefing {slug!r} is called {now!r} now, but its ledger has not moved"
            yield Finding(CODE, message, where, f"Run `plumbline publish {now}`, which moves it.")
        elif slug not in slugs(project):
            fix = (
                "Keep the briefing and set `status: withdrawn`; if it was renamed, say "
                f"`aliases: [{slug}]` in the new one."
            )
            message = f"the briefing {slug!r} was published, but there is none of that name"
            yield Finding(CODE, message, where, fix)
        elif briefing_status(project, slug) is Status.DRAFT:
            message = "the briefing was published and is a draft again: its address would be empty"
            fix = "Set `status: withdrawn` and say why, or publish it."
            yield Finding(CODE, message, briefing(project, slug).locate("status"), fix)
