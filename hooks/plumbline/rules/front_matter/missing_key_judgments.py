"""
## What it does
Reports a publication of type `briefing`, draft or not, that has no key judgments.

## Why it matters
Key judgments with a confidence are what tells a briefing from a note: a reader in a hurry reads
nothing else.

## Example
```yaml
type: briefing
```

## Use instead
```yaml
type: briefing
key_judgments:
  - text: The port is busier than two years before.
    confidence: high
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import BriefingType
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "FM014"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at an empty `key_judgments`, or at the type that asks for them."""
    document = briefing(project, slug)
    front = document.front_matter

    if front is None or front.type is not BriefingType.BRIEFING or front.key_judgments:
        return
    empty = ("key_judgments",) in document.document.keys
    yield Finding(
        CODE,
        "the type briefing asks for key judgments, and there are none",
        document.document.locate_key(("key_judgments",)) if empty else document.locate("type"),
        "List them under `key_judgments:`, each with `text:` and `confidence:`, or choose the "
        "type note or commentary.",
    )
