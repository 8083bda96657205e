"""
## What it does
Reports an image without an alternative text.

## Why it matters
A screen reader announces it as a picture and says no more; search engines and readers without
images get nothing at all.

## Example
```markdown
![](quay.png)
```

## Use instead
```markdown
![The new quay in May 2024, with two container ships](quay.png)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.content.prose import MASK
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import body_mask, briefing
from plumbline.project import Project

CODE = "LI006"
SEVERITY = Severity.WARNING
_NO_ALT = re.compile(rf"!\[[ \t]*\](?=[{MASK}\[])")


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each image with nothing between its brackets."""
    document = briefing(project, slug)
    for match in _NO_ALT.finditer(body_mask(project, slug)):
        yield Finding(
            CODE,
            "the image has no alternative text",
            document.locate_in_body(match.start(), match.end()),
            "Say between the brackets what the image shows.",
        )
