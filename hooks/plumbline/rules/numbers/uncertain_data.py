"""
## What it does
Reports a number whose row in the dataset has the status conflicting or provisional.

## Why it matters
Readers should be told when a figure is disputed or will be revised.

## Example
```markdown
Trade was [$64.2 billion](claim:cn-ru-2015) in 2015.
```

## Use instead
```markdown
Trade was about [$69.5 billion](claim:cn-ru-2016) in 2016.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU006"
SEVERITY = Severity.WARNING
