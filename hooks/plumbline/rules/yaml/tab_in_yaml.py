"""
## What it does
Reports a tab in the indentation of YAML.

## Why it matters
YAML allows only spaces there, as editors show tabs in different widths; nothing of the document
can be used.

## Example
```yaml
key_judgments:    # the arrow is a tab
→ - text: The port is busier than before.
```

## Use instead
```yaml
key_judgments:
  - text: The port is busier than before.
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "YA002"
SEVERITY = Severity.ERROR
