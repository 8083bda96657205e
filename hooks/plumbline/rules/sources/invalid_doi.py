"""
## What it does
Reports a `DOI` of a cited record that is no bare DOI: "10.", a number, a slash and a suffix.

## Why it matters
The reference links to `https://doi.org/` with the field's text behind it. With a resolver before
it, or a full stop after it, that address leads nowhere.

## Example
```yaml
DOI: https://doi.org/10.1000/182
```

## Use instead
```yaml
DOI: 10.1000/182
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR022"
SEVERITY = Severity.ERROR

# ISO 26324 with the registrant codes that are in use, or a shortDOI; a stop at the end is always
# a sentence's.
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s–—]*[^\s–—.,;]|10/[a-z0-9]+", re.IGNORECASE)
_PREFIX = re.compile(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi:\s*", re.IGNORECASE)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each DOI that cannot be resolved."""
    for source in cited_records(project):
        written = source.text("DOI")
        if not written or _DOI.fullmatch(written):
            continue
        bare = _PREFIX.sub("", written)
        if not _DOI.fullmatch(bare):
            bare = re.sub("[–—]", "-", unquote(bare)).rstrip(".,; ")
        what, fix = "DOI", "Copy it from the source; it has the form 10.1000/182."
        if _DOI.fullmatch(bare):
            what, fix = "bare DOI", f"Write `DOI: {bare}`."
        message = f"source {source.key!r}: {written!r} is no {what}"
        yield Finding(CODE, message, source.locate("DOI"), fix)
