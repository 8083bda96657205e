"""
## What it does
Reports a briefing whose file does not begin with front matter between two lines `---`.

## Why it matters
Without a title, a date and authors a briefing cannot be listed, dated or cited; it is left out of
the site.

## Example
```markdown
# Trade through the harbour

The port counted more calls.
```

## Use instead
```markdown
---
title: Trade through the harbour
date: 2024-05-01
authors: [trade-desk]
topics: [trade]
type: note
status: draft
---

The port counted more calls.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FM001"
SEVERITY = Severity.ERROR
