"""
## What it does
Reports an address of another host that was gone when `plumbline links` last asked for it.

Gone is what answered 404 or 410, or whose host does not exist. An address that could not be
checked, or that the lock file `briefings/links.lock.yml` does not name, is not reported; nor is a
source's whose archived copy readers are offered. No check and no build asks another host.

## Why it matters
A reader who wants to see for herself cannot.

## Example
```markdown
The port [publishes its fees](https://port.example.org/fees-2019).
```

## Use instead
```markdown
The port [published its fees](https://web.archive.org/web/20240501/https://port.example.org/fees-2019).
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.links.lock_file import Outcome
from plumbline.links.outside_links import (
    OutsideLink,
    briefing_links,
    known_links,
    shared_links,
)
from plumbline.links.verdicts import archive_search
from plumbline.project import Project

CODE = "LI009"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address of a briefing that is gone."""
    yield from (_finding(project, link) for link in _dead(project, slug))


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each address that is gone in what briefings share."""
    yield from (_finding(project, link) for link in _dead(project, ""))


def _dead(project: Project, slug: str) -> Iterator[OutsideLink]:
    known = known_links(project)
    if not known:
        return
    for link in briefing_links(project, slug) if slug else shared_links(project):
        record = known.get(link.url)
        if record is not None and record.outcome is Outcome.DEAD and not link.archived:
            yield link


def _finding(project: Project, link: OutsideLink) -> Finding:
    record = known_links(project)[link.url]
    why = f": {record.why}" if record.why else ""
    return Finding(
        CODE,
        f"the address {link.url} was gone on {record.checked}{why}",
        link.location,
        f"See whether {archive_search(link.url, link.day)} has a copy; link that, or another page.",
    )
