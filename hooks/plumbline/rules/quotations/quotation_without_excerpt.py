"""
## What it does
Reports a quotation whose source has no excerpt on file to compare it with.

## Why it matters
A quotation that cannot be compared is taken on trust.

## Example
```markdown
“Doomed to fail” [@ministry-2025].  <!-- no excerpt of ministry-2025 -->
```

## Use instead
```markdown
“Doomed to fail” [@ministry-2025].  <!-- sources/excerpts/ministry-2025.md -->
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "QU002"
SEVERITY = Severity.WARNING
