"""
## What it does
Reports a field of a cited record that the CSL data model does not have.

## Why it matters
pandoc passes over it in silence: what it says is missing from the reference.

## Example
```yaml
- id: quay-2024
  type: article-journal
  title: The new quay
  journal: Harbour Review
  year: 2024
```

## Use instead
```yaml
- id: quay-2024
  type: article-journal
  title: The new quay
  container-title: Harbour Review
  issued: 2024
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.validation import nearest
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.csl import CSL_VARIABLES
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR010"
SEVERITY = Severity.WARNING

# Names of BibTeX and of Zotero's own window, which resemble CSL's too little to be guessed.
_OTHER_NAMES = {
    "address": "publisher-place",
    "booktitle": "container-title",
    "date": "issued",
    "institution": "publisher",
    "journal": "container-title",
    "journaltitle": "container-title",
    "newspaper": "container-title",
    "organization": "publisher",
    "place": "publisher-place",
    "publication": "container-title",
    "school": "publisher",
    "series": "collection-title",
    "urldate": "accessed",
    "website": "container-title",
    "year": "issued",
}


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field of a cited record that is no CSL variable."""
    for source in cited_records(project):
        for field in source.fields:
            name = str(field.path[0])
            if len(field.path) == 1 and name not in CSL_VARIABLES:
                yield Finding(
                    CODE,
                    f"source {source.key!r}: CSL has no field {name!r}",
                    field.key,
                    _suggest(name),
                )


def _suggest(name: str) -> str:
    folded = name.casefold().replace("_", "-")
    same = next((v for v in CSL_VARIABLES if v.casefold() == folded), None)
    meant = same or _OTHER_NAMES.get(folded) or nearest(name, sorted(CSL_VARIABLES))
    return f"Did you mean {meant!r}?" if meant else "Put what readers need not see into `note:`."
