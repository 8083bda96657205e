"""Evidence marks: links such as `[$240 billion](claim:cn-ru-2023)` in bodies and short texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from plumbline.content.prose import find_code

__all__ = ["UNCOUNTED", "Mark", "MarkKind", "find_marks", "replace_marks", "strip_marks"]


class MarkKind(StrEnum):
    """What a mark binds its text to."""

    CLAIM = "claim"
    SAID = "said"
    CHART = "chart"


_MARK = re.compile(
    r"\[(?<![\\!]\[)(?P<text>(?:[^\[\]\\\n]|\\.|\n(?![ \t]*\n)|\[[^\[\]\n]*\])*)\]"
    r"\((?P<kind>claim|said|chart):(?P<target>[^\s()]*)\)"
)


UNCOUNTED = re.compile(r"\[(?P<text>[^\[\]\n]*)\]\{\s*\.uncounted\s*\}")
"""A number that is a name, marked once: `[1984]{.uncounted}`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One evidence mark.

    Attributes:
        kind: claim, said or chart.
        target: what stands behind the colon: a claim's id, a citekey, a chart's id.
        text: what the reader sees.
        start: offset of the opening bracket.
        end: offset after the closing parenthesis.
        text_start: offset of the first character of `text`.
    """

    kind: MarkKind
    target: str
    text: str
    start: int
    end: int
    text_start: int

    @property
    def text_end(self) -> int:
        """Offset after the last character of `text`."""
        return self.text_start + len(self.text)


@lru_cache(512)
def find_marks(text: str) -> tuple[Mark, ...]:
    """Return the evidence marks of a Markdown text; those in code are none."""
    if "](" not in text:
        return ()
    code = find_code(text)
    return tuple(
        Mark(
            MarkKind(match["kind"]),
            match["target"],
            match["text"],
            match.start(),
            match.end(),
            match.start("text"),
        )
        for match in _MARK.finditer(text)
        if not any(start <= match.start() < end for start, end in code)
    )


def replace_marks(text: str, replace: Callable[[Mark], str]) -> str:
    """Return a text with each mark replaced."""
    out: list[str] = []
    position = 0
    for mark in find_marks(text):
        out += [text[position : mark.start], replace(mark)]
        position = mark.end
    return "".join([*out, text[position:]])


def strip_marks(text: str) -> str:
    """Return a text as a reader sees it where no mark can be shown: in titles, cards, feeds."""
    return UNCOUNTED.sub(lambda m: m["text"], replace_marks(text, lambda mark: mark.text))
