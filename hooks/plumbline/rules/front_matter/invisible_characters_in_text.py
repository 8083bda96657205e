"""
## What it does
Reports characters in the text, title, summary, key judgments and captions of a briefing that nobody
sees: zero-width spaces, soft hyphens, marks that turn the direction of writing, private-use
characters.

## Why it matters
A direction mark can show a reader other words and numbers than those that were checked. A hidden
character in a name hides it from search.

## Example
```yaml
title: Trade fell to \\u202e71.5 billion
```

## Use instead
```yaml
title: Trade fell to 5.17 billion
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.invisible import find_strays, name_character
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.places import locate, placed_texts
from plumbline.project import Project

CODE = "FM024"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each text with an invisible character, at the first of them."""
    for text in placed_texts(project, slug):
        if text.text.isascii():
            continue
        found = find_strays(text.text)
        if found:
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            where = locate(project, slug, text, found[0], found[0] + 1)
            message = f"the {text.kind} holds {name_character(text.text[found[0]])}{more}"
            yield Finding(CODE, message, where, "Delete it and type the words anew.")
