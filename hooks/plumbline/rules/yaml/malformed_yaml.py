"""
## What it does
Reports YAML that cannot be parsed, and tags (`!name`), which are not supported.

## Why it matters
Nothing of the front matter, registry or chart can be used until it is mended.

## Example
```yaml
title: Trade: the harbour in numbers
```

## Use instead
```yaml
title: "Trade: the harbour in numbers"
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA001"
SEVERITY = Severity.ERROR
