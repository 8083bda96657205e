"""
## What it does
Reports a citekey that two records of the site, or of a briefing's own sources, claim.

## Why it matters
Only the first record is used: whoever meant the other cites the wrong source.

## Example
```yaml
- id: port-2024
  type: report
  title: Annual report of the port
- id: port-2024
  type: dataset
  title: Calls at the port
```

## Use instead
```yaml
- id: port-2024
  type: report
  title: Annual report of the port
- id: port-calls-2024
  type: dataset
  title: Calls at the port
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR004"
SEVERITY = Severity.ERROR
