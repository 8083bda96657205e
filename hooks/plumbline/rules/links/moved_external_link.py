"""
## What it does
Reports an address of another host that had moved for good when `plumbline links` last asked for it.

Its host answered with permanent redirects (301, 308) alone, and they end at a page. One that ends
at a front page is not reported: the page that was meant is as good as gone.

## Why it matters
Hosts keep redirects for a while. The new address lasts longer.

## Example
```markdown
The port [publishes its fees](http://port.example.org/fees).
```

## Use instead
```markdown
The port [publishes its fees](https://www.port.example.org/tariff/).
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.links.lock_file import Outcome
from plumbline.links.outside_links import (
    OutsideLink,
    briefing_links,
    known_links,
    shared_links,
)
from plumbline.project import Project

CODE = "LI010"
SEVERITY = Severity.NOTE
_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]+")
"""Addresses that Markdown and YAML take as they are."""


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address of a briefing that has moved."""
    yield from _moved(project, slug)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each address that has moved in what briefings share."""
    yield from _moved(project, "")


def _moved(project: Project, slug: str) -> Iterator[Finding]:
    known = known_links(project)
    if not known:
        return
    for link in briefing_links(project, slug) if slug else shared_links(project):
        record = known.get(link.url)
        if record is not None and record.outcome is Outcome.MOVED and record.final:
            yield _finding(link, record.final)


def _finding(link: OutsideLink, final: str) -> Finding:
    fragment = link.written[len(link.url) :] if link.in_body else ""
    final = f"{final}{fragment}"
    fits = link.in_body and link.written.startswith(link.url) and _PLAIN.fullmatch(final)
    message = f"the address {link.url} has moved for good"
    return Finding(CODE, message, link.location, f"Write {final}.", final if fits else None)
