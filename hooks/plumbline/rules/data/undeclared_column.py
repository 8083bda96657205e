"""
## What it does
Reports a column that stands in the CSV file but not in datapackage.yaml, or the other way round.

## Why it matters
Without a declaration a column has no type and no unit; a declared one that is absent cannot be
drawn.

## Example
```yaml
fields:
  - {name: year, type: year}
  - {name: call, type: integer}    # the file's header is year,calls
```

## Use instead
```yaml
fields:
  - {name: year, type: year}
  - {name: calls, type: integer}    # the file's header is year,calls
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA005"
SEVERITY = Severity.ERROR
