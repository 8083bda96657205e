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
# Two line ends stand before the text: what begins with one is searched for fast.
_HEADING = re.compile(
    r"\n[ \t>]*#{1,6}(?!#).*"  # one that begins with number signs
    r"|\n\n[ \t>]*\S.*\n(?=[ \t>]*(?:=+|-+)[ ]*$)",  # one that is underlined
    re.MULTILINE,
)


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each citation in a heading."""
    document = briefing(project, slug)
    text = f"\n\n{body_mask(project, slug)}"
    headings = [(m.start() - 2, m.end() - 2) for m in _HEADING.finditer(text)]
    for citation in shown_citations(project, slug):
        if any(start <= citation.start < end for start, end in headings):
            yield Finding(
                CODE,
                "a heading holds a citation",
                document.locate_in_body(citation.start, citation.end),
                "Put it behind the sentence of the text that it supports.",
            )
