"""
## What it does
Checks the length and the check digit of every ISSN of a cited record.

## Why it matters
With a wrong digit a catalogue finds no journal, or another one.

## Example
```yaml
ISSN: 0024-9318
```

## Use instead
```yaml
ISSN: 0024-9319
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR024"
SEVERITY = Severity.ERROR


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each ISSN that cannot be one."""
    for source in cited_records(project):
        field = source.field("ISSN")
        if field is None:
            continue
        for match in re.finditer(r"[^\s,;]+", field.text or ""):  # Zotero puts two into one field
            why = _fault(match[0])
            if why:
                message = f"source {source.key!r}: {match[0]!r} is no ISSN: {why}"
                fix = "Copy it from the journal again: four digits, a hyphen, four digits."
                yield Finding(CODE, message, field.locate(*match.span()), fix)


def _fault(written: str) -> str:
    from stdnum import issn  # loaded where a source has one
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        issn.validate(written)
    except InvalidChecksum:
        return "its check digit does not fit"
    except ValidationError:
        return "it does not have the form 0024-9319"
    return ""
