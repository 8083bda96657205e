"""
## What it does
Reports a key that front matter, a registry, a chart or the data package does not have.

## Why it matters
A misspelt key says nothing: its value would be lost without a word.

## Example
```yaml
title: Trade through the harbour
sumary: More ships called at the port.
```

## Use instead
```yaml
title: Trade through the harbour
summary: More ships called at the port.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA005"
SEVERITY = Severity.ERROR
