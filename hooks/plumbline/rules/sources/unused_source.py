"""
## What it does
Reports a record in a briefing's own sources.yml that neither its text nor its charts cite.

## Why it matters
What is not cited is not in the reference list: often the citation was lost in an edit.

## Example
```yaml
# briefings/harbour-trade/sources.yml, in a text that does not cite it
- id: quay-2024
  type: report
  title: The new quay
```

## Use instead
```yaml
# cited in the text as [@quay-2024]
- id: quay-2024
  type: report
  title: The new quay
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_keys
from plumbline.library import source_library
from plumbline.project import Project

CODE = "SR007"
SEVERITY = Severity.NOTE


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each of the briefing's own records that it does not cite."""
    cited = set(cited_keys(project, slug))
    for key, record in source_library(project, slug).by_key.items():
        if key not in cited:
            yield Finding(
                CODE,
                f"the briefing does not cite its source {key!r}",
                record.location,
                f"Cite it as [@{key}], or remove the record.",
            )
