"""
## What it does
Looks for a number that is followed by a citation in the excerpts of the cited source, read in
the language of the excerpt. A source without an excerpt is not checked.

## Why it matters
A citation promises that the number stands in the source.

## Example
```markdown
Trade was $246 billion [@bne-2025-01].
```

## Use instead
```markdown
Trade was $244.81 billion [@bne-2025-01].
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU007"
SEVERITY = Severity.WARNING
