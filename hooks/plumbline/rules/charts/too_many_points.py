"""
## What it does
Reports a chart that would draw more than 5,000 points.

## Why it matters
So many points run into one another, the page becomes heavy, and the table below the chart can no
longer be read. What the chart is to show is nearly always a sum or a mean of them.

## Example
```yaml
id: shipments
title: Shipments by day
data: shipments
x: day
y: [weight]
```

## Use instead
```yaml
id: shipments
title: Shipments by month
sql: SELECT month, sum(weight) AS weight FROM shipments GROUP BY month ORDER BY month
x: month
y: [weight]
unit: tonnes
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH010"
SEVERITY = Severity.ERROR
