"""
## What it does
Reports an address of a cited record that runs a program or holds its own content:
`javascript:`, `data:`, `vbscript:`.

## Why it matters
Such an address is no source. In a link it would run in the reader's browser with the rights of
this site.

## Example
```yaml
URL: javascript:alert(1)
```

## Use instead
```yaml
URL: https://example.org/quay
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR029"
SEVERITY = Severity.ERROR

# Browsers pass over control characters and spaces before and within a scheme.
_IGNORED = re.compile(r"[\x00-\x20]")
_UNSAFE = re.compile(r"(?P<scheme>javascript|vbscript|data|blob|view-source):", re.IGNORECASE)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each address with an unsafe scheme."""
    for source in cited_records(project):
        match = _UNSAFE.match(_IGNORED.sub("", source.text("URL")))
        if match is not None:
            yield Finding(
                CODE,
                f"source {source.key!r}: an address must not begin with '{match[0].lower()}'",
                source.locate("URL"),
                "Give an address that begins with https://, or none.",
            )
