"""
## What it does
Reports a bare ¥, which stands for the yen and for the yuan.

## Why it matters
The two differ by a factor of twenty.

## Example
```markdown
The loan was ¥40 billion.
```

## Use instead
```markdown
The loan was CNY 40 billion.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU010"
SEVERITY = Severity.ERROR
