"""
## What it does
Reports "et al." or "and others" among the names of a cited record.

## Why it matters
The citation style shortens lists of names by itself; here the words are printed as somebody's
name, and sorted and shortened as one.

## Example
```yaml
author:
  - {literal: Port Authority et al.}
```

## Use instead
```yaml
author:
  - {literal: Port Authority}
  - {literal: Harbour Commission}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.csl import NAME_FIELDS
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR016"
SEVERITY = Severity.WARNING
_ET_AL = re.compile(
    r"(?<!\w)(?:et\.?\s*al(?:ii|iae|ia)?\.?|(?:and|&)\s+others)\s*\Z", re.IGNORECASE
)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each name that stands for further names."""
    for source in cited_records(project):
        for field in source.fields:
            match = _ET_AL.search(field.text or "") if field.path[0] in NAME_FIELDS else None
            if match is not None:
                yield Finding(
                    CODE,
                    f"source {source.key!r}: {match[0].strip()!r} stands among the names",
                    field.locate(match.start(), match.end()),
                    "Name them all; the style shortens the list.",
                )
