"""
## What it does
Reports words such as "Vol.", "pp." or "ed." in a number field of a cited record.

## Why it matters
The citation style adds them in its own form: "pp. pp. 3–5" is printed, and a number with words is
not understood as one.

## Example
```yaml
volume: Vol. 3
page: pp. 3-5
edition: 2nd ed.
```

## Use instead
```yaml
volume: 3
page: 3-5
edition: 2
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR018"
SEVERITY = Severity.WARNING

_NUMERAL = r"(?P<kept>[0-9]\S*(?:\s*[-–]\s*[0-9]\S*)?)"
_ROMAN = r"(?P<kept>[0-9]\S*|[IVXLC]+)"
_EXTRA = {
    "chapter-number": rf"(?:chapters?|chap\.?|ch\.?)\s*{_ROMAN}",
    "edition": r"(?P<kept>[0-9]+)(?:st|nd|rd|th)?\.?\s*(?:ed\.?|edn\.?|edition)",
    "issue": rf"(?:issues?|iss\.?|numbers?|nos?\.?|nr\.?|n[°ºo]\.?|№)\s*{_NUMERAL}",
    "number-of-pages": r"(?P<kept>[0-9]+)\s*(?:pages?|pp?\.?)",
    "number-of-volumes": r"(?P<kept>[0-9]+)\s*(?:volumes?|vols?\.?)",
    "page": rf"(?:pages?\s*|pp?\.\s*|pp?\s+|pgs?\.?\s*){_NUMERAL}",
    "volume": rf"(?:volumes?|vols?\.?)\s*{_ROMAN}",
}
_PATTERNS = {name: re.compile(text, re.IGNORECASE) for name, text in _EXTRA.items()}


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each number field with words that the style prints."""
    for source in cited_records(project):
        for field in source.fields:
            pattern = _PATTERNS.get(str(field.path[0]))
            match = pattern.fullmatch((field.text or "").strip()) if pattern else None
            if match is not None:
                name = field.path[0]
                yield Finding(
                    CODE,
                    f"source {source.key!r}: `{name}` holds more than its number, "
                    f"found {match[0]!r}",
                    field.location,
                    f"Write `{name}: {match['kept']}`.",
                )
