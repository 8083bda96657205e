"""
## What it does
Reports a chart in which a series has two values at one position.

## Why it matters
Two rows for 2023 are two figures for 2023: total and part, two editions, two countries. Drawn upon
one another, they show neither.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]    # port_calls has a row for each quay
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
series: quay
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH011"
SEVERITY = Severity.ERROR
