"""
## What it does
Reports text of a cited record that was read in the wrong encoding somewhere on its way.

## Why it matters
"SÃ¼ddeutsche" is printed as it stands, and no search for the right name finds the source.

## Example
```yaml
container-title: SÃ¼ddeutsche Zeitung
```

## Use instead
```yaml
container-title: Süddeutsche Zeitung
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR020"
SEVERITY = Severity.WARNING
_LOST = "\ufffd"


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field with characters of a wrong encoding."""
    import ftfy  # takes a sixth of a second

    for source in cited_records(project):
        for field in source.fields:
            text = field.text or ""
            if text.isascii():
                continue
            name = field.path[0]
            if _LOST in text:
                at = text.index(_LOST)
                message = f"source {source.key!r}: `{name}` has lost a character to a conversion"
                where = field.locate(at, at + 1)
                yield Finding(CODE, message, where, "Copy the text from the source again.")
                continue
            mended = ftfy.fix_encoding(text)
            if mended != text:
                message = f"source {source.key!r}: `{name}` was read in the wrong encoding"
                yield Finding(CODE, message, field.location, f"Write {mended!r}.")
