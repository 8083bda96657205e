"""
## What it does
Reports a cited record that lacks what its kind of source cannot be found without.

An article needs the journal or newspaper and a date, a book its publisher and year, a web page its
address, a report, dataset or thesis the body that stands behind it.

## Why it matters
The reference is printed without a word about the gap, and a reader cannot find the source.

## Example
```yaml
- id: quay-2024
  type: article-journal
  title: The new quay
  author: [{literal: Port Authority}]
```

## Use instead
```yaml
- id: quay-2024
  type: article-journal
  title: The new quay
  author: [{literal: Port Authority}]
  container-title: Harbour Review
  issued: 2024-03
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR009"
SEVERITY = Severity.WARNING

# By type: groups of fields, of each of which one is needed; the first is the usual one.
_DATE = ("issued", "status")  # what is forthcoming has a status instead
_ISSUER = ("publisher", "author", "editor", "authority")
_JOURNAL = ("container-title", "container-title-short", "journalAbbreviation")
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (_JOURNAL, _DATE),
    "article-magazine": (("container-title", "publisher"), _DATE),
    "article-newspaper": (("container-title", "publisher"), _DATE),
    "bill": (_DATE,),
    "book": (("publisher", "original-publisher"), _DATE),
    "chapter": (("container-title",), _DATE),
    "dataset": ((*_ISSUER, "compiler", "container-title"),),
    "legal_case": (_DATE,),
    "legislation": (_DATE,),
    "paper-conference": (("container-title", "event-title", "event", "publisher"), _DATE),
    "post": (("URL", "DOI"),),
    "post-weblog": (("URL", "DOI"),),
    "regulation": (_DATE,),
    "report": ((*_ISSUER, "container-title"),),
    "thesis": (("publisher",),),
    "treaty": (_DATE,),
    "webpage": (("URL", "DOI"),),
}


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited record that lacks a field its type needs."""
    for source in cited_records(project):
        kind = source.text("type")
        missing = [
            group[0]
            for group in _NEEDED.get(kind, ())
            if not any(source.field(name) is not None for name in group)
        ]
        if missing:
            names = " and ".join(f"`{name}`" for name in missing)
            adds = " and ".join(f"`{name}:`" for name in missing)
            yield Finding(
                CODE,
                f"source {source.key!r} ({kind}) has no {names}",
                source.location,
                f"Add {adds}, or choose the type that fits.",
            )
