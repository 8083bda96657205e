"""Pairs of quotation marks in running text: “” ‘’ «» „“ "" and their like, nested.

An apostrophe is no quotation mark: don’t, the 1990s’ end, ’tis, 5' 6". Where a mark could be
either (the ships’ crews’ …), the pair is marked as doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

__all__ = ["QuotedSpan", "pair_marks"]

# What closes what opens; after Chicago 13.30 and the house styles of the languages concerned.
_CLOSES = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    '"': '"',
    "'": "'",
    "「": "」",
    "『": "』",
}
_MARKS = re.compile("[“”„«»‹›‘’‚\"'「」『』]")
_BEFORE_OPENING = re.compile(r"[\s(\[{/—–\-=>|“„«‹‘‚\"'*_\0]")
# Words that begin with an apostrophe, often mistyped as an opening mark.
_ELIDED = re.compile(r"(?:\d\ds|tis|twas|twere|em|til|cause|n|round)\b", re.IGNORECASE)
_DIRECTED = frozenset("“„«‘‚「『")
_DEEPEST = 8
_DOUBTFUL_BEFORE = frozenset("sSxXzZ")


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A pair of quotation marks.

    Attributes:
        start: offset of the opening mark.
        end: offset after the closing mark.
        doubtful: another mark within could be the closing one just as well.
    """

    start: int
    end: int
    doubtful: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    doubtful: bool = False


def pair_marks(text: str) -> tuple[QuotedSpan, ...]:
    """Return the pairs of quotation marks in a paragraph, by the place of the opening mark."""
    marks = [m.start() for m in _MARKS.finditer(text)]
    later = {mark: _closings(text, marks, mark) for mark in "’'\""}
    openings = [p for p in marks if text[p] in "‘‚" or _opens(text, p)]
    stack: list[_Open] = []
    spans: list[QuotedSpan] = []
    for position in marks:
        mark = text[position]
        closed = _find_closed(text, position, stack)
        if closed is not None:
            if mark in later and _may_be_within(text, position, later[mark], openings):
                stack[closed].doubtful = True
                continue
            opened = stack[closed]
            spans.append(QuotedSpan(opened.at, position + 1, opened.doubtful))
            del stack[closed:]
        elif _opens(text, position):
            if mark in "\"'”":  # the same mark cannot be open twice: the first was no quotation
                stack = [o for o in stack if o.mark != mark]
            stack.append(_Open(mark, position))
            del stack[:-_DEEPEST]
    return tuple(sorted(spans, key=lambda s: (s.start, -s.end)))


def _opens(text: str, at: int) -> bool:
    mark, following = text[at], text[at + 1 : at + 2]
    if mark not in _CLOSES or not following:
        return False
    if mark in "‘'" and _ELIDED.match(text, at + 1):
        return False
    if mark in _DIRECTED:
        return mark != "‘" or at == 0 or not text[at - 1].isalnum()
    return (
        (at == 0 or _BEFORE_OPENING.match(text[at - 1]) is not None)
        and not following.isspace()
        and not (mark == "'" and following.isdigit())
    )


def _find_closed(text: str, at: int, stack: list[_Open]) -> int | None:
    """Return which open mark this one closes, the innermost first, or None."""
    mark = text[at]
    if not _may_close(text, at):
        return None
    for index in range(len(stack) - 1, -1, -1):
        if mark in _CLOSES[stack[index].mark] and stack[index].at < at - 1:
            return index
    return None


def _may_close(text: str, at: int) -> bool:
    mark = text[at]
    if mark in "»«›‹“‘":  # these open too
        return True
    before, following = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "’'":
        return not following.isalnum() and (bool(before) and not before.isspace())
    if mark == '"':
        return bool(before) and not before.isspace() and not following.isalnum()
    return True


def _closings(text: str, marks: list[int], mark: str) -> list[int]:
    return [p for p in marks if text[p] == mark and _may_close(text, p)]


def _may_be_within(text: str, at: int, closings: list[int], openings: list[int]) -> bool:
    """Return whether a mark may be a plural's apostrophe or a measure, not the end of a quotation.

    So it is taken when a word follows and another mark could close the quotation as well.
    """
    before = text[at - 1]
    if not (before in _DOUBTFUL_BEFORE or before.isdigit()) or (
        text[at] == '"' and not before.isdigit()
    ):
        return False
    following = text[at + 1 : at + 3]
    if not (following[:1].isspace() and following[1:].isalnum()):
        return False
    after = bisect_right(closings, at)
    if after == len(closings):
        return False
    opening = bisect_right(openings, at)
    return opening == len(openings) or closings[after] < openings[opening]
