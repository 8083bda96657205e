"""
## What it does
Reports a script, an event handler, a frame or a `javascript:` link within a field of a cited
record.

## Why it matters
Records come from other people's web pages. Plumbline prints nothing of the kind as markup, but
other programs that read the same file may.

## Example
```yaml
title: The new quay<script>alert(1)</script>
```

## Use instead
```yaml
title: The new quay
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR030"
SEVERITY = Severity.ERROR

_EXECUTABLE = re.compile(
    r"</?(?:script|iframe|frame|object|embed|applet|svg|style|form|base|meta|link|template)"
    r"(?=[\s/>])[^<>]*>?"
    r"|<[a-z][^<>]*?[\s/\"']on[a-z]{3,}\s*=[^<>]*>?"  # an event handler
    r"|=\s*[\"']?(?:java|vb)script:[^\s\"'>]*"  # an attribute
    r"|\]\(\s*(?:java|vb)script:\S*",  # a Markdown link
    re.IGNORECASE,
)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field that holds markup which could run, at the first of it."""
    for source in cited_records(project):
        for field in source.fields:
            match = _EXECUTABLE.search(field.text or "")
            if match is not None:
                yield Finding(
                    CODE,
                    f"source {source.key!r}: `{field.path[0]}` holds the markup {match[0]!r}",
                    field.locate(*match.span()),
                    "Remove it.",
                )
