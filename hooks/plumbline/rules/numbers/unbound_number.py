"""
## What it does
Lists numbers that are neither bound to a dataset nor followed by a citation in their sentence.
Years, dates, ordinals, numbers that are names, and bare counts up to ten are not counted.

## Why it matters
A number without evidence is a number that nobody can check.

## Example
```markdown
The pipeline carried 31.12 billion cubic metres in 2024.
```

## Use instead
```markdown
The pipeline carried [31.12 billion cubic metres](claim:gas-2024) in 2024.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU009"
SEVERITY = Severity.NOTE
