"""
## What it does
Reports a cited record that was read before it was issued.

## Why it matters
One of the two dates is wrong, or another edition was read than the one that is named.

## Example
```yaml
issued: "2024-03-01"
accessed: "2023-11-20"
```

## Use instead
```yaml
issued: "2023-03-01"
accessed: "2023-11-20"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.evidence.source_dates import date_parts, format_date, is_future, issued_after
from plumbline.project import Project, today

CODE = "SR012"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each record whose date of access is before its date of issue."""
    for source in cited_records(project):
        accessed = date_parts(source, "accessed")
        if issued_after(source, accessed) and not is_future(source, today(project)):
            issued = format_date(date_parts(source, "issued"))
            yield Finding(
                CODE,
                f"source {source.key!r}: `accessed`, {format_date(accessed)}, "
                f"is before `issued`, {issued}",
                source.locate("accessed"),
                "Correct the one that is wrong.",
            )
