"""
## What it does
Looks for a figure that the text reports as somebody's, `[…](said:key)`, in the excerpt of that
source.

## Why it matters
A figure may be wrong in the source and is then reported as it stands there; reporting it
wrongly is our own error.

## Example
```markdown
The article says [$25 billion](said:article).
```

## Use instead
```markdown
The article says [$52 billion](said:article).
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "NU008"
SEVERITY = Severity.ERROR
