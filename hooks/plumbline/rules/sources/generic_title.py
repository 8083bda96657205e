"""
## What it does
Reports a cited record whose title names no work: "Home", "Untitled", "Page not found".

## Why it matters
Such titles come from saving a page that was not the source: its front door, a log-in form, an
error message, a file's name. Nobody finds the source by them.

## Example
```yaml
- id: quay-2024
  type: webpage
  title: Page not found
```

## Use instead
```yaml
- id: quay-2024
  type: webpage
  title: The new quay
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR015"
SEVERITY = Severity.WARNING

_NEVER = frozenset(
    {
        *("untitled", "untitled document", "no title", "title", "document title", "unknown title"),
        *("log in", "login", "sign in", "signin", "log in or sign up", "just a moment"),
        *("page not found", "not found", "404", "404 not found", "error 404", "404 error"),
        *("403 forbidden", "access denied", "forbidden", "server error", "bad gateway"),
        *("are you a robot", "attention required! | cloudflare", "one moment, please"),
        *("redirecting", "loading", "please wait", "domain for sale", "new tab"),
    }
)
# Books and films are called so too.
_NOT_OF_PAGES = frozenset(
    "home homepage index welcome error document contents website news".split()
) | {"home page", "main page", "front page", "web page"}
_PAGES = frozenset("webpage post post-weblog document dataset report".split())
_HOME = re.compile(r"(?:home|homepage|home page)\s+[|–—-]\s+\S", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"(?:microsoft word - .*|[^\s/]+\.(?:pdf|docx?|html?|aspx?|php|xlsx?|pptx?))", re.IGNORECASE
)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited record with a title that says nothing."""
    for source in cited_records(project):
        title = source.text("title")
        folded = " ".join(title.casefold().split()).strip(" .…?")
        is_page = source.text("type") in _PAGES
        generic = (
            folded in _NEVER
            or (is_page and (folded in _NOT_OF_PAGES or _HOME.match(title)))
            or _FILE_NAME.fullmatch(title)
        )
        if title and generic:
            yield Finding(
                CODE,
                f"source {source.key!r}: the title {title!r} names no work",
                source.locate("title"),
                "Give the title that the work bears.",
            )
