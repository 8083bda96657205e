"""
## What it does
Reports a cited record that was issued, or read, after today.

A journal's issue or a book may be dated ahead by up to a year, as publishers do. "Today" is the
day of the commit or of SOURCE_DATE_EPOCH.

## Why it matters
Nobody can have read it: a digit of the date is wrong.

## Example
```yaml
issued: "2042-03-01"
```

## Use instead
```yaml
issued: "2024-03-01"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.evidence.source_dates import begins_after, date_parts, is_future
from plumbline.project import Project, today

CODE = "SR011"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each date of issue or of access that lies in the future."""
    day = today(project)
    for source in cited_records(project):
        late = []
        if is_future(source, day):
            late.append("issued")
        if begins_after(date_parts(source, "accessed"), day):
            late.append("accessed")
        for name in late:
            yield Finding(
                CODE,
                f"source {source.key!r}: `{name}` lies after today, {day}",
                source.locate(name),
                "Look the date up in the source.",
            )
