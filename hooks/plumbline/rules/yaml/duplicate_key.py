"""
## What it does
Reports a key that stands twice in one mapping.

## Why it matters
Only the first of its values is used, and nobody can see that from the other.

## Example
```yaml
date: 2024-05-01
authors: [trade-desk]
date: 2024-05-08
```

## Use instead
```yaml
date: 2024-05-01
updated: 2024-05-08
authors: [trade-desk]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA003"
SEVERITY = Severity.ERROR
