"""
## What it does
Reports two excerpt files that name the same source.

## Why it matters
Half of the passages would be overlooked.

## Example
```markdown
<!-- excerpts/port.md and excerpts/port-2024.md -->
---
key: port-2024
---
```

## Use instead
```markdown
<!-- excerpts/port-2024.md alone -->
---
key: port-2024
---
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "EX002"
SEVERITY = Severity.ERROR
