"""Where in what authors write a link of the finished site comes from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from plumbline.content.links import find_links, resolve_link
from plumbline.diagnostics.diagnostic import Location
from plumbline.library import briefing, slugs
from plumbline.links.page_links import PageLink
from plumbline.links.site_check import BrokenLink, Place, Resolver
from plumbline.links.targets import link_targets, published_file
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.site.pages import page_keys

__all__ = ["locate_in_page", "written_at"]

_SHORTEST = 3
"""Characters of an address that is searched for as it stands."""


def written_at(project: Project, broken: BrokenLink, resolve: Resolver) -> list[Location]:
    """Return where a link is written: in a briefing, in docs/, or in the file a page is made from.

    Empty where it is written by the program or a template.
    """

    def leads_there(url: str | None) -> bool:
        if url is None:
            return False
        if url == broken.link.url or broken.place is None:
            return url == broken.link.url
        place = resolve(broken.file, PageLink("link", url))
        return place is not None and _same(place, broken.place)

    folder, _, rest = broken.file.partition("/")
    slug = rest.partition("/")[0]
    if folder == BRIEFINGS and slug in slugs(project):
        document = briefing(project, slug)
        targets = link_targets(project, slug)
        found = [
            document.locate_in_body(link.start, link.end)
            for link in find_links(document.body)
            if leads_there(link.url) or leads_there(targets[link.url].url)
        ]
        return found or _searched(document.file.text, document.path, broken.link.url)
    for path in _docs_sources(project, broken.file):
        text = read_text(project, path).text
        found = list(_in_docs(project, path, text, broken, leads_there))
        return found or _searched(text, path, broken.link.url)
    for key in page_keys(project):
        if key.source and f"{key.uri.removesuffix('.md')}.html" == broken.file:
            return _searched(read_text(project, key.source).text, key.source, broken.link.url)
    return []


def _same(first: Place, second: Place) -> bool:
    def plain(path: str) -> str:
        return path.removesuffix("index.html").rstrip("/")

    return plain(first.path) == plain(second.path) and first.fragment == second.fragment


def _docs_sources(project: Project, file: str) -> Iterator[str]:
    stem = file.removesuffix("index.html").rstrip("/")
    for path in (f"docs/{stem}.md", posixpath.join("docs", stem, "index.md")):
        parent, _, name = path.rpartition("/")
        if (name, False) in list_folder(project, parent):
            yield path


def _in_docs(
    project: Project,
    path: str,
    text: str,
    broken: BrokenLink,
    leads_there: Callable[[str | None], bool],
) -> Iterator[Location]:
    page = f"{posixpath.dirname(broken.file)}/".lstrip("/")
    for link in find_links(text):
        target = resolve_link(
            link.url, posixpath.dirname(path), page, lambda name: published_file(project, name)
        )
        if leads_there(link.url) or leads_there(target.url):
            yield _at(text, path, link.start, link.end)


def _searched(text: str, path: str, url: str) -> list[Location]:
    """Return the first place where an address stands in a text as it is, or escaped for HTML."""
    if len(url) < _SHORTEST:
        return []
    for written in dict.fromkeys((url, unescape(url), url.replace("&", "&amp;"))):
        match = re.search(rf"(?<![\w/.#-]){re.escape(written)}(?![\w/-])", text)
        if match is not None:
            return [_at(text, path, match.start(), match.end())]
    return []


def locate_in_page(folder: Path, file: str, shown: str, url: str) -> Location:
    """Return where an address stands in a file of the site; its beginning if it is not seen there.

    Args:
        folder: the site's folder.
        file: the file, relative to it.
        shown: what the file is called in a message.
        url: the address.
    """
    text = (folder / file).read_text(encoding="utf-8", errors="replace")
    found = _searched(text, shown, url)
    return found[0] if found else Location(shown)


def _at(text: str, path: str, start: int, end: int) -> Location:
    first = text.count("\n", 0, start) + 1
    last = text.count("\n", 0, end) + 1
    return Location(
        path, first, start - text.rfind("\n", 0, start), last, end - text.rfind("\n", 0, end)
    )
