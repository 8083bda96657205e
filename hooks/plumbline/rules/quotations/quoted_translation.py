"""
## What it does
Reports a quotation that matches our translation of a source but not its own words.

## Why it matters
A translation in quotation marks puts our words into somebody's mouth.

## Example
```markdown
Trade was worth “a value of 48.2 billion dollars” [@rampini-2008].
```

## Use instead
```markdown
Trade was worth “un valore di 48,2 miliardi di dollari” [@rampini-2008].
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "QU003"
SEVERITY = Severity.ERROR
