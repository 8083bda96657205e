"""Links in a Markdown body: where they stand, and what they mean on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

from plumbline.content.prose import LINK_TITLE, blank_spans, find_code

__all__ = ["Link", "Target", "find_links", "resolve_link"]

_LINK = re.compile(
    r"[<\\(\n](?:"  # how each of these begins, one character class: it is searched for fast
    r"(?<=\\)\]|(?<=\]\()\s*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()]|\([^\s()]*\))+))"
    r"(?:\s+[\"'(][^\n]*?)?\s*\)"
    r"|(?<=\n)[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ ]*\n?[ ]*<?(?P<definition>[^\s>]+)>?[ ]*"
    rf"(?:\n?[ ]*{LINK_TITLE}[ ]*)?(?=\n|\Z)"
    r"|(?<=<)(?P<auto>[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+)>"
    r"|(?<=<)(?i:a|img|q|blockquote)\s(?:[^<>]*?\s)?(?i:href|src|cite)\s*=\s*"
    r"(?:\"(?P<double>[^<>\"]*)\"|'(?P<single>[^<>']*)'|(?P<bare>[^\s<>\"']+))"
    r")",
)
_FORMS = ("angle", "plain", "definition", "auto", "double", "single", "bare")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
"""A character reference. Without the semicolon it is none in an address: in `?a=1&copy=2` it is the
next field."""
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
OWN_SCHEMES = frozenset({"claim", "said", "chart"})
"""Schemes that evidence marks use; they never reach a browser."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a Markdown body, with the offsets of its first and after its last character."""

    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What an address means.

    Attributes:
        url: the address as printed, relative to the page; None when it must not be printed.
        problem: what is wrong with it: "unsafe", "absolute", "missing", "outside" or "".
        path: the file it names, relative to the project's root; empty for other hosts.
    """

    url: str | None
    problem: str = ""
    path: str = ""


@lru_cache(128)
def find_links(body: str) -> tuple[Link, ...]:
    """Return the addresses of links and images, HTML's too, in the order in which they stand."""
    links = []
    for match in _LINK.finditer(f"\n{blank_spans(body, find_code(body))}"):
        name = next((n for n in _FORMS if match[n] is not None), None)
        if name is not None:
            url = _REFERENCE.sub(lambda found: unescape(found[0]), match[name])
            links.append(Link(url, match.start(name) - 1, match.end(name) - 1))
    return tuple(links)


def resolve_link(url: str, folder: str, page: str, exists: Callable[[str], bool]) -> Target:
    """Return what an address in a file means on the site.

    Files are linked as they lie in the repository, so that links also work where Markdown is
    shown as such: `../other/index.md`, `photo.png`, `../../docs/about.md`.

    Args:
        url: the address as written.
        folder: folder of the file it is written in, relative to the project's root.
        page: address of the page, relative to the site's root: "briefings/slug/".
        exists: whether a path, relative to the project's root, is a published file.
    """
    if url.startswith("#") or not url:
        return Target(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return Target(None, "unsafe")
    if parts.scheme:
        safe = parts.scheme.lower() in SAFE_SCHEMES
        return Target(url) if safe else Target(None, "unsafe")
    if parts.netloc or url.startswith(("/", "\\")):
        return Target(url, "absolute")
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if path.startswith(".."):
        return Target(None, "outside")
    if not exists(path):
        folder_index = posixpath.join(path, "index.md")
        if not exists(folder_index):
            return Target(url, "missing", path)
        path = folder_index
    target = published_address(path)
    if target is None:
        return Target(url, "missing", path)
    relative = posixpath.relpath(target or ".", page or ".")
    if target.endswith("/") or not target:
        relative = f"{relative}/"
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return Target(f"{relative}{fragment}", "", path)


def published_address(path: str) -> str | None:
    """Return the address of a file's page or copy, relative to the site's root, or None.

    `docs/a.md` is published at `a/`, `briefings/x/index.md` at `briefings/x/`.
    """
    if path.startswith("docs/"):
        path = path.removeprefix("docs/")
    elif not path.startswith("briefings/"):
        return None
    if not path.endswith(".md"):
        return path
    stem = path.removesuffix(".md")
    if stem == "index":
        return ""
    return f"{stem.removesuffix('/index')}/"
