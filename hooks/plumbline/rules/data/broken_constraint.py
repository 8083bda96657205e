"""
## What it does
Holds the cells of a dataset against the `constraints` of their fields, and its rows against its
`primaryKey`.

## Why it matters
A constraint is a promise to those who use the published data package. A key that stands twice makes
claims and charts pick from two rows.

## Example
```csv
year,calls,status
2024,905,final
2024,907,finale
```

## Use instead
```csv
year,calls,status
2023,905,final
2024,907,final
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from plumbline.data.constraints import find_breaches
from plumbline.data.queries import DATA, datapackage, table
from plumbline.data.table import locate_cell
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project, read_text

CODE = "DA013"
SEVERITY = Severity.ERROR

_MOST = 20


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each breach of a schema, up to 20 a dataset."""
    for resource in datapackage(project).package.resources:
        read = table(project, resource.name)
        if read is None or not read.rows:
            continue
        file = read_text(project, f"{DATA}/{resource.path}")
        reported = {finding.location for finding in read.findings}
        for breach in islice(find_breaches(read, resource.schema_), _MOST):
            place = read.positions[read.names.index(breach.column)]
            where = locate_cell(file, read.lines[breach.row], place)
            if where in reported:  # a cell of the wrong type, which is missing therefore
                continue
            message = f"column {breach.column!r}: {breach.problem}"
            fix = "Mend the cell, or what datapackage.yaml says of it."
            yield Finding(CODE, message, where, fix)
