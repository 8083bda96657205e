"""
## What it does
Looks up the `citekeys` of every dataset, and the keys in a column `source` of its file, in the
sources of the site.

## Why it matters
A key without a record gives the reader of a chart nothing to check.

## Example
```csv
year,calls,source
2024,905,port-2042
```

## Use instead
```csv
year,calls,source
2024,905,port-2024
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.validation import did_you_mean
from plumbline.data.datapackage import Resource
from plumbline.data.queries import DATA, datapackage, table
from plumbline.data.table import locate_cell
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.evidence.queries import is_unknown, known_keys
from plumbline.project import Project, read_text

CODE = "DA008"
SEVERITY = Severity.ERROR

_MOST = 20
"""Keys of a file that are reported one by one: a column of that name may hold something else."""


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each key that no record has; in a file, where it first stands."""
    package = datapackage(project)
    for resource in package.package.resources:
        for index, key in enumerate(resource.citekeys):
            if is_unknown(project, "", key):
                where = package.locate(resource.name, "citekeys", index)
                yield _finding(project, key, where)
        keys = _keys_in_file(project, resource.name)
        unknown = [(key, row) for key, row in keys.items() if is_unknown(project, "", key)]
        for key, row in unknown[:_MOST]:
            yield _finding(project, key, _locate(project, resource, row, key))
        if len(unknown) > _MOST:
            key, row = unknown[_MOST]
            more = f"and {len(unknown) - _MOST:,} more like these in this file"
            yield Finding(CODE, more, _locate(project, resource, row, key))


def _keys_in_file(project: Project, name: str) -> dict[str, int]:
    """Return the keys in the column `source` with the first row in which each stands."""
    read = table(project, name)
    found: dict[str, int] = {}
    if read is None or read.field("source") is None:
        return found
    for row, cell in enumerate(read.column("source")):
        for key in str(cell or "").split(";"):
            if key.strip():
                found.setdefault(key.strip(), row)
    return found


def _locate(project: Project, resource: Resource, row: int, key: str) -> Location:
    read = table(project, resource.name)
    file = read_text(project, f"{DATA}/{resource.path}")
    if read is None:
        return Location(file.path)
    cell = locate_cell(file, read.lines[row], read.positions[read.names.index("source")])
    at = file.line(cell.line).find(key, cell.column - 1)
    if at < 0:
        return cell
    return Location(file.path, cell.line, at + 1, cell.line, at + 1 + len(key))


def _finding(project: Project, key: str, where: Location) -> Finding:
    suggestion = did_you_mean(key, known_keys(project, ""), "Add its record to briefings/sources/.")
    return Finding(CODE, f"no source has the citekey {key!r}", where, suggestion)
