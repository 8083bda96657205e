"""
## What it does
Reports a chart whose `y` names a column that does not hold numbers.

## Why it matters
Only numbers have a height on an axis. Often the column does hold numbers, and only its type in
datapackage.yaml is missing.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [status]
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

CODE = "CH004"
SEVERITY = Severity.ERROR
