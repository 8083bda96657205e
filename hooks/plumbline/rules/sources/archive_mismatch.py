"""
## What it does
Compares the page that an excerpt's `archive_url` on web.archive.org is a copy of with the
address of the cited record.

## Why it matters
Once the original is gone, readers are sent to the copy of another page.

## Example
```yaml
# excerpts/quay-2024.md of a record whose URL is https://example.org/quay
archive_url: https://web.archive.org/web/20240420000000/https://example.org/other
```

## Use instead
```yaml
# excerpts/quay-2024.md of a record whose URL is https://example.org/quay
archive_url: https://web.archive.org/web/20240420000000/https://example.org/quay
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.addresses import normalise_address
from plumbline.evidence.excerpt_queries import excerpt_library
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR032"
SEVERITY = Severity.WARNING
_ARCHIVED = re.compile(
    r"https?://web\.archive\.org/web/(?:[0-9*]+(?:[a-z]{2}_)?/)?(?P<page>\S+)", re.IGNORECASE
)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each archived copy of another page than the record's."""
    excerpts = excerpt_library(project).by_key
    for source in cited_records(project):
        file = excerpts.get(source.key)
        about = file.excerpt if file else None
        archived = _ARCHIVED.fullmatch(about.archive_url or "") if about else None
        url = source.text("URL")
        if file is None or archived is None or not url:
            continue
        page = archived["page"]
        page = page if "://" in page else f"http://{page}"
        if normalise_address(page) != normalise_address(url) and not _ARCHIVED.fullmatch(url):
            yield Finding(
                CODE,
                f"the archived copy of {source.key!r} is one of {page}, but its record has {url}",
                file.locate("archive_url"),
                "Give the copy of the record's page, or correct the record's `URL:`.",
            )
