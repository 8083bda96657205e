"""
## What it does
Reports a column of Harmonized System codes without a `classification` that names the edition, such
as `HS 2022`. A column holds such codes when it is named so (`hs`, `hs6`, `hs_code`) or when its
title or description speaks of HS codes.

## Why it matters
The Harmonized System is revised every five years or so, and codes change their meaning. A code
without its edition cannot be compared with another table's.

## Example
```yaml
- {name: hs6, type: string, title: Product}
```

## Use instead
```yaml
- {name: hs6, type: string, title: Product, classification: HS 2022}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.data.queries import datapackage
from plumbline.data.table_schema import TableField
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "DA012"
SEVERITY = Severity.WARNING

_NAME = re.compile(r"hs[_-]?((code|chapter|heading|subheading)s?)?[_-]?\d*", re.IGNORECASE)
_TEXT = re.compile(
    r"\b(HS|Harmoni[sz]ed System)[ -]?((2|4|6|8|10)|(code|chapter|heading|subheading)s?)\b"
)
_EDITION = re.compile(r"\b(19|20)[0-9]{2}\b")


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each column of HS codes whose edition nobody can know."""
    package = datapackage(project)
    for resource in package.package.resources:
        for index, field in enumerate(resource.schema_.fields):
            stated = resource.traits(field).classification
            if not _holds_codes(field) or _EDITION.search(stated or ""):
                continue
            edition = f"names no edition: {stated!r}" if stated else "is not stated"
            part = "classification" if field.classification else "name"
            yield Finding(
                CODE,
                f"the column {field.name!r} holds HS codes and their classification {edition}",
                package.locate(resource.name, "schema", "fields", index, part),
                "Add `classification: HS 2022`, with the edition that the codes are of.",
            )


def _holds_codes(field: TableField) -> bool:
    if field.type == "number" or field.unit:  # measures goods, whichever codes they have
        return False
    texts = f"{field.title or ''}\n{field.description or ''}"
    return bool(_NAME.fullmatch(field.name) or _TEXT.search(texts))
