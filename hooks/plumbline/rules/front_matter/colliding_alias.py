"""
## What it does
Reports an entry of `aliases` that cannot lead to its briefing: a briefing has that slug now,
another one claims it too, or the address is the site's own.

## Why it matters
An address leads to one page. Readers of the other one would be sent to the wrong text.

## Example
```yaml
# briefings/port-trade/index.md, while briefings/harbour-trade/ still exists
aliases: [harbour-trade]
```

## Use instead
```yaml
# briefings/harbour-trade/ has been renamed to briefings/port-trade/
aliases: [harbour-trade]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import SHARED_FOLDERS, briefing, former_slugs, slugs
from plumbline.project import Project

CODE = "FM025"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each former slug that leads elsewhere."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return
    for index, alias in enumerate(front.aliases):
        where = document.locate("aliases", index)
        if alias == slug:
            message = f"the briefing is called {alias!r} now"
            yield Finding(CODE, message, where, "Remove the alias.")
        elif alias in slugs(project):
            message = f"there is a briefing {alias!r} at this address"
            yield Finding(CODE, message, where, "Remove the alias, or rename that briefing.")
        elif alias in SHARED_FOLDERS:
            message = f"{alias!r} is the name of a folder of the site"
            yield Finding(CODE, message, where, "Remove the alias.")
        elif former_slugs(project)[alias] != slug:
            other = former_slugs(project)[alias]
            message = f"the briefing {other!r} claims the alias {alias!r} too"
            yield Finding(CODE, message, where, "Keep it in the one that bore the name.")
        elif alias in front.aliases[:index]:
            message = f"the alias {alias!r} is already in the list"
            yield Finding(CODE, message, where, "Remove it.")
