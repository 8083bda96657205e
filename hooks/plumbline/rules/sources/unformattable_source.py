"""
## What it does
Reports a record for which the citation style prints nothing, or whose markup is never closed.

## Why it matters
Its entry in the reference list would be empty or broken; until it is mended, title and publisher
are printed alone. Chicago style, for one, leaves out a speech that was not published.

## Example
```yaml
- id: minister-2024
  type: speech
  title: Opening of the new quay
```

## Use instead
```yaml
- id: minister-2024
  type: speech
  title: Opening of the new quay
  URL: https://example.org/speeches/quay
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR005"
SEVERITY = Severity.ERROR
