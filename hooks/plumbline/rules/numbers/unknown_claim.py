"""
## What it does
Looks up the claim that a number is bound to, in the front matter and in `briefings/claims.yml`.

## Why it matters
A number bound to nothing looks checked and is not.

## Example
```markdown
Trade came to [$5.17 billion](claim:us-ru-2032).
```

## Use instead
```markdown
Trade came to [$5.17 billion](claim:us-ru-2023).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU002"
SEVERITY = Severity.ERROR
