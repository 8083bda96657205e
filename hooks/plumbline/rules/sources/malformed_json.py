"""
## What it does
Reports a `.json` file of sources that is no JSON.

## Why it matters
None of its records can be cited until it is mended.

## Example
```json
[{"id": "quay-2024", "type": "report", "title": "The new quay",}]
```

## Use instead
```json
[{"id": "quay-2024", "type": "report", "title": "The new quay"}]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR041"
SEVERITY = Severity.ERROR
