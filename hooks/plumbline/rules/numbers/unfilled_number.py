"""
## What it does
Reports `[?](claim:id)`, the place of a number that is still to be filled in, and offers the
value.

## Why it matters
A question mark is fine in a draft and embarrassing in print.

## Example
```markdown
Trade came to [?](claim:us-ru-2023).
```

## Use instead
```markdown
Trade came to [$5.17 billion](claim:us-ru-2023).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU013"
SEVERITY = Severity.ERROR
