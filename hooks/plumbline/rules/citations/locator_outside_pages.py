"""
## What it does
Compares the page of a citation with the pages of the article or chapter that is cited.

## Why it matters
A page that the source does not have is a slip, or was counted in the PDF: no reader finds the
passage.

## Example
```markdown
<!-- the article stands on pages 101–124 -->
The port grew [@quay-2024, p. 4].
```

## Use instead
```markdown
<!-- the article stands on pages 101–124 -->
The port grew [@quay-2024, p. 104].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import shown_citations
from plumbline.library import briefing, source
from plumbline.project import Project

CODE = "CI006"
SEVERITY = Severity.WARNING

# Types whose `page` says where they stand in something larger; a book's may be its length.
_PARTS = frozenset(
    """article-journal article-magazine article-newspaper chapter entry entry-dictionary
    entry-encyclopedia paper-conference review review-book""".split()
)
_RANGE = re.compile(r"(?P<first>[0-9]+)\s*[-–—]+\s*(?P<last>[0-9]+)")
_LIST = re.compile(
    r"\s*[0-9]+(?:\s*[-–—]+\s*[0-9]+)?(?:\s*[,;&]\s*[0-9]+(?:\s*[-–—]+\s*[0-9]+)?)*\s*"
)


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each page that the cited source does not have."""
    document = briefing(project, slug)
    for citation in shown_citations(project, slug):
        for item in citation.items:
            record = source(project, slug, item.key)
            if record is None or item.locator is None or item.locator.label != "page":
                continue
            if record.text("type") not in _PARTS:
                continue
            pages = _pages(record.text("page"))
            cited = _pages(item.locator.value)
            # An article of a single page may only have given its first.
            if len(pages) < 2 or not cited or (pages[0] <= cited[0] and cited[-1] <= pages[-1]):
                continue
            start = document.body.find(item.locator.value, item.end, citation.end)
            end = start + len(item.locator.value)
            start, end = (start, end) if start >= 0 else (item.start, citation.end)
            yield Finding(
                CODE,
                f"{item.locator.written!r} lies outside {item.key!r}, "
                f"which has the pages {pages[0]}–{pages[-1]}",
                document.locate_in_body(start, end),
                "Give the page that is printed on the sheet, or correct the record's `page:`.",
            )


def _pages(text: str) -> list[int]:
    """Return the numbers of a list of pages, sorted; none where it holds more than numbers."""
    if not _LIST.fullmatch(text):
        return []
    numbers = {int(n) for n in re.findall(r"[0-9]+", text)}
    for match in _RANGE.finditer(text):  # "1123–45" ends on page 1145
        first, last = match["first"], match["last"]
        if len(last) < len(first):
            numbers.discard(int(last))
            numbers.add(int(first[: len(first) - len(last)] + last))
    return sorted(numbers)
