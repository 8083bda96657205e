"""
## What it does
Reports an entry of `ignore:` whose day `until` has passed; what it set aside is reported again.
The day itself still counts.

## Why it matters
A rule is set aside until a day so that somebody looks again. That day has passed: either the
matter is mended by now, or the exception needs a new reason.

## Example
```yaml
ignore:
  - rule: unknown-citation
    reason: The report appears in May.
    until: 2024-05-31
```

## Use instead
```yaml
ignore:
  - rule: unknown-citation
    reason: The report was put off to the autumn of 2030.
    until: 2030-10-31
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SU001"
SEVERITY = Severity.ERROR
