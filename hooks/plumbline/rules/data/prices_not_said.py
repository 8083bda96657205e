"""
## What it does
Reports a column of numbers in a currency for which neither it nor its dataset states `prices`.

## Why it matters
A dollar of 1992 is not a dollar of 2024. Nominal values that are taken for real ones show growth
where there was inflation.

## Example
```yaml
- {name: dues, type: number, unit: USD million}
```

## Use instead
```yaml
- {name: dues, type: number, unit: USD million, prices: nominal}
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from plumbline.data.queries import datapackage
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "DA011"
SEVERITY = Severity.WARNING

_WORD = re.compile(r"[A-Z]+")


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each column in a currency that is neither nominal nor real."""
    package = datapackage(project)
    for resource in package.package.resources:
        for index, field in enumerate(resource.schema_.fields):
            numeric = field.type in ("number", "integer")
            if not numeric or resource.traits(field).prices or not _names_currency(field.unit):
                continue
            yield Finding(
                CODE,
                f"the column {field.name!r} is in {field.unit} and does not say at which prices",
                package.locate(resource.name, "schema", "fields", index, "unit"),
                "Add `prices: nominal` or `prices: real` to the field or to the dataset.",
            )


def _names_currency(unit: str | None) -> bool:
    """Return whether a unit holds a code of ISO 4217 or the sign of a currency."""
    if not unit:
        return False
    if any(unicodedata.category(character) == "Sc" for character in unit):
        return True
    return any(word in _codes() for word in _WORD.findall(unit))


@cache
def _codes() -> frozenset[str]:
    import pycountry  # reads its tables when imported, which few checks need

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)
