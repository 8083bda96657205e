"""
## What it does
Reports a dataset whose name another dataset of datapackage.yaml already has.

## Why it matters
Charts name a dataset by its name; only the first of the two is ever used.

## Example
```yaml
- {name: port_calls, path: port_calls.csv}
- {name: port_calls, path: port_tonnage.csv}
```

## Use instead
```yaml
- {name: port_calls, path: port_calls.csv}
- {name: port_tonnage, path: port_tonnage.csv}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA006"
SEVERITY = Severity.ERROR
