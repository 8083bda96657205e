"""
## What it does
Compares the words of the clause around a change or a balance (rose, fell, surplus, deficit)
with its sign. Where the clause is unclear nothing is said.

## Why it matters
The right number with the wrong verb says the opposite.

## Example
```markdown
Trade rose by [6.9%](claim:change-2025).
```

## Use instead
```markdown
Trade fell by [6.9%](claim:change-2025).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU005"
SEVERITY = Severity.ERROR
