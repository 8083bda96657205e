"""
## What it does
Reports two sources with excerpts whose citekeys give the same address.

## Why it matters
Only one of the two could have a page.

## Example
```markdown
---
key: port:2024
---
<!-- beside an excerpt of port-2024 -->
```

## Use instead
```markdown
---
key: port-report-2024
---
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "EX003"
SEVERITY = Severity.ERROR
