"""
## What it does
Reports a figure reported as somebody's whose source has no excerpt on file.

## Why it matters
Without the source's words nobody can see that it is reported rightly.

## Example
```markdown
The article says [$52 billion](said:article).  <!-- no excerpt of article -->
```

## Use instead
```markdown
The article says [$52 billion](said:article).  <!-- sources/excerpts/article.md -->
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU014"
SEVERITY = Severity.WARNING
