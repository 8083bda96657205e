"""Markdown as a reader sees it within a line: characters for entities, no marks of emphasis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

__all__ = ["ShownText", "show_text"]

_ENTITY = r"#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};"
_WRITTEN = re.compile(
    rf"[&*_=^](?:(?<=&)(?P<entity>{_ENTITY})|(?<=\*)\**|(?<=_)_*|(?<==)=+|(?<=\^)\^+)"
)


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as it is shown.

    Attributes:
        text: what is shown.
        written: what is written.
        starts: of each character that is shown, the offset in what is written.
    """

    text: str
    written: str
    starts: Sequence[int]

    def find_written(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in what is written of a span of what is shown, which is not empty."""
        last = self.starts[end - 1]
        entity = _WRITTEN.match(self.written, last)
        return self.starts[start], entity.end() if entity and entity["entity"] else last + 1


def show_text(written: str) -> ShownText:
    """Return a text with characters for entities (“&nbsp;”) and without marks of emphasis.

    Marks are those of Python-Markdown and pymdown-extensions: `*`, `**`, `_`, `__`, `==` and `^^`
    at the edge of a word. An entity that stands for several characters stays as it is.
    """
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    for match in _WRITTEN.finditer(written):
        start, end = match.span()
        shown = unescape(match[0]) if match["entity"] else ""
        if len(shown) > 1 or not (shown or _is_emphasis(written, start, end)):
            continue
        pieces += [written[done:start], shown]
        starts += [*range(done, start), *([start] if shown else ())]
        done = end
    if not done:
        return ShownText(written, written, range(len(written)))
    return ShownText(
        "".join([*pieces, written[done:]]), written, [*starts, *range(done, len(written))]
    )


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Return whether a mark stands before a word or behind one."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = bool(after) and not after.isspace() and not before.isalnum()
    closes = bool(before) and not before.isspace() and not after.isalnum()
    return opens or closes
