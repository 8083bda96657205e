"""
## What it does
Remarks on "more than" or "less than" where the value lies more than a tenth beyond the number.

## Why it matters
"More than 200" for 240 is true and says less than it could.

## Example
```markdown
Trade was more than [$200 billion](claim:cn-ru-2023).
```

## Use instead
```markdown
Trade was more than [$240 billion](claim:cn-ru-2023).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU012"
SEVERITY = Severity.NOTE
