"""What a file of the site links to, and the places in it that may be linked to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import tinycss2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plumbline.content.links import find_links

__all__ = ["FileLinks", "PageLink", "holds_links", "read_links"]

_KINDS = {
    "img": "image",
    "image": "image",
    "source": "image",
    "link": "file",
    "script": "script",
    "iframe": "embedded page",
    "form": "form",
    "use": "image",
    "video": "video",
    "audio": "recording",
    "track": "subtitles",
}
"""What a link of an element is called; any other is a link."""

_ADDRESSES = frozenset(
    {
        "href",
        "xlink:href",
        "src",
        "poster",
        "data",
        "action",
        "formaction",
        "cite",
        "longdesc",
        "background",
        "data-plotly",  # what our own scripts fetch
        "data-figure",
    }
)
"""Attributes that hold one address. HTML standard, index of attributes; SVG 2."""
_SETS = ("srcset", "imagesrcset")
_PAINTS = (
    *("fill", "stroke", "filter", "mask", "clip-path"),
    *("marker-start", "marker-mid", "marker-end"),
)
"""Attributes of SVG that may hold `url(…)`."""
_SELECTOR = ",".join(
    [
        *(rf"[{name}]" for name in ("id", "name", "style", "content", *_ADDRESSES, *_SETS)),
        "style",
        "script[type='application/ld+json']",
        *(f"[{name}]" for name in (*_PAINTS, "srcdoc")),
    ]
).replace(":", r"\:")
_LINKING = frozenset({*_ADDRESSES, *_SETS, *_PAINTS, "style", "srcdoc"})
"""Attributes of which one at least makes an element hold links, but for `<meta>`."""
_BESIDE_HREF = (_LINKING - {"href"}) | {"rel", "download"}
"""Attributes of which none stands at an ordinary link."""
_WITH_TEXT = frozenset({"style", "script"})
"""Elements whose text holds links."""
_HINTS = frozenset({"preconnect", "dns-prefetch"})
"""Relations of `<link>` that name a host and no file."""
_REFRESH = re.compile(
    r"[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?(['\"]?)(?P<url>.*)\1\Z", re.IGNORECASE | re.DOTALL
)
_FETCHES = re.compile(r"url\(|@import|\\", re.IGNORECASE)
"""What a style sheet that fetches anything holds; a backslash may stand for any letter."""
_CANDIDATE = re.compile(r"[\s,]*(\S*)")
_DESCRIPTORS = re.compile(r"(?:[^,(]+|\([^)]*\)?)*+,?")
_NO_FILE = ("data:", "blob:", "mailto:", "tel:", "javascript:", "about:")
_XML = ("xml", "svg")
_TEXTS = ("md", "txt")


class PageLink(NamedTuple):
    """An address in a file of the site.

    Attributes:
        kind: what a reader would call it: "link", "image", "style sheet", "redirect" …
        url: the address as it is written.
        base: what it is relative to, where the file says so by `<base>`; else empty.
    """

    kind: str
    url: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class FileLinks:
    """The places that a file has, and what it links to; each once, in their order."""

    ids: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()


def holds_links(address: str) -> bool:
    """Return whether a file of the site is of a kind that is read for links."""
    return _reader(address) != ""


def read_links(address: str, content: bytes) -> FileLinks:
    """Return the links of a file by the kind of file that its address names.

    HTML, CSS, XML (feeds, site map), SVG, Markdown, plain texts, `_redirects`, a Data Package
    and a web app's manifest are read. What cannot be read holds no links: no reader can follow any
    there.
    """
    kind = _reader(address)
    if kind == "html":
        return _read_html(content)
    if kind == "css":
        return FileLinks(links=_unique(_css_links(content.decode("utf-8", "replace"))))
    if kind == "xml":
        return _read_xml(content)
    text = content.decode("utf-8", "replace")
    if kind == "text":
        return FileLinks(links=_unique(PageLink("link", link.url) for link in find_links(text)))
    if kind == "redirects":
        return FileLinks(links=_unique(_redirects(text)))
    if kind == "manifest":
        return FileLinks(links=_unique(_manifest_links(text)))
    return FileLinks(links=_unique(_resources(text))) if kind == "package" else FileLinks()


def _reader(address: str) -> str:
    path = PurePosixPath(address)
    suffix = path.suffix.lstrip(".").lower()
    if suffix in ("html", "htm"):
        return "html"
    if suffix == "css":
        return "css"
    if suffix in _XML:
        return "xml"
    if suffix in _TEXTS:
        return "text"
    if suffix == "webmanifest":
        return "manifest"
    return {"_redirects": "redirects", "datapackage.json": "package"}.get(path.name, "")


def _unique(links: Iterator[PageLink]) -> tuple[PageLink, ...]:
    return tuple(dict.fromkeys(link for link in links if _is_followed(link.url)))


def _is_followed(url: str) -> bool:
    return bool(url) and not url[:12].lower().startswith(_NO_FILE)


def _read_html(content: bytes) -> FileLinks:
    ids: dict[str, None] = {}
    links: dict[tuple[str, str], None] = {}
    bases: list[str] = []
    for node in LexborHTMLParser(content).css(_SELECTOR):
        tag, attributes = node.tag or "", node.attributes
        name = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
        if name:
            ids[name] = None
        if tag == "a" and _BESIDE_HREF.isdisjoint(attributes):  # as most are
            url = attributes.get("href")
            if url:
                links["link", url.strip()] = None
            continue
        if tag == "meta":
            links |= dict.fromkeys(_meta_links(attributes))
        elif tag == "base" and "href" in attributes:
            bases.append((attributes["href"] or "").strip())
        if tag in _WITH_TEXT or not _LINKING.isdisjoint(attributes):
            links |= dict.fromkeys(_html_links(node, tag, attributes))
    base = bases[0] if bases else ""  # of several the first (HTML standard, 4.2.3)
    followed = [PageLink(kind, url, base) for kind, url in links if _is_followed(url)]
    return FileLinks(tuple(ids), tuple(followed))


def _html_links(
    node: LexborNode, tag: str, attributes: dict[str, str | None]
) -> Iterator[tuple[str, str]]:
    relations = set((attributes.get("rel") or "").lower().split())
    kind = "style sheet" if "stylesheet" in relations else _KINDS.get(tag, "link")
    if "download" in attributes:
        kind = "download"
    if tag != "base" and not relations & _HINTS:
        for name, value in attributes.items():
            if value is not None and name in _ADDRESSES:
                yield kind, value.strip()
    for name in _SETS:
        value = attributes.get(name)
        if value:
            yield from (("image", url) for url in _candidates(value))
    for name in ("style", *_PAINTS):
        style = attributes.get(name)
        if style and "url(" in style.lower():
            yield from ((link.kind, link.url) for link in _css_links(style))
    within = attributes.get("srcdoc")
    if within:
        links = _read_html(within.encode()).links
        yield from ((link.kind, link.url) for link in links if not link.url.startswith("#"))
    if tag == "style":
        yield from ((link.kind, link.url) for link in _css_links(node.text() or ""))
    elif tag == "script" and attributes.get("type") == "application/ld+json":
        yield from (("structured data", url) for url in _json_addresses(node.text() or ""))


def _candidates(text: str) -> Iterator[str]:
    """Yield the addresses of a `srcset` (HTML standard, 4.8.4.2.2, parsing a srcset attribute)."""
    position = 0
    while match := _CANDIDATE.match(text, position):
        url, position = match[1], match.end()
        if not url:
            return
        yield url.rstrip(",")
        if not url.endswith(","):
            rest = _DESCRIPTORS.match(text, position)
            position = rest.end() if rest else len(text)


def _meta_links(attributes: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    content = (attributes.get("content") or "").strip()
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        match = _REFRESH.match(content)
        if match is not None:
            yield "redirect", match["url"].strip()
    elif content.startswith(("http://", "https://")) and not re.search(r"\s", content):
        yield "metadata", content


def _json_addresses(text: str) -> Iterator[str]:
    """Yield the addresses of linked data without their fragments, which name things, not places."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and re.match(r"https?://\S+\Z", value):
            yield value.partition("#")[0]


def _manifest_links(text: str) -> Iterator[PageLink]:
    """Yield what a web app's manifest names (Web Application Manifest, W3C)."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += (v for v in value.values() if isinstance(v, dict | list))
            for name, kind in (("src", "image"), ("start_url", "link"), ("url", "link")):
                if isinstance(value.get(name), str):
                    yield PageLink(kind, value[name].strip())


def _css_links(text: str) -> Iterator[PageLink]:
    """Yield what a style sheet fetches: `url(…)` and `@import` (CSS Syntax Level 3)."""
    if not _FETCHES.search(text):
        return
    nodes = tinycss2.parse_component_value_list(text, skip_comments=True)
    importing = False
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        inner = getattr(node, "content", None)
        if node.type == "url":
            yield PageLink("file", node.value.strip())
        elif node.type == "function":
            if node.lower_name == "url":
                urls = [a.value.strip() for a in node.arguments if a.type == "string"]
                yield from (PageLink("file", url) for url in urls)
            waiting += reversed(node.arguments)
        elif isinstance(inner, list):
            waiting += reversed(inner)
        elif node.type == "string" and importing:
            yield PageLink("file", node.value.strip())
        if node.type != "whitespace":
            importing = node.type == "at-keyword" and node.lower_value == "import"


def _read_xml(content: bytes) -> FileLinks:
    try:
        # expat, from 2.4.1 on, refuses entities that blow up, and fetches none from elsewhere.
        root = ET.fromstring(content)  # noqa: S314
    except (ET.ParseError, ValueError):
        return FileLinks()
    ids: dict[str, None] = {}
    links: dict[PageLink, None] = {}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        for key, value in element.attrib.items():
            short = key.rpartition("}")[2]
            if short == "id":
                ids[value] = None
            elif short in ("href", "src"):
                links[PageLink("link", value.strip())] = None
            elif "url(" in value:
                links |= dict.fromkeys(_css_links(value))
        text = (element.text or "").strip()
        if name in ("loc", "link", "uri", "icon", "logo", "id") and _is_address(text):
            links[PageLink("link", text)] = None
        elif name == "style":
            links |= dict.fromkeys(_css_links(text))
    return FileLinks(tuple(ids), _unique(iter(links)))


def _is_address(text: str) -> bool:
    """Return whether a text is an absolute address of the web."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return False


def _redirects(text: str) -> Iterator[PageLink]:
    """Yield the targets of a file `_redirects`, as several hosts read it: from, to, status."""
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and not words[0].startswith("#"):
            yield PageLink("redirect", words[1].partition(":splat")[0])


def _resources(text: str) -> Iterator[PageLink]:
    """Yield the files of a Data Package (datapackage.org, version 2: `path` is one or several)."""
    try:
        package = json.loads(text)
    except (ValueError, RecursionError):
        return
    listed = package.get("resources") if isinstance(package, dict) else None
    for resource in listed if isinstance(listed, list) else ():
        path = resource.get("path") if isinstance(resource, dict) else None
        for url in path if isinstance(path, list) else [path]:
            if isinstance(url, str):
                yield PageLink("data file", url)
