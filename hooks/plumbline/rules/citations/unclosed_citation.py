"""
## What it does
Reports a bracket that opens before a citekey and is not closed in its paragraph.

## Why it matters
The citation is printed in the midst of the sentence, behind a bracket that stands alone, and its
page is not taken for one.

## Example
```markdown
The port grew [@port-2024, p. 4.
```

## Use instead
```markdown
The port grew [@port-2024, p. 4].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import shown_citations
from plumbline.library import body_mask, briefing
from plumbline.project import Project

CODE = "CI004"
SEVERITY = Severity.WARNING
_OPENING = re.compile(r"\[(?:[^\W\d_][\w.]*,? ){0,4}\Z")  # "[", "[see ", "[see also "
_BRACKET = re.compile(r"[\[\]]|\n[ \t]*\n")  # or the end of a paragraph


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each opened bracket before a key."""
    document, text = briefing(project, slug), body_mask(project, slug)
    for citation in shown_citations(project, slug):
        line_start = text.rfind("\n", 0, citation.start) + 1
        opening = _OPENING.search(text[line_start : citation.start])
        if not citation.narrative or opening is None:
            continue
        start = line_start + opening.start()
        if not _is_closed(text, start):
            key = citation.items[0].key
            yield Finding(
                CODE,
                f"the bracket before @{key} is never closed",
                document.locate_in_body(start, citation.end),
                f"Close it behind the key and its page: [@{key}, p. 4].",
            )


def _is_closed(text: str, start: int) -> bool:
    depth = 0
    for match in _BRACKET.finditer(text, start):
        if match[0] not in "[]":
            return False
        depth += 1 if match[0] == "[" else -1
        if depth == 0:
            return True
    return False
