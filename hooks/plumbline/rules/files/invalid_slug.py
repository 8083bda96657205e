"""
## What it does
Reports a folder in `briefings/` whose name is more than a-z, 0-9 and single hyphens, or longer
than 100 characters.

## Why it matters
The name is the briefing's address: a space or a capital in it breaks when the link is typed,
mailed or moved to another server.

## Example
```text
briefings/
└── Harbour Trade 2024/
    └── index.md
```

## Use instead
```text
briefings/
└── harbour-trade-2024/
    └── index.md
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI005"
SEVERITY = Severity.ERROR
