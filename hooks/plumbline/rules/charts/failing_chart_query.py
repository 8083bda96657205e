"""
## What it does
Reports the `sql` of a chart that gives no result, with what the database says.

## Why it matters
A chart without its query cannot be drawn.

## Example
```yaml
id: calls
title: More calls than in 2022
sql: SELECT year, ships FROM port_calls
x: year
y: [calls]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
sql: SELECT year, calls FROM port_calls
x: year
y: [calls]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH013"
SEVERITY = Severity.ERROR
