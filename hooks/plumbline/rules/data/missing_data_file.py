"""
## What it does
Reports a dataset in datapackage.yaml whose CSV file is not there.

## Why it matters
Its charts cannot be drawn.

## Example
```yaml
- name: port_calls
  path: portcalls.csv
```

## Use instead
```yaml
- name: port_calls
  path: port_calls.csv
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "DA001"
SEVERITY = Severity.ERROR
