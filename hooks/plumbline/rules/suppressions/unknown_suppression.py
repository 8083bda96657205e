"""
## What it does
Reports an entry of `ignore:` that names no rule, neither by its code nor by its name.

## Why it matters
Nothing is set aside by such an entry, and the reason beside it is given in vain.

## Example
```yaml
ignore:
  - rule: unknown-cite
    reason: The report appears in May.
```

## Use instead
```yaml
ignore:
  - rule: unknown-citation
    reason: The report appears in May.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SU003"
SEVERITY = Severity.ERROR
