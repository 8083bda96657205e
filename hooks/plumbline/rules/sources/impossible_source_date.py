"""
## What it does
Reports a date of a record that does not exist, and a range that ends before it begins.

## Why it matters
pandoc prints such a date without a word, or leaves it out; a reader then looks for the wrong
edition.

## Example
```yaml
issued: "2024-13-41"
```

## Use instead
```yaml
issued: "2024-12-31"
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR008"
SEVERITY = Severity.ERROR
