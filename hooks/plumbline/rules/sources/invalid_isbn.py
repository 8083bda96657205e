"""
## What it does
Checks the length and the check digit of every ISBN of a cited record.

## Why it matters
The check digit is there to catch a mistyped digit: with a wrong one, libraries and bookshops find
nothing, or another book.

## Example
```yaml
ISBN: 978-0-306-40615-8
```

## Use instead
```yaml
ISBN: 978-0-306-40615-7
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR023"
SEVERITY = Severity.ERROR


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each ISBN that cannot be one."""
    for source in cited_records(project):
        field = source.field("ISBN")
        for start, end in _numbers(field.text or "") if field else ():
            written = (field.text or "")[start:end] if field else ""
            why = _fault(written)
            if field is not None and why:
                message = f"source {source.key!r}: {written!r} is no ISBN: {why}"
                fix = "Copy it from the book again, 10 or 13 digits; hyphens do not matter."
                yield Finding(CODE, message, field.locate(start, end), fix)


def _numbers(text: str) -> list[tuple[int, int]]:
    """Return the spans of the ISBNs of a field: Zotero puts a space between two."""
    from stdnum import isbn  # loaded where a source has one

    if isbn.is_valid(text):  # "978 0 306 40615 7" is one
        return [(0, len(text))]
    return [m.span() for m in re.finditer(r"[^\s,;]+", text)]


def _fault(written: str) -> str:
    from stdnum import isbn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        isbn.validate(written)
    except InvalidChecksum:
        return "its check digit does not fit"
    except ValidationError:
        digits = sum(c.isdigit() for c in written)
        return f"it has {digits} digits" if digits not in (10, 13) else "it has another form"
    return ""
