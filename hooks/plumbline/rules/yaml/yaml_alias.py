"""
## What it does
Reports anchors (`&name`) and aliases (`*name`) in YAML, once for each name.

## Why it matters
A reader of the file has to look elsewhere for the value, and a few lines of aliases can stand for
gigabytes. Often none was meant: a text that begins with an asterisk reads as an alias.

## Example
```yaml
authors: &desks [trade-desk]
reviewers: *desks
```

## Use instead
```yaml
authors: [trade-desk]
reviewers: [trade-desk]
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA004"
SEVERITY = Severity.ERROR
