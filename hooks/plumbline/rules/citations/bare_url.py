"""
## What it does
Reports a web address that stands in the text as such: neither a link nor code.

## Why it matters
It is printed letter by letter and cannot be followed. As a source it has no author, title and
date, and nothing is checked against it.

## Example
```markdown
The port counted more calls (https://example.org/port-2024).
```

## Use instead
```markdown
The port counted more calls [@port-2024].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.content.links import find_links
from plumbline.content.prose import find_code
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CI007"
SEVERITY = Severity.WARNING

_URL = re.compile(r"[Hh](?<![\w\"'=/@].)[Tt]{2}[Pp][Ss]?://")  # how it begins is searched for fast
_REST = re.compile(r"[^\s<>\[\]\"”»]+")
_TAG = re.compile(r"<a\b.*?</a\s*>|<[A-Za-z/][^<>]*>", re.IGNORECASE | re.DOTALL)
_LINK_TEXT = re.compile(r"\[(?:[^\[\]\\]|\\.)*\](?=[(\[])")
_TRAILING = ".,;:!?'’*_~"


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address in the prose."""
    document = briefing(project, slug)
    body = document.body
    taken = [*find_code(body), *((link.start, link.end) for link in find_links(body))]
    taken += [m.span() for pattern in (_TAG, _LINK_TEXT) for m in pattern.finditer(body)]
    for match in _URL.finditer(body):
        if any(start <= match.start() < end for start, end in taken):
            continue
        rest = _REST.match(body, match.end())
        if rest is None:
            continue
        url = _trim(match[0] + rest[0])
        yield Finding(
            CODE,
            "a bare web address stands in the text",
            document.locate_in_body(match.start(), match.start() + len(url)),
            f"Cite its record, [@key], or make it a link: [words]({url}).",
        )


def _trim(url: str) -> str:
    url = url.rstrip(_TRAILING)
    while url.endswith(")") and url.count("(") < url.count(")"):  # the sentence's own bracket
        url = url[:-1].rstrip(_TRAILING)
    return url
