"""
## What it does
Reports an entry of `ignore:` for a rule that the briefing does not break.

## Why it matters
An exception that nobody needs any more would hide the next mistake of its kind. Findings about
files that briefings share, such as `briefings/authors.yml`, cannot be set aside in a briefing.

## Example
```yaml
summary: More ships called at the port in 2024 than two years before.
ignore:
  - rule: missing-summary
    reason: The summary is being agreed.
```

## Use instead
```yaml
summary: More ships called at the port in 2024 than two years before.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SU002"
SEVERITY = Severity.WARNING
