"""
## What it does
Reports a link from a public briefing to one that is a draft or not yet due, or to a file in its
folder.

## Why it matters
The site does not hold the page: readers who follow the link find nothing.

## Example
```markdown
See [the port's fees](../port-fees/index.md), a draft.
```

## Use instead
```markdown
See the port authority's list of fees [@port-2024].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.content.front_matter import Status
from plumbline.content.links import find_links
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing, is_public, slugs
from plumbline.links.targets import link_targets
from plumbline.project import BRIEFINGS, Project

CODE = "LI003"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each link to a briefing that is not public."""
    if not is_public(project, slug):
        return
    document = briefing(project, slug)
    targets = link_targets(project, slug)
    for link in find_links(document.body):
        target = targets[link.url]
        other = _briefing_of(target.path)
        if not target.problem and other in slugs(project) and not is_public(project, other):
            where = document.locate_in_body(link.start, link.end)
            fix = "Publish that briefing, or take the link out until it is."
            yield Finding(CODE, _message(project, other), where, fix)


def _briefing_of(path: str) -> str:
    folder, _, rest = path.partition("/")
    return rest.split("/")[0] if folder == BRIEFINGS else ""


def _message(project: Project, slug: str) -> str:
    front = briefing(project, slug).front_matter
    if front is not None and front.status is Status.SCHEDULED:
        return f"the briefing {slug!r} is not published before {front.date}"
    return f"the briefing {slug!r} is a draft, which is not published"
