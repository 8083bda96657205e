"""
## What it does
Reports an address that begins with a slash.

## Why it matters
It breaks where the site lives below a path, as on GitHub Pages, and where the Markdown is read in
the repository.

## Example
```markdown
See [the port's fees](/briefings/port-fees/).
```

## Use instead
```markdown
See [the port's fees](../port-fees/index.md).
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from plumbline.content.links import find_links
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.links.targets import link_targets, published_file
from plumbline.project import BRIEFINGS, Project

CODE = "LI004"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address that begins at the root of the site."""
    document = briefing(project, slug)
    targets = link_targets(project, slug)
    for link in find_links(document.body):
        if targets[link.url].problem == "absolute":
            yield Finding(
                CODE,
                f"the address {link.url!r} begins with a slash",
                document.locate_in_body(link.start, link.end),
                _suggest(project, slug, link.url),
            )


def _suggest(project: Project, slug: str, url: str) -> str:
    if url.startswith(("//", "\\\\")):
        return "Begin it with https:, or write a path relative to this file."
    path = unquote(urlsplit(url).path).strip("/\\")
    for file in (path, f"{path}/index.md", f"docs/{path}", f"docs/{path}.md"):
        if published_file(project, file):
            relative = posixpath.relpath(file, f"{BRIEFINGS}/{slug}")
            fragment = urlsplit(url).fragment
            return f"Write {relative}{'#' + fragment if fragment else ''}."
    return "Write the file's path relative to this one, such as ../slug/index.md."
