"""
## What it does
Reports a bibliographic record without `title:`.

## Why it matters
A reader cannot find a source that has no name.

## Example
```yaml
- id: port-2024
  type: report
  URL: https://example.org/port-2024
```

## Use instead
```yaml
- id: port-2024
  type: report
  title: Annual report of the port
  URL: https://example.org/port-2024
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR003"
SEVERITY = Severity.ERROR
