"""
## What it does
Compares the text of a claim with the value that the datasets give. A number holds within half
of its last written digit; "about", "nearly", "more than" and "at least" widen or turn the
comparison.

## Why it matters
The number is what readers take away. A slip of one digit or one magnitude turns a finding
round, and nobody sees it in the text.

## Example
```markdown
Trade came to [$51.7 billion](claim:us-ru-2023) in 2023.
```

## Use instead
```markdown
Trade came to [$5.17 billion](claim:us-ru-2023) in 2023.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU001"
SEVERITY = Severity.ERROR
