"""
## What it does
Reports a `citation_style` in mkdocs.yml that is no style of the CSL project and no `.csl` file of
this project, or that pandoc cannot use.

## Why it matters
Without a style no reference is formatted.

## Example
```yaml
extra:
  plumbline:
    citation_style: chicago-notes-bibliographie
```

## Use instead
```yaml
extra:
  plumbline:
    citation_style: chicago-notes-bibliography
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR006"
SEVERITY = Severity.ERROR
