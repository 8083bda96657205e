"""What files of the site link to, kept between builds by their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, cast

from plumbline.kept_files import read_sealed, write_sealed
from plumbline.links.page_links import FileLinks, PageLink, read_links

__all__ = ["KeptLinks"]

_FORMAT = 3
"""To be raised when `page_links` reads something else out of the same file."""


class KeptLinks:
    """Links by the digest of the file that holds them, in one JSON file.

    Each link is written once and then named by its number: most pages share most of theirs. What
    is not as this class wrote it counts as not there, and a file that cannot be written costs
    time in the next build and nothing else.

    Args:
        path: the JSON file, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _load(path)
        self._used: dict[str, FileLinks] = {}
        self._shared: dict[PageLink | str, PageLink | str] = {}
        self.read = 0  # how many files were parsed

    def links(self, address: str, content: bytes) -> FileLinks:
        """Return the links of a file, parsed unless a file of the same content has been."""
        kind = PurePosixPath(address).suffix or PurePosixPath(address).name
        digest = hashlib.sha256(f"{kind}\n".encode() + content).hexdigest()
        found = self._used.get(digest) or self._kept.get(digest)
        if found is None:
            found = self._share(read_links(address, content))
            self.read += 1
        self._used[digest] = found
        return found

    def _share(self, found: FileLinks) -> FileLinks:
        """Return the same with what other files have in common with it in memory once."""
        once = self._shared.setdefault
        return FileLinks(
            tuple([cast("str", once(name, name)) for name in found.ids]),
            tuple([cast("PageLink", once(link, link)) for link in found.links]),
        )

    def save(self) -> None:
        """Keep what was asked for since the beginning, and nothing else."""
        if self._used.keys() == self._kept.keys():
            return
        write_sealed(self._path, "".join(self._write()))

    def _write(self) -> Iterator[str]:
        """Yield the JSON file in pieces: all of it as lists takes several times the room."""
        numbers: dict[PageLink, int] = {}
        write = json.JSONEncoder(ensure_ascii=False).encode
        yield f'{{"format": {_FORMAT}, "files": {{'
        for place, (digest, f) in enumerate(sorted(self._used.items())):
            links = [numbers.setdefault(link, len(numbers)) for link in f.links]
            yield f"{', ' if place else ''}{write(digest)}: {write([f.ids, links])}"
        yield '}, "links": ['
        for place, link in enumerate(numbers):
            yield f"{', ' if place else ''}{write([link.kind, link.url, link.base])}"
        yield "]}"


def _load(path: Path) -> dict[str, FileLinks]:
    try:
        kept = json.loads(read_sealed(path))
        return _convert(kept) if kept["format"] == _FORMAT else {}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {}


def _convert(kept: Any) -> dict[str, FileLinks]:
    links = [PageLink(_text(kind), _text(url), _text(base)) for kind, url, base in kept["links"]]
    return {
        _text(digest): FileLinks(
            tuple(_text(i) for i in ids), tuple(links[_index(n)] for n in numbers)
        )
        for digest, (ids, numbers) in kept["files"].items()
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _index(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError("a number was expected")
    return value
