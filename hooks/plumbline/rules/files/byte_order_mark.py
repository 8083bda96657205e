"""
## What it does
Reports a text file that begins with a byte-order mark.

## Why it matters
The file is read, but other tools take the invisible mark for the first character of its text: of a
CSV file's first column, for one.

## Example
```text
<U+FEFF>year,calls
2022,810
```

## Use instead
```text
year,calls
2022,810
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI003"
SEVERITY = Severity.WARNING
