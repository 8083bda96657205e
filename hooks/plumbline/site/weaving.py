"""Fragments of HTML put into rendered Markdown at the places of tokens.

Before Markdown is rendered, each citation, claim and chart is replaced by a token of letters that
Markdown and the cleaning leave alone; afterwards one pass over the HTML puts the fragments in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from plumbline.content.dialect import TOKEN

__all__ = ["Edit", "Fragment", "apply_edits", "insert_fragments"]

_TAG_OR_TOKEN = re.compile(
    r"<p>\s*(?P<block>\ue000(?:chart|table)\d+\ue001)\s*</p>"
    r"|(?P<tag><[A-Za-z/][^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>)"
    r"|(?P<token>\ue000[a-z]+\d+\ue001)"
)
_STRAY = re.compile("[\ue000\ue001]")

Edit = tuple[int, int, str]
"""Start and end of a span of the body, and what takes its place."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a token stands for: HTML, and the plain text where no HTML can stand."""

    html: str
    text: str = ""
    block: bool = False


def apply_edits(body: str, edits: Sequence[Edit]) -> str:
    """Return the body with the edits made; an author's own token characters are dropped."""
    out: list[str] = []
    position = 0
    for start, end, replacement in sorted(edits):
        if start < position:  # a mark within another's brackets has been replaced with it
            continue
        out += [_STRAY.sub("", body[position:start]), replacement]
        position = end
    out.append(_STRAY.sub("", body[position:]))
    return "".join(out)


def insert_fragments(html: str, fragments: Mapping[str, Fragment]) -> str:
    """Replace tokens: by HTML in text, by plain text inside a tag's attributes."""

    def replace(match: re.Match[str]) -> str:
        block = match["block"]
        if block is not None and block in fragments:
            return fragments[block].html
        if match["tag"] is not None:
            return _replace_tokens(match["tag"], fragments, lambda f: escape(f.text))
        return _replace_tokens(match["token"] or match[0], fragments, lambda f: f.html)

    return _TAG_OR_TOKEN.sub(replace, html)


def _replace_tokens(
    text: str, fragments: Mapping[str, Fragment], choose: Callable[[Fragment], str]
) -> str:
    return TOKEN.sub(lambda m: choose(fragments[m[0]]) if m[0] in fragments else "", text)
