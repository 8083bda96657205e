"""
## What it does
Reports an entry of a `.bib` file that cannot be read, or that gives a field twice.

## Why it matters
A brace that is never closed takes an entry, and sometimes the next, out of the file; who cites it
is then told that there is no such source.

## Example
```bibtex
@book{quay-2024,
  title = {The new quay,
  year = {2024},
}
```

## Use instead
```bibtex
@book{quay-2024,
  title = {The new quay},
  year = {2024},
}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "SR040"
SEVERITY = Severity.ERROR
