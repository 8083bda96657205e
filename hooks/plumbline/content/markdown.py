"""Markdown to safe HTML.

What an author writes is hostile until it has been through `clean`: elements, attributes and URL
schemes are allow-listed, and class names and ids that our own marks use cannot be forged.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import nh3
from markdown import Markdown

from plumbline.content.dialect import EXTENSION_CONFIGS, EXTENSIONS

__all__ = ["Heading", "Rendered", "render_markdown"]

Resolve = Callable[[str], str | None]

_LOCK = threading.Lock()
_TAGS = frozenset(
    """a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q s samp
    small span strong sub summary sup table tbody td tfoot th thead time tr u ul var""".split()
)
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href", "rel", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "div": {"data-tabs"},
    "input": {"type", "checked", "disabled", "name"},
    "label": {"for"},
    "details": {"open"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_MAX_TANGLE = 40
_MAX_MARKS = 500
_MARKS = {"^": "&#94;", "~": "&#126;"}
_OURS = ("pl-", "md-", "js-", "__")
_OUR_IDS = ("ref-", "cite-", "chart-", "claim-", "pl-", "__")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents: level 1 to 6, anchor, text and what stands below it."""

    level: int
    id: str
    text: str
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML and the headings in it."""

    html: str
    headings: tuple[Heading, ...]


@cache
def _markdown() -> Markdown:
    # Building an instance costs as much as rendering a page; one serves the whole process.
    return Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSION_CONFIGS)


def render_markdown(text: str, resolve: Resolve = lambda url: url) -> Rendered:
    """Render Markdown and clean the result.

    Args:
        text: Markdown in the site's dialect.
        resolve: turns an address as written into the one printed; None removes it.
    """
    with _LOCK:
        converter = _markdown()
        converter.reset()
        try:
            html = converter.convert(_defuse(text))
        except BaseException as error:
            # It was in the midst of something, which would go into the texts that follow.
            _markdown.cache_clear()
            if not isinstance(error, RecursionError):
                raise
            # Lists within hundreds of lists: no page, but no crash either.
            return Rendered(f"<pre>{escape(text)}</pre>", ())
        tokens: list[dict[str, Any]] = getattr(converter, "toc_tokens", [])
    return Rendered(_clean(html, resolve), _headings(tokens))


def _defuse(text: str) -> str:
    """Escape brackets and marks in paragraphs where they cannot be meant as markup.

    Python-Markdown looks for the end of each bracket anew, and pymdown-extensions for that of each
    `^` and `~`: thousands that are never closed, or closed thousands deep, would take them minutes.
    """
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    for index in range(0, len(paragraphs), 2):
        paragraph = paragraphs[index]
        if _tangle(paragraph, "[", "]") > _MAX_TANGLE:
            # By its number: behind a backslash another one would be what is escaped.
            paragraph = paragraph.replace("[", "&#91;")
        if _tangle(paragraph, "(", ")") > _MAX_TANGLE:
            paragraph = paragraph.replace("(", "&#40;")
        if _tangle(paragraph, "<", ">") > _MAX_TANGLE:
            paragraph = paragraph.replace("<", "&lt;")
        for mark, written in _MARKS.items():
            many = paragraph.count(mark) > _MAX_MARKS  # as hardly ever
            if many and len(re.findall(rf"{re.escape(mark)}+", paragraph)) > _MAX_MARKS:
                paragraph = paragraph.replace(mark, written)
        paragraphs[index] = paragraph
    return "".join(paragraphs)


def _tangle(text: str, opening: str, closing: str) -> int:
    """Return how many brackets are open at the most; those that are never closed stay open."""
    if text.count(opening) <= _MAX_TANGLE:
        return 0
    depth = most = 0
    for character in text:
        if character == opening:
            depth += 1
            most = max(most, depth)
        elif character == closing and depth:
            depth -= 1
    return most


def _clean(html: str, resolve: Resolve) -> str:
    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            kept = " ".join(w for w in value.split() if not w.startswith(_OURS))
            return kept or None
        if name == "id":
            return None if value.startswith(_OUR_IDS) and tag != "input" else value
        if name in ("href", "src"):
            return resolve(value)
        if tag == "input" and name == "type":
            return value if value in ("radio", "checkbox") else "checkbox"
        return value

    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=filter_attribute,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )


def _headings(tokens: list[dict[str, Any]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(int(t["level"]), str(t["id"]), str(t["name"]), _headings(t["children"]))
        for t in tokens
    )
