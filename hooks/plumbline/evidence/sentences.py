"""Where sentences end, as far as checks need it: a citation goes with what stands before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

__all__ = ["Sentences", "find_sentences"]

_KEPT = 64
"""Texts of which sentences are kept: checks on one briefing ask about the same ones in turn."""

_END = re.compile(
    r"[.!?\n]"  # one character class in front, which is searched for fast
    r"(?:(?<=[.!?])(?<!\b[A-Z].)(?<!\b[a-z].)[\"'”’»)\]]*"  # not the stop of "U.S." or "c.i.f."
    r"(?=\s+[\"'“‘«(\[*_`=]{0,4}[A-Z0-9@$€£À-ÞЀ-Я]|\s*\n[ \t]*\n|\s*\Z)"
    r"|(?<=\n)(?:[ \t]*\n|(?=[ \t]*(?:[-*+]|\d+[.)]|\#{1,6}|\|)\s)))"
)
_TRAILING_MARKS = re.compile(r"(?:\s*\[[^\[\]]*@[^\[\]]*\])+")
_ABBREVIATION = re.compile(
    r"\b(?:[Mm]rs?|Dr|Prof|St|Gen|Lt|Sen|Rep|Gov|[Nn]os?|[Ff]igs?|[Vv]ols?|[Pp]p?|[Cc]f|[Vv]s|al|"
    r"approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp)\.$"
)


class Sentences:
    """The sentences of a text, as spans that cover it.

    A citation that follows the full stop, as in "Trade fell. [@a]", ends the sentence before it.
    """

    def __init__(self, text: str) -> None:
        ends: list[int] = []
        for match in _END.finditer(text):
            stop = match.start() + 1
            if match[0].startswith(".") and _ABBREVIATION.search(text[max(0, stop - 12) : stop]):
                continue
            end = match.end()
            if not match[0].startswith("\n"):
                marks = _TRAILING_MARKS.match(text, end)
                end = marks.end() if marks else end
            ends.append(end)
        self._length = len(text)
        self._ends = sorted({e for e in ends if e < len(text)})

    def around(self, position: int) -> tuple[int, int]:
        """Return the start and the end of the sentence that holds a position."""
        index = bisect_right(self._ends, position)
        start = self._ends[index - 1] if index else 0
        end = self._ends[index] if index < len(self._ends) else self._length
        return start, end


@lru_cache(_KEPT)
def find_sentences(text: str) -> Sentences:
    """Return the sentences of a text."""
    return Sentences(text)
