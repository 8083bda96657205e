"""
## What it does
Reports a claim or a reported figure whose text holds no number, or several.

## Why it matters
What cannot be read cannot be compared.

## Example
```markdown
Trade came to [a great deal](claim:us-ru-2023).
```

## Use instead
```markdown
Trade came to [$5.17 billion](claim:us-ru-2023).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU004"
SEVERITY = Severity.ERROR
