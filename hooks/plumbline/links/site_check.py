"""The links of a finished site held against its files."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from plumbline.links.kept_links import KeptLinks
from plumbline.links.page_links import FileLinks, PageLink, holds_links

__all__ = ["BrokenLink", "Place", "Resolver", "Site", "broken_links", "list_files", "read_site"]

_SLASH = re.compile(r"%2[Ff]")
_PLAIN = re.compile(r"(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?(?:#[\w.-]*)?", re.ASCII)
"""An address below where it is relative to, in which nothing is to be decoded or left out."""
_OTHER_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|\Z)", re.ASCII)
_CHANGED = re.compile(r"/|[^/?#]*:")
"""What would be another address without the step up before it: "/a", or "b:c"."""
_SOMEWHERE = "https://site.invalid/"
"""Stands for the address of a site that has none (RFC 2606)."""


class Place(NamedTuple):
    """Where an address leads within the site.

    Attributes:
        path: relative to the site's root, decoded; "" is the home page.
        fragment: the place in the page, decoded; may be empty.
    """

    path: str
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of the site that leads nowhere.

    Attributes:
        file: the file that holds it, relative to the site's root.
        link: the link.
        place: where it would lead; None for one that leads out of the site.
        has_page: whether the page is there and only the place in it is missing.
        known: the places that the page does have.
    """

    file: str
    link: PageLink
    place: Place | None
    has_page: bool = False
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site.

    Attributes:
        files: its files, relative to its root, with their links; those without links are empty.
        url: the address that it is published at; may be empty.
    """

    files: Mapping[str, FileLinks]
    url: str = ""


def read_site(folder: Path, url: str, kept: KeptLinks, without: str = "") -> Site:
    """Read a site from its folder; files that have not changed since `kept` are not parsed.

    Args:
        folder: the site's.
        url: the address that it is published at; may be empty.
        kept: the links of an earlier build.
        without: a folder at its root that is left out, as it is being written still.
    """
    files = {
        address: kept.links(address, (folder / address).read_bytes())
        if holds_links(address)
        else FileLinks()
        for address in sorted(list_files(folder, without))
    }
    return Site(files, url)


def list_files(folder: Path, without: str = "") -> Iterator[str]:
    """Yield the files below a folder, relative to it, but for those in a folder at its root."""
    root = os.fspath(folder)
    for parent, folders, names in os.walk(root):
        if parent == root and without in folders:
            folders.remove(without)
        below = parent[len(root) + 1 :].replace(os.sep, "/")
        yield from (f"{below}/{name}" if below else name for name in names)


def broken_links(site: Site) -> Iterator[BrokenLink]:
    """Yield each link of the site's files that leads to no file, or to no place in its page.

    Links to other hosts are left alone; the site's own address, with http or https, is no other
    host. A query is left out, and a folder counts as its index.html.
    """
    resolve = Resolver(site.url)
    ids = {address: frozenset(found.ids) for address, found in site.files.items() if found.ids}
    sound = set[Place]()
    for address, found in site.files.items():
        own = ids.get(address, frozenset())
        for link in found.links:
            if link.url[0] == "#" and not link.base and link.url[1:] in own:
                continue  # most links of a long page, and nothing to decode in them
            place = resolve(address, link)
            if place is None or place in sound:
                continue
            if place.path.startswith("../"):
                yield BrokenLink(address, link, None)
                continue
            file = _file_at(place.path, site.files)
            if file is None:
                yield BrokenLink(address, link, place)
            elif _has_place(place.fragment, file, ids):
                sound.add(place)
            else:
                known = tuple(sorted(ids.get(file, ())))
                yield BrokenLink(address, link, place, has_page=True, known=known)


def _file_at(path: str, files: Mapping[str, FileLinks]) -> str | None:
    if path in files:
        return path
    index = posixpath.join(path, "index.html")
    return index if index in files else None


def _has_place(fragment: str, file: str, ids: Mapping[str, frozenset[str]]) -> bool:
    if not fragment or fragment.casefold() == "top":  # HTML standard, 7.4.6.4: the top of any page
        return True
    if not file.endswith((".html", ".svg")):  # a page of a PDF, a row of a CSV file
        return True
    return fragment in ids.get(file, frozenset())


class Resolver:
    """Finds where the addresses of a site's files lead.

    Args:
        url: the address that the site is published at; may be empty.
    """

    def __init__(self, url: str) -> None:
        root = urlsplit(url or _SOMEWHERE)
        self._host = root.netloc.lower()
        self._base = f"{root.path.rstrip('/')}/"
        self._root = f"https://{self._host}{self._base}"
        self._known: dict[tuple[str, str], Place | None] = {}

    def __call__(self, file: str, link: PageLink) -> Place | None:
        """Return where a link leads; None if that is another host, or no page at all.

        A link that leaves the site, yet not its host, leads to a path that begins with "../".
        """
        folder, url = posixpath.dirname(file), link.url
        if link.base:
            here = f"{self._root}{folder}/" if folder else self._root
            try:
                return self._locate(urljoin(here, link.base), url)
            except ValueError:  # a base that is no address
                return Place("../")
        if url[:1] in ("#", "?"):
            return Place(file, _fragment(url.partition("#")[2]))
        # Most links of a frame climb to the root: they mean the same on every page.
        while folder and url.startswith("../") and not _CHANGED.match(url, 3):
            folder, url = folder.rpartition("/")[0], url[3:]
        key = (folder, url)
        if key not in self._known:
            self._known[key] = self._follow(folder, url)
        return self._known[key]

    def _follow(self, folder: str, url: str) -> Place | None:
        """Return where an address leads from a folder of the site; most need little thought."""
        from_root = url.startswith(self._root)
        below, rest = ("", url[len(self._root) :]) if from_root else (folder, url)
        if rest and _PLAIN.fullmatch(rest):
            path, _, fragment = rest.partition("#")
            return Place(f"{below}/{path}" if below else path, fragment)
        other = _OTHER_HOST.match(url)
        if other is not None and other[1] != self._host:
            return None
        within = f"{self._root}{folder}/" if folder else self._root
        return self._locate(within, url or "./")

    def _locate(self, page: str, url: str) -> Place | None:
        try:
            parts = urlsplit(urljoin(page, url))
            written = urlsplit(url)
        except ValueError:
            return Place("../")  # no browser can follow it
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != self._host:
            return None
        path = unquote(parts.path)
        if f"{path}/" == self._base:
            path = self._base
        if not path.startswith(self._base) or self._climbs_out(page, written):
            # With a host it is a link to another site there.
            return None if written.netloc else Place("../")
        return Place(path[len(self._base) :], _fragment(parts.fragment))

    def _climbs_out(self, page: str, written: SplitResult) -> bool:
        """Return whether a relative address has more steps up than its page has folders."""
        if written.scheme or written.netloc or written.path.startswith("/"):
            return False
        folder = posixpath.dirname(unquote(urlsplit(page).path)[len(self._base) :])
        steps = unquote(_SLASH.sub("_", written.path))  # one that is escaped parts no folders
        joined = posixpath.normpath(posixpath.join(folder, steps))
        return joined == ".." or joined.startswith("../")


def _fragment(written: str) -> str:
    """Return the id that a fragment names, without a text directive (`#:~:text=`)."""
    return unquote(written.partition(":~:")[0])
