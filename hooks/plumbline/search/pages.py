"""The pages that are searched: where they stand, and what they are sorted by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

__all__ = ["SearchPage", "find_pages", "share_out"]

_BODY = b"data-pagefind-body"
_SORT = b"data-pagefind-sort"
_KEY = re.compile(r"\s*(?P<name>[^:\[\],]+)\[(?P<attribute>[^\[\]]+)\]\s*")
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as Pagefind will read it.

    Attributes:
        path: its file, relative to the site.
        size: how large that is, in bytes.
        sorts: what it is sorted by, by the name of the order.
    """

    path: str
    size: int
    sorts: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address, as Pagefind writes it."""
        return f"/{self.path.removesuffix(_INDEX)}"


def find_pages(site: Path, leave_out: str) -> list[SearchPage]:
    """Return the pages that are searched, by address.

    Those are the ones with an element that is marked as text to be searched, as in Pagefind itself:
    where no page has one, all pages.

    Args:
        site: the folder with the finished pages.
        leave_out: a folder in it without pages.
    """
    marked, others = list[SearchPage](), list[SearchPage]()
    for path in _find_html(site, leave_out):
        content = path.read_bytes()
        place = path.relative_to(site).as_posix()
        page = SearchPage(place, len(content), dict(_read_sorts(content)))
        (marked if _BODY in content else others).append(page)
    return sorted(marked or others, key=lambda page: page.url)


def share_out(pages: Sequence[SearchPage], most: int) -> list[list[SearchPage]]:
    """Return pages in shares of about the same size.

    Args:
        pages: the pages, in an order that is kept.
        most: how many bytes a share should have at most.
    """
    total = sum(page.size for page in pages)
    count = max(1, -(-total // most))
    shares: list[list[SearchPage]] = [[]]
    done = 0
    for page in pages:
        if shares[-1] and done * count >= total * len(shares):
            shares.append([])
        shares[-1].append(page)
        done += page.size
    return shares


def _find_html(site: Path, leave_out: str) -> Iterator[Path]:
    for entry in sorted(site.iterdir()):
        if entry.is_dir() and entry.name != leave_out:
            yield from entry.rglob("*.html")
        elif entry.suffix == ".html":
            yield entry


def _read_sorts(content: bytes) -> Iterable[tuple[str, str]]:
    """Yield the orders that a page has a place in, with what decides on it there."""
    at = content.find(_SORT)
    while at >= 0:
        start, end = content.rfind(b"<", 0, at), content.find(b">", at) + 1
        element = LexborHTMLParser(content[start:end]).css_first(f"[{_SORT.decode()}]")
        if element is not None:
            written = element.attributes
            for key in (written[_SORT.decode()] or "").split(","):
                found = _KEY.fullmatch(key)
                if found is not None:
                    yield found["name"], written.get(found["attribute"]) or ""
        at = content.find(_SORT, at + 1)
