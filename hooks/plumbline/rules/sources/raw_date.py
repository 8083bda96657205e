"""
## What it does
Reports a date of a cited record that is written in words.

## Why it matters
As a date it is printed in the citation style's own form and language, sorted, and compared with
other dates.

## Example
```yaml
issued: 3rd of May 2024
```

## Use instead
```yaml
issued: 2024-05-03
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.csl import DATE_FIELDS
from plumbline.evidence.queries import cited_records
from plumbline.evidence.sources import parse_edtf
from plumbline.evidence.worded_dates import read_worded_date
from plumbline.project import Project

CODE = "SR014"
SEVERITY = Severity.NOTE


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each date in words that could be written in figures."""
    for source in cited_records(project):
        for field in source.fields:
            if field.path[0] not in DATE_FIELDS or not field.text:
                continue
            date = read_worded_date(field.text)
            if date is not None and "literal" not in parse_edtf(date):
                name = field.path[0]
                yield Finding(
                    CODE,
                    f"source {source.key!r}: `{name}` is written in words",
                    field.location,
                    f"Write it as `{name}: {date}`.",
                )
