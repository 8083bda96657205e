"""
## What it does
Reports a text file of more than 2 MB.

## Why it matters
A long book has less than a million characters: such a file is data in the wrong place, or one that
would stop the build.

## Example
```text
briefings/data/
└── port_calls.csv    # every call of every ship: 80 MB
```

## Use instead
```text
briefings/data/
└── port_calls.csv    # calls a month: 12 kB
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI006"
SEVERITY = Severity.ERROR
