"""
## What it does
Reports a cell that does not fit the type of its field in datapackage.yaml.

## Why it matters
The cell counts as missing: a line of a chart breaks there.

## Example
```csv
year,calls
2024,"1,905"
```

## Use instead
```csv
year,calls
2024,1905
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA004"
SEVERITY = Severity.ERROR
