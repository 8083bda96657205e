"""
## What it does
Compares a cited record's `DOI` with its `URL` where that is an address of doi.org.

## Why it matters
The reference links to one work and names another: one of the two was copied from elsewhere.

## Example
```yaml
DOI: 10.1000/182
URL: https://doi.org/10.1000/183
```

## Use instead
```yaml
DOI: 10.1000/182
URL: https://doi.org/10.1000/182
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.addresses import doi_in_address
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR026"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each record whose DOI and address name two works."""
    for source in cited_records(project):
        written = source.text("DOI")
        given = doi_in_address(written) or written.casefold().removeprefix("doi:").strip()
        linked = doi_in_address(source.text("URL"))
        if not given.startswith("10.") or linked is None:
            continue  # a shortDOI, 10/abc, may stand for any
        if given.casefold() != linked.casefold():
            yield Finding(
                CODE,
                f"source {source.key!r}: `URL` leads to the DOI {linked}, but `DOI` is {given}",
                source.locate("URL"),
                "Find out which is right; the address can be left out where there is a DOI.",
            )
