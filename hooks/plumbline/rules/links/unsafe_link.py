"""
## What it does
Reports an address with a scheme other than https, http, mailto and tel.

## Why it matters
Such a link can run a script in a reader's browser, or works on the author's machine only. It is
not printed.

## Example
```markdown
[The table](file:///home/desk/calls.xlsx)
```

## Use instead
```markdown
[The table](calls.xlsx)
```
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from plumbline.content.links import OWN_SCHEMES, find_links
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.links.targets import link_targets
from plumbline.project import Project

CODE = "LI002"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address that is not printed."""
    document = briefing(project, slug)
    targets = link_targets(project, slug)
    for link in find_links(document.body):
        own = link.url.partition(":")[0] in OWN_SCHEMES
        if targets[link.url].problem == "unsafe" and not own:
            where = document.locate_in_body(link.start, link.end)
            fix = "Use https, http, mailto or tel, or a file's path relative to this one."
            yield Finding(CODE, _message(link.url), where, fix)


def _message(url: str) -> str:
    try:
        return f"an address may not begin with {urlsplit(url).scheme + ':'!r}"
    except ValueError:
        return f"{url!r} is no address"
