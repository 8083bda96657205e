"""
## What it does
Reports a withdrawn briefing without a `withdrawal_reason`, and a reason given for a briefing that
is not withdrawn.

## Why it matters
The page of a withdrawn briefing is what remains of it. Readers who relied on the text must learn
what was wrong with it.

## Example
```yaml
status: withdrawn
```

## Use instead
```yaml
status: withdrawn
withdrawal_reason: The port has retracted the counts on which the text rests.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM015"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding when status and reason do not go together."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None:
        return
    withdrawn = front.status is Status.WITHDRAWN
    if withdrawn and front.withdrawal_reason is None:
        message = "the briefing is withdrawn, but no reason is given"
        fix = "Say in `withdrawal_reason:` what was wrong with it."
        yield Finding(CODE, message, document.locate("status"), fix)
    elif not withdrawn and front.withdrawal_reason is not None:
        message = f"a reason for withdrawal is given, but the status is {front.status}"
        where = document.document.locate_key(("withdrawal_reason",))
        yield Finding(CODE, message, where, "Set `status: withdrawn`, or remove the reason.")
