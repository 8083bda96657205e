"""
## What it does
Reports a link to a place within a briefing, `#anchor`, that the briefing does not have.

## Why it matters
The link leads to the top of the page, and the reader searches in vain.

## Example
```markdown
### Calls by year

See [the calls](#calls-per-year).
```

## Use instead
```markdown
### Calls by year

See [the calls](#calls-by-year).
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from plumbline.content.links import Target, find_links
from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing, slugs
from plumbline.links.targets import link_targets
from plumbline.project import BRIEFINGS, Project

CODE = "LI005"
SEVERITY = Severity.ERROR
_ID = re.compile(r"<[A-Za-z][^<>]*?\sid=\"([^\"]*)\"")


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each anchor that its briefing does not have."""
    document = briefing(project, slug)
    targets = link_targets(project, slug)
    for link in find_links(document.body):
        _, sign, fragment = link.url.partition("#")
        other = _briefing_of(project, slug, link.url, targets[link.url])
        if not sign or other is None:
            continue
        anchor, known = unquote(fragment), _anchors(project, other)
        if anchor and anchor not in known:
            start = link.end - len(fragment) - 1
            here = "this briefing" if other == slug else f"the briefing {other!r}"
            close = did_you_mean(anchor, known, "Link a heading as #its-words-with-hyphens.")
            where = document.locate_in_body(start, link.end)
            yield Finding(CODE, f"{here} has no place #{anchor}", where, close)


def _briefing_of(project: Project, slug: str, url: str, target: Target) -> str | None:
    if url.startswith("#"):
        return slug
    folder, _, rest = target.path.partition("/")
    other, _, name = rest.partition("/")
    is_page = folder == BRIEFINGS and name == "index.md" and other in slugs(project)
    return other if is_page and not target.problem else None


def _anchors(project: Project, slug: str) -> set[str]:
    """Return the ids of a briefing's page: its text's, and those of its front matter's parts."""
    from plumbline.site.article import article  # what renders is loaded where a link needs it

    found = {unescape(anchor) for anchor in _ID.findall(article(project, slug).html)}
    front = briefing(project, slug).front_matter
    if front is not None and front.key_judgments:
        found.add("key-judgments")
    if front is not None and front.corrections:
        found.add("corrections")
    return found | {"top"}  # every page has a top, after the HTML standard
