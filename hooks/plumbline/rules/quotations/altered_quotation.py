"""
## What it does
Compares the words in quotation marks, or in a block quotation, with the title and the excerpts
of the source they cite. White space, quotation marks and dashes may differ; words, digits and
negations may not. `…` leaves words out, `[square brackets]` hold the editor's own.

## Why it matters
Quotation marks say that these are the source's words.

## Example
```markdown
He called it “a result of well-planned policies” [@luthi-2012].
```

## Use instead
```markdown
He called it “by no means the result of well-formulated and implemented policies” [@luthi-2012].
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "QU001"
SEVERITY = Severity.ERROR
