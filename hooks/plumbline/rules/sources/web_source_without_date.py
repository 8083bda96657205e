"""
## What it does
Reports a cited web page with neither `issued` nor `accessed`.

## Why it matters
Pages change. Without a date a reader cannot tell whether the page still says what was read.

## Example
```yaml
- id: quay-page
  type: webpage
  title: The new quay
  URL: https://example.org/quay
```

## Use instead
```yaml
- id: quay-page
  type: webpage
  title: The new quay
  accessed: "2024-04-20"
  URL: https://example.org/quay
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.csl import DATE_FIELDS
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR031"
SEVERITY = Severity.NOTE
_WEB = frozenset({"post", "post-weblog", "webpage"})


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited web page without a date."""
    for source in cited_records(project):
        if source.text("type") in _WEB and not any(f.path[0] in DATE_FIELDS for f in source.fields):
            yield Finding(
                CODE,
                f"source {source.key!r}: the web page has no date",
                source.location,
                "Add `issued:`, or `accessed:` with the day on which it was read.",
            )
