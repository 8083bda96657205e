"""
## What it does
Computes every claim and reports one that names no column, finds no row or several, mixes units,
refers to itself, or whose SQL is refused.

## Why it matters
A claim that cannot be computed checks nothing.

## Example
```yaml
claims:
  us-ru-2023: {value: us_russia.total}
```

## Use instead
```yaml
claims:
  us-ru-2023: {value: us_russia.total, where: {year: 2023}}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU003"
SEVERITY = Severity.ERROR
