"""
## What it does
Reports a link or an image whose file does not exist on the site.

## Why it matters
Readers who follow it find nothing. A file is linked as it lies in the repository, so that the link
also works where the Markdown is read.

## Example
```markdown
See [the port's fees](../port-fee/index.md).
```

## Use instead
```markdown
See [the port's fees](../port-fees/index.md).
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from plumbline.content.links import Target, find_links
from plumbline.content.validation import nearest
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing
from plumbline.project import Project, list_folder
from plumbline.site.article import link_targets

CODE = "LI001"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each address of a file that is not there."""
    document = briefing(project, slug)
    targets = link_targets(project, slug)
    for link in find_links(document.body):
        target = targets[link.url]
        if target.problem in ("missing", "outside"):
            where = document.locate_in_body(link.start, link.end)
            yield Finding(CODE, _message(link.url, target), where, _suggest(project, target))


def _message(url: str, target: Target) -> str:
    if target.problem == "outside":
        return f"the address {url!r} leads out of the project"
    return f"there is no file {target.path} on the site"


def _suggest(project: Project, target: Target) -> str:
    """Return the nearest name in the last folder of the path that exists."""
    folder, rest = "", target.path.split("/")
    while len(rest) > 1 and (rest[0], True) in list_folder(project, folder):
        folder, rest = posixpath.join(folder, rest[0]), rest[1:]
    close = nearest(rest[0], [name for name, _ in list_folder(project, folder)])
    if target.path and close is not None and close != rest[0]:
        return f"Did you mean {posixpath.join(folder, close)}?"
    return "Link a file as it lies in the repository: ../slug/index.md, photo.png."
