"""
## What it does
Reports a text file that is not encoded in UTF-8, or that holds a NUL byte.

## Why it matters
Its letters beyond ASCII would come out as others, in names first of all; so the file is not read.

## Example
```yaml
# saved as Latin-1: the byte 0xE3 is no UTF-8
sao-paulo-desk:
  name: S<E3>o Paulo Desk
```

## Use instead
```yaml
# saved as UTF-8
sao-paulo-desk:
  name: São Paulo Desk
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI002"
SEVERITY = Severity.ERROR
