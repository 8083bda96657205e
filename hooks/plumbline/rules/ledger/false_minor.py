"""
## What it does
Reports a change declared as minor that alters a figure, a name, a date or a key judgment: an entry
of kind `minor` among the corrections whose `was` and `now` differ in one, or a record of kind
`minor` in the ledger that changed one.

## Why it matters
*Minor* tells readers that nothing they may have relied on is different. If a number is, it was a
correction or an update.

## Example
```yaml
corrections:
  - date: 2024-05-12
    kind: minor
    was: 61 calls
    now: 16 calls
```

## Use instead
```yaml
corrections:
  - date: 2024-05-12
    kind: correction
    was: 61 calls
    now: 16 calls
```
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from plumbline.content.correction_kind import CorrectionKind
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.ledger.files import RecordKind
from plumbline.ledger.queries import LEDGER, keeps_ledger, ledger
from plumbline.ledger.wording import Wording, make_passages
from plumbline.library import briefing
from plumbline.project import Project

CODE = "LE003"
SEVERITY = Severity.ERROR
FIX = "Call it a correction (something was wrong) or an update (something is new)."


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each minor change that is none."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None or not keeps_ledger(project):
        return
    for index, entry in enumerate(front.corrections):
        if entry.kind is CorrectionKind.MINOR and entry.was and entry.now:
            was, now = make_passages((Wording("was", entry.was), Wording("now", entry.now)))
            if was.numbers != now.numbers:
                message = f"a minor change alters a figure: “{entry.was}” became “{entry.now}”"
                yield Finding(CODE, message, document.locate("corrections", index, "kind"), FIX)
    recorded, _ = ledger(project, slug)
    for before, after in itertools.pairwise(recorded.records if recorded else ()):
        if after.kind is RecordKind.MINOR and after.values != before.values:
            message = f"the minor change of {after.date} altered figures, names or judgments"
            yield Finding(CODE, message, Location(f"{LEDGER}/{slug}.yml"), FIX)
