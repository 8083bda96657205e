"""
## What it does
Reports a chart whose columns have different units, or a unit that its values cannot be converted
to.

## Why it matters
One axis has one unit: tonnes read off an axis of calls are wrong by any factor.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls, cargo]    # calls and tonnes
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

CODE = "CH005"
SEVERITY = Severity.ERROR
