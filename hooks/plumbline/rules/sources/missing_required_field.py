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
from plumbline.evidence.sources import Source
from plumbline.project import Project

CODE = "SR009"
SEVERITY = Severity.WARNING

# By type: groups of fields, of each of which one is needed; the first is the usual one.
_Group = tuple[str, ...]
_DATE = ("issued", "status", "original-date", "available-date")  # the forthcoming have a status
_ISSUER = ("publisher", "author", "editor", "authority", "container-title", "compiler")
_JOURNAL = ("container-title", "container-title-short", "journalAbbreviation")
_NEWSPAPER = ("container-title", "publisher")
_ADDRESS = ("URL", "DOI")
_NEEDED: dict[str, tuple[_Group, ...]] = {
    "article-journal": (_JOURNAL, _DATE),
    "article-magazine": (_NEWSPAPER, _DATE),
    "article-newspaper": (_NEWSPAPER, _DATE),
    "bill": (_DATE,),
    "book": (("publisher", "publisher-place", "original-publisher"), _DATE),
    "chapter": (("container-title",), _DATE),
    "dataset": (_ISSUER,),
    "legal_case": (_DATE,),
    "legislation": (_DATE,),
    "paper-conference": (("container-title", "event-title", "event", "publisher"), _DATE),
    "post": (_ADDRESS,),
    "post-weblog": (_ADDRESS,),
    "regulation": (_DATE,),
    "report": (_ISSUER,),
    "thesis": (("publisher", "archive"),),
    "treaty": (_DATE,),
    "webpage": (_ADDRESS,),
}


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited record that lacks a field its type needs."""
    for source in cited_records(project):
        kind = source.text("type")
        missing = [
            group[0]
            for group in _NEEDED.get(kind, ())
            if not any(_has(source, name) for name in group)
        ]
        if missing:
            yield Finding(
                CODE,
                f"source {source.key!r} ({kind}) lacks {_list(missing)}",
                source.location,
                f"Add {_list(missing)}, or choose the type that fits.",
            )


def _has(source: Source, name: str) -> bool:
    field = source.field(name)
    return field is not None and field.text != ""


def _list(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
