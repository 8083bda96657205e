"""
## What it does
Lists claims of the front matter that neither the text nor another claim uses.

## Why it matters
A leftover claim misleads the next editor about what the text rests on.

## Example
```yaml
claims:
  us-ru-1992: {value: us_russia.total, where: {year: 1992}}  # never used
```

## Use instead
```yaml
claims:
  us-ru-2023: {value: us_russia.total, where: {year: 2023}}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU011"
SEVERITY = Severity.NOTE
