"""
## What it does
Reports a table that names a dataset or column that does not exist, selects no row, or whose SQL is
refused.

## Why it matters
The table would be missing from the page.

## Example
```yaml
data: port_calls
columns: [year, cals]
```

## Use instead
```yaml
data: port_calls
columns: [year, calls]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "TB001"
SEVERITY = Severity.ERROR
