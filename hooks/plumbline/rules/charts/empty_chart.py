"""
## What it does
Reports a chart in which every value is missing.

## Why it matters
Readers would see a frame with nothing in it.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [forecast]    # no cell is filled yet
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH006"
SEVERITY = Severity.ERROR
