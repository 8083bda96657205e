"""
## What it does
Reports a citation in a heading.

## Why it matters
The mark is repeated in the table of contents and in search results, where it leads nowhere.

## Example
```markdown
### Calls at the port [@port-2024]
```

## Use instead
```markdown
### Calls at the port

The port counted more calls than in 2022 [@port-2024].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import shown_citations
from plumbline.library import body_mask, briefing
from plumbline.project import Project

CODE = "CI003"
SEVERITY = Severity.WARNING
_HEADING = re.compile(
    r"^[ \t>]*#{1,6}(?!#).*$"  # one that begins with number signs
    r"|(?:\A|(?<=\n\n))[ \t>]*\S.*\n(?=[ \t>]*(?:=+|-+)[ ]*$)",  # one that is underlined
    re.MULTILINE,
)


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each citation in a heading."""
    document = briefing(project, slug)
    headings = [m.span() for m in _HEADING.finditer(body_mask(project, slug))]
    for citation in shown_citations(project, slug):
        if any(start <= citation.start < end for start, end in headings):
            yield Finding(
                CODE,
                "a heading holds a citation",
                document.locate_in_body(citation.start, citation.end),
                "Put it behind the sentence of the text that it supports.",
            )
