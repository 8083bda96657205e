"""
## What it does
Looks for the file that a chart names with `use` or `figure`.

## Why it matters
A chart without its file cannot be drawn.

## Example
```yaml
use: port-call    # the file is charts/port-calls.yml
```

## Use instead
```yaml
use: port-calls
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH014"
SEVERITY = Severity.ERROR
