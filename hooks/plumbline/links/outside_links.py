"""Addresses of other hosts in what authors write, with their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from plumbline.content.links import find_links
from plumbline.content.yaml_source import Path, Value, YamlDocument, read_yaml
from plumbline.data.queries import PACKAGE
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.excerpt_queries import excerpt_library
from plumbline.evidence.source_dates import date_parts
from plumbline.evidence.sources import Source
from plumbline.library import briefing, slugs, source_library
from plumbline.links.lock_file import LOCK, LinkRecord, read_lock
from plumbline.outputs.addresses import doi_address, web_address
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import query
from plumbline.settings import site_address

__all__ = [
    "OutsideLink",
    "briefing_links",
    "known_links",
    "lock_findings",
    "outside_links",
    "shared_links",
]


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """An address of another host.

    Attributes:
        url: the address, without its fragment.
        written: the address as it is written.
        location: where it stands.
        slug: the briefing that it stands in; empty for what briefings share.
        day: when it was read or written down, where that is known.
        archived: address of the archived copy that readers are offered beside it, or empty.
        in_body: whether it stands in Markdown, as the characters that `written` holds.
    """

    url: str
    written: str
    location: Location
    slug: str = ""
    day: dt.date | None = None
    archived: str = ""
    in_body: bool = False


@query
def known_links(project: Project) -> dict[str, LinkRecord]:
    """Return what the lock file says of external links, by address; nothing where there is none."""
    return _lock(project)[0]


def lock_findings(project: Project) -> tuple[Finding, ...]:
    """Return what is wrong with the lock file of external links."""
    return _lock(project)[1]


@query
def _lock(project: Project) -> tuple[dict[str, LinkRecord], tuple[Finding, ...]]:
    folder, _, name = LOCK.rpartition("/")
    if (name, False) not in list_folder(project, folder):
        return {}, ()
    return read_lock(read_text(project, LOCK))


def outside_links(project: Project) -> tuple[OutsideLink, ...]:
    """Return the addresses of other hosts in all that authors write, by file and line."""
    parts = [shared_links(project), *(briefing_links(project, slug) for slug in slugs(project))]
    return tuple(sorted(chain.from_iterable(parts), key=lambda link: (link.location, link.url)))


@query
def briefing_links(project: Project, slug: str) -> tuple[OutsideLink, ...]:
    """Return the addresses in a briefing, a draft too: in text, front matter and own sources."""
    return _foreign(project, _in_briefing(project, slug))


@query
def shared_links(project: Project) -> tuple[OutsideLink, ...]:
    """Return the addresses in what briefings share, and in docs/.

    Those are addresses and DOIs of sources and their archived copies, links in docs/, and every
    address in the registries and in the data package.
    """
    found = list(_in_sources(project, ""))
    found += _in_excerpts(project)
    for name in ("authors.yml", "topics.yml", "regions.yml"):
        if (name, False) in list_folder(project, BRIEFINGS):
            path = f"{BRIEFINGS}/{name}"
            found += _in_yaml(read_yaml(read_text(project, path).text, path))
    folder, _, name = PACKAGE.rpartition("/")
    if (name, False) in list_folder(project, folder):
        found += _in_yaml(read_yaml(read_text(project, PACKAGE).text, PACKAGE))
    for path in _pages(project, "docs"):
        found += _in_markdown(read_text(project, path).text, path)
    return _foreign(project, found)


def _foreign(project: Project, links: Iterable[OutsideLink]) -> tuple[OutsideLink, ...]:
    """Return the links that do not lead to the site itself: a build looks at those."""
    own = urlsplit(site_address(project)).netloc.lower()
    return tuple(link for link in links if urlsplit(link.url).netloc.lower() != own)


def _in_briefing(project: Project, slug: str) -> Iterator[OutsideLink]:
    document = briefing(project, slug)
    day = document.front_matter.date if document.front_matter else None
    for link in find_links(document.body):
        url = _address(link.url)
        if url:
            where = document.locate_in_body(link.start, link.end)
            yield OutsideLink(url, link.url, where, slug, day, in_body=True)
    yield from _in_yaml(document.document, slug, day)
    yield from _in_sources(project, slug)


def _in_sources(project: Project, slug: str) -> Iterator[OutsideLink]:
    excerpts = excerpt_library(project).by_key if not slug else {}
    for key, record in source_library(project, slug).by_key.items():
        file = excerpts.get(key)
        about = file.excerpt if file else None
        archived = (about.archive_url if about else None) or ""
        day = _accessed(record)
        for field in record.fields:
            url = _address(field.text or "")
            if url:
                yield OutsideLink(url, url, field.location, slug, day, archived)
            elif field.path == ("DOI",) and (field.text or "").startswith("10."):
                url = doi_address((field.text or "").strip())
                yield OutsideLink(url, url, field.location, slug, day, archived)


def _accessed(record: Source) -> dt.date | None:
    parts = date_parts(record, "accessed")
    try:
        return dt.date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None


def _in_excerpts(project: Project) -> Iterator[OutsideLink]:
    for file in excerpt_library(project).by_key.values():
        url = _address((file.excerpt.archive_url if file.excerpt else None) or "")
        if url:
            yield OutsideLink(url, url, file.locate("archive_url"))


def _in_yaml(
    document: YamlDocument, slug: str = "", day: dt.date | None = None
) -> Iterator[OutsideLink]:
    waiting: list[tuple[Path, Value]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and (url := _address(value)):
            yield OutsideLink(url, url, document.locate(path), slug, day)


def _pages(project: Project, folder: str, depth: int = 4) -> Iterator[str]:
    for name, is_folder in list_folder(project, folder):
        path = f"{folder}/{name}"
        if is_folder and depth and path != "docs/overrides":
            yield from _pages(project, path, depth - 1)
        elif name.endswith(".md"):
            yield path


def _in_markdown(text: str, path: str) -> Iterator[OutsideLink]:
    for link in find_links(text):
        url = _address(link.url)
        if url:
            line = text.count("\n", 0, link.start) + 1
            column = link.start - text.rfind("\n", 0, link.start)
            where = Location(path, line, column, line, column + link.end - link.start)
            yield OutsideLink(url, link.url, where, in_body=True)


def _address(text: str) -> str:
    """Return a text as an address that can be asked, without its fragment; empty if it is none."""
    return web_address(text.strip()).partition("#")[0]
