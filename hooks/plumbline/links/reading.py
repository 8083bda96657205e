"""The links of a finished site, read by a process of its own: it imports little more than this."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plumbline.links.kept_links import KeptLinks
from plumbline.links.site_check import BrokenLink, broken_links, read_site

__all__ = ["ReadLinks", "read_links"]


@dataclass(frozen=True, slots=True)
class ReadLinks:
    """A finished site but for one folder, and its links that lead nowhere without that folder.

    Attributes:
        url: the address that the site is published at; may be empty.
        files: its files, relative to its root.
        broken: the links.
        without: the folder; empty for none.
    """

    url: str
    files: frozenset[str]
    broken: tuple[BrokenLink, ...]
    without: str = ""


def read_links(cache_folder: Path, url: str, folder: Path, without: str = "") -> ReadLinks:
    """Read the links of a finished site, and follow them.

    Args:
        cache_folder: where the links of files are kept.
        url: the address that the site is published at; may be empty.
        folder: the finished site.
        without: a folder at its root that is being written still and holds no links.

    Raises:
        OSError: the site cannot be read.
    """
    kept = KeptLinks(cache_folder / "links.json")
    site = read_site(folder, url, kept, without)
    kept.save()
    return ReadLinks(site.url, frozenset(site.files), tuple(broken_links(site)), without)
