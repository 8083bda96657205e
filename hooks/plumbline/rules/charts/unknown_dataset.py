"""
## What it does
Looks up the dataset of every chart in briefings/data/datapackage.yaml.

## Why it matters
A chart without its dataset cannot be drawn.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_call
x: year
y: [calls]
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

CODE = "CH002"
SEVERITY = Severity.ERROR
