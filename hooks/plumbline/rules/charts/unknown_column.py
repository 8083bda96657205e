"""
## What it does
Looks up the columns that a chart draws in its dataset.

## Why it matters
A chart without its columns cannot be drawn.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [ships]
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

CODE = "CH003"
SEVERITY = Severity.ERROR
