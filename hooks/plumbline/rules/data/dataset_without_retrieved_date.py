"""
## What it does
Reports a dataset without `retrieved`, the day on which it was fetched.

## Why it matters
Statistics are revised. Who finds another figure at the source must be able to see whether ours was
wrong or is only older.

## Example
```yaml
- name: port_calls
  path: port_calls.csv
  vintage: Report for 2024
```

## Use instead
```yaml
- name: port_calls
  path: port_calls.csv
  vintage: Report for 2024
  retrieved: 2025-03-14
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.data.queries import datapackage
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "DA010"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each dataset that does not say when it was fetched."""
    package = datapackage(project)
    for resource in package.package.resources:
        if resource.retrieved is None:
            yield Finding(
                CODE,
                f"the dataset {resource.name!r} does not say when it was retrieved",
                package.locate(resource.name),
                "Add `retrieved` with the day on which the data were fetched.",
            )
