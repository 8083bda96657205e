"""
## What it does
Reports parameters in a cited record's address that only tell where a visitor came from.

## Why it matters
They name the newsletter or the account through which the author came, pass that on for every
reader, and make two addresses of one page.

## Example
```yaml
URL: https://example.org/quay?id=4&utm_source=newsletter
```

## Use instead
```yaml
URL: https://example.org/quay?id=4
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.addresses import tracking_parameters
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR027"
SEVERITY = Severity.NOTE


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each address with tracking parameters, at the first of them."""
    for source in cited_records(project):
        field = source.field("URL")
        names, clean = tracking_parameters(field.text or "") if field else ([], "")
        if field is not None and names:
            start = (field.text or "").index(names[0], (field.text or "").index("?"))
            which = " and ".join(dict.fromkeys(names))
            yield Finding(
                CODE,
                f"source {source.key!r}: the address tracks its visitors with {which}",
                field.locate(start, start + len(names[0])),
                f"Write `URL: {clean}`.",
            )
