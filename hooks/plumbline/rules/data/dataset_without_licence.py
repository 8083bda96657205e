"""
## What it does
Reports a dataset without `licenses`, in a data package without `licenses` of its own.

## Why it matters
Readers may download the rows. Without a word on the licence they do not know what they may do with
them, and we do not know whether we may offer them at all.

## Example
```yaml
- name: port_calls
  path: port_calls.csv
  citekeys: [port-2024]
```

## Use instead
```yaml
- name: port_calls
  path: port_calls.csv
  citekeys: [port-2024]
  licenses: [{name: notspecified, title: No licence stated by the port authority}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.data.queries import datapackage
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "DA009"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each dataset that says nothing of its licence."""
    package = datapackage(project)
    for resource in package.package.resources:
        if not (resource.licenses or package.package.licenses):
            yield Finding(
                CODE,
                f"the dataset {resource.name!r} states no licence",
                package.locate(resource.name),
                "Add `licenses`, with the name `notspecified` where the source states none.",
            )
