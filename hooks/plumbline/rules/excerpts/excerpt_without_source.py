"""
## What it does
Reports an excerpt of a source that has no record.

## Why it matters
Without a record nobody can cite the passages, and a misspelt key hides them.

## Example
```markdown
---
key: prot-2024
---
```

## Use instead
```markdown
---
key: port-2024
---
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "EX004"
SEVERITY = Severity.ERROR
