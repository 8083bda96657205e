"""
## What it does
Reports a citation in brackets of which one part has no citekey.

## Why it matters
A semicolon begins another source. The whole citation is printed as it is written, brackets and
keys included.

## Example
```markdown
The port grew [@port-2024; see also the budget].
```

## Use instead
```markdown
The port grew [@port-2024, see also the budget].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.library import briefing, citations
from plumbline.project import Project

CODE = "CI002"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each citation with a part that names no source."""
    for citation in citations(project, slug):
        if citation.malformed:
            where, written = _keyless_part(project, slug, citation.start, citation.end)
            message = f"the part {written!r} of the citation has no citekey"
            fix = (
                "Write words about a source behind its key and a comma; a semicolon begins another."
            )
            if not written:
                message, fix = "a part of the citation is empty", "Remove the semicolon."
            yield Finding(CODE, message, where, fix)


def _keyless_part(project: Project, slug: str, start: int, end: int) -> tuple[Location, str]:
    document = briefing(project, slug)
    at = start + 1
    for part in document.body[start + 1 : end - 1].split(";"):
        written = part.strip()
        if "@" not in part:
            begin = at + part.index(written) if written else at - 1  # an empty one: its semicolon
            return document.locate_in_body(begin, begin + max(len(written), 1)), written
        at += len(part) + 1
    return document.locate_in_body(start, end), document.body[start + 1 : end - 1]
