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
from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.library import briefing, former_slugs
from plumbline.links.targets import link_targets
from plumbline.project import BRIEFINGS, Project, list_folder

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
            yield _finding(project, link.url, target, document.path, where)


def _finding(project: Project, url: str, target: Target, page: str, where: Location) -> Finding:
    fix = "Link a file as it lies in the repository: ../slug/index.md, photo.png."
    if target.problem == "outside":
        return Finding(CODE, f"the address {url!r} leads out of the project", where, fix)
    folder, rest = "", target.path.split("/")
    if rest[0] == BRIEFINGS and len(rest) > 1 and rest[1] in former_slugs(project):
        return _moved(url, rest[1], former_slugs(project)[rest[1]], page, where)
    while len(rest) > 1 and (rest[0], True) in list_folder(project, folder):
        folder, rest = posixpath.join(folder, rest[0]), rest[1:]
    names = [name for name, _ in list_folder(project, folder)]
    if len(rest) == 1 and rest[0] in names:
        fix = "The site holds the files of docs/ and those in the folders of briefings."
        return Finding(CODE, f"{target.path} is not published", where, fix)
    close = nearest(rest[0], names)
    if close is not None:
        path = posixpath.join(folder, close, *rest[1:])
        fix = f"Did you mean {posixpath.relpath(path, posixpath.dirname(page))}?"
    return Finding(CODE, f"there is no file {target.path}", where, fix)


def _moved(url: str, old: str, new: str, page: str, where: Location) -> Finding:
    """Return the finding for a link to a briefing under the slug that it had before."""
    path, sign, fragment = url.partition("#")
    name = posixpath.basename(path) if "." in posixpath.basename(path) else "index.md"
    target = posixpath.relpath(f"{BRIEFINGS}/{new}/{name}", posixpath.dirname(page))
    message = f"the briefing {old!r} is called {new!r} now"
    written = f"{target}{sign}{fragment}"
    return Finding(CODE, message, where, f"Write {written}.", replacement=written)
