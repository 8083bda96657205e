"""
## What it does
Reports a record without `type:`, or with one that CSL 1.0.2 does not know.

## Why it matters
The type decides how a reference is printed; with none, an article and a law come out alike.

## Example
```yaml
- id: port-2024
  type: annual-report
  title: Annual report of the port
```

## Use instead
```yaml
- id: port-2024
  type: report
  title: Annual report of the port
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR002"
SEVERITY = Severity.ERROR
