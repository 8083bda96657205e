"""
## What it does
Reports a bibliographic record without `id:`.

## Why it matters
The `id` is the citekey: nothing can cite a record that has none.

## Example
```yaml
- type: report
  title: Annual report of the port
```

## Use instead
```yaml
- id: port-2024
  type: report
  title: Annual report of the port
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR001"
SEVERITY = Severity.ERROR
