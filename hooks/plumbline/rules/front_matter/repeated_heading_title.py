"""
## What it does
Reports a level-1 heading in the text: a line with a single `#`, or one underlined with `=`.

## Why it matters
The page prints the title as its only level-1 heading. A second one confuses screen readers and the
table of contents. Python-Markdown takes `#1 port` at the start of a line for a heading too.

## Example
```markdown
# Trade through the harbour

The port counted more calls.
```

## Use instead
```markdown
The port counted more calls.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import body_mask, briefing
from plumbline.project import Project
from plumbline.titles import fold_title

CODE = "FM023"
SEVERITY = Severity.WARNING

# As Python-Markdown reads headings: `#` at the start of a line or of what a quotation, list item,
# footnote or definition holds, four columns of indentation a container; `=` below the first line of
# a block. Two line ends stand before the text: what begins with one is searched for fast.
_HEADING = re.compile(
    r"""
      \n(?:[ ]{4}|\t)*(?:>[ ]?(?:[ ]{4})*|[-*+][ ]+|\d+\.[ ]+|\[\^[^\]\s]+\]:[ ]*|:[ ]{3})*
      (?P<hash>\#(?!\#)[^\n]*)
    | \n[ \t>]*\n[ \t]*(?:>[ ]?)*(?P<underlined>[^\n\0>\s][^\n]*)\n[ >]*=+[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each level-1 heading of the body."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return
    body = document.body
    for match in _HEADING.finditer(f"\n\n{body_mask(project, slug)}"):
        start, end = (at - 2 for at in match.span("hash" if match["hash"] else "underlined"))
        heading = body[start:end].rstrip()
        yield Finding(
            CODE,
            f"{heading!r} is a level-1 heading; the page has one already, its title",
            document.locate_in_body(start, start + len(heading)),
            _suggest(heading, front.title),
        )


def _suggest(heading: str, title: str) -> str:
    if fold_title(heading.strip("#")) == fold_title(title):
        return "Remove it: the page prints the title above the text."
    if heading.startswith("#") and heading[1:2].strip():
        return r"Write `\#` where no heading is meant, `## ` where one is."
    return "Make it level 2 (`## `), and lower the headings below it likewise."
