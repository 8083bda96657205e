"""
## What it does
Reports two cited citekeys whose pages would have the same address under `/sources/`.

In an address, capitals are small, accents are dropped, and every other sign is a hyphen.

## Why it matters
Only one of the two sources can have the page; readers of the other would be shown the wrong one.

## Example
```yaml
- id: port:2024
  type: report
  title: Annual report of the port
- id: port/2024
  type: dataset
  title: Calls at the port
```

## Use instead
```yaml
- id: port:2024
  type: report
  title: Annual report of the port
- id: port-calls:2024
  type: dataset
  title: Calls at the port
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.scaffold import slugify
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.evidence.sources import Source
from plumbline.project import Project

CODE = "SR037"
SEVERITY = Severity.ERROR


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited key with the address of an earlier one."""
    first: dict[str, Source] = {}
    for source in cited_records(project):
        slug = slugify(source.key)
        other = first.setdefault(slug, source)
        if other.key != source.key:
            yield Finding(
                CODE,
                f"the citekeys {source.key!r} and {other.key!r} "
                f"both have the address sources/{slug}/",
                source.location,
                f"Rename one of them; the other stands at {other.location}.",
            )
