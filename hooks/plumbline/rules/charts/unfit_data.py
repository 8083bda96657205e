"""
## What it does
Reports data that do not suit the type of chart: a dumbbell over three series, a balance over one.

## Why it matters
Each type shows one kind of relation. Over other data it shows nothing, or something that is not
there.

## Example
```yaml
id: calls
title: More calls than in 2022
type: slope
data: port_calls
x: year
y: [calls]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
type: slope
data: port_calls
x: year
y: [calls]
where: {year: ["2022", "2024"]}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH012"
SEVERITY = Severity.ERROR
