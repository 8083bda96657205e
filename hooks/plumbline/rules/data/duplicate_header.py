"""
## What it does
Reports a column name that stands twice in the header of a CSV file.

## Why it matters
Nobody can say which of the two a chart should draw; the file is not read.

## Example
```csv
year,calls,calls
2024,905,870
```

## Use instead
```csv
year,calls,calls_of_container_ships
2024,905,870
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA003"
SEVERITY = Severity.ERROR
