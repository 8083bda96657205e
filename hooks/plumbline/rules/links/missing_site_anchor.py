"""
## What it does
Reports a link of the finished site to a place in a page, `#anchor`, that the page does not have.

A build looks for it in the pages that it has written, so that headings, charts, numbers, raw HTML
and the pages that the program makes all count.

## Why it matters
The link leads to the top of the page, and the reader searches in vain.

## Example
```markdown
[How we check](../../docs/methodology.md#how-we-chek)
```

## Use instead
```markdown
[How we check](../../docs/methodology.md#how-we-check)
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "LI008"
SEVERITY = Severity.ERROR
