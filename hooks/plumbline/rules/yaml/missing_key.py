"""
## What it does
Reports a required key that is missing or has no value.

## Why it matters
Without it the page cannot be made: a briefing without a date has no place in any list.

## Example
```yaml
title: Trade through the harbour
date:
```

## Use instead
```yaml
title: Trade through the harbour
date: 2024-05-01
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA006"
SEVERITY = Severity.ERROR
