"""
## What it does
Reports a folder in `briefings/` that has no `index.md`, and a Markdown file that lies there
without a folder.

## Why it matters
A briefing is `briefings/<slug>/index.md`; a text in any other place is never published.

## Example
```text
briefings/
└── harbour-trade.md
```

## Use instead
```text
briefings/
└── harbour-trade/
    └── index.md
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI004"
SEVERITY = Severity.ERROR
