"""
## What it does
Reports a value of the wrong kind: a text for a list, a day that does not exist, a word that is
none of those allowed.

## Why it matters
The value cannot be used, so what it should say would be missing from the page.

## Example
```yaml
date: 2026-02-30
authors: trade-desk
```

## Use instead
```yaml
date: 2026-02-28
authors: [trade-desk]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA007"
SEVERITY = Severity.ERROR
