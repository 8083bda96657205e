"""
## What it does
Reports a file that the site needs and that is missing or cannot be read, and a `briefings/` folder
without a single briefing.

## Why it matters
Every name in `authors:` and `topics:` is looked up in such a file; without it nothing holds.

## Example
```text
briefings/
├── harbour-trade/index.md
└── topics.yml
```

## Use instead
```text
briefings/
├── authors.yml
├── harbour-trade/index.md
└── topics.yml
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI001"
SEVERITY = Severity.ERROR
