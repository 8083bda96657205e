"""
## What it does
Reports a row of a CSV file with more or fewer cells than the header, and a file that is no CSV
with commas.

## Why it matters
Its values may stand under the wrong headings, so the row is left out of charts and downloads.

## Example
```csv
year,calls,note
2024,905,Strikes, then a flood
```

## Use instead
```csv
year,calls,note
2024,905,"Strikes, then a flood"
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA002"
SEVERITY = Severity.ERROR
