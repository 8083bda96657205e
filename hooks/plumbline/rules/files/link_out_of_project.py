"""
## What it does
Reports a file or folder that is a symbolic link to a place outside the project.

## Why it matters
The link leads nowhere on another machine, and could put a private file of this one on the site.

## Example
```text
briefings/sources/
└── shared.yml -> /home/desk/shared.yml
```

## Use instead
```text
briefings/sources/
└── shared.yml
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "FI007"
SEVERITY = Severity.ERROR
