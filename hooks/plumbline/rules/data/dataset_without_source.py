"""
## What it does
Reports a dataset without `citekeys`, `sources` or a column `source`, in a data package without
`sources` of its own.

## Why it matters
A number that comes from nowhere cannot be checked, and a chart of it has no source line.

## Example
```yaml
- name: port_calls
  path: port_calls.csv
```

## Use instead
```yaml
- name: port_calls
  path: port_calls.csv
  citekeys: [port-2024]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.data.queries import datapackage
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "DA007"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each dataset that says nothing of where it comes from."""
    package = datapackage(project)
    for resource in package.package.resources:
        by_row = any(field.name == "source" for field in resource.schema_.fields)
        if not (resource.citekeys or resource.sources or package.package.sources or by_row):
            yield Finding(
                CODE,
                f"the dataset {resource.name!r} names no source",
                package.locate(resource.name),
                "Add `citekeys: [key]` with the key of its record in briefings/sources/.",
            )
