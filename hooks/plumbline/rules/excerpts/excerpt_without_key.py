"""
## What it does
Reports an excerpt file whose front matter does not name a source.

## Why it matters
Passages of nobody knows what prove nothing.

## Example
```markdown
The passage as it was read.
```

## Use instead
```markdown
---
key: port-2024
---

The passage as it was read.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "EX001"
SEVERITY = Severity.ERROR
