"""Looking back from an offset: which words end there, at a bounded cost per look."""

from __future__ import annotations

import re

__all__ = ["flatten", "match_back"]

BREAK = "\0"
"""What no look back crosses: a blank line or a long dash."""
_LONGEST_WORD = 28
_OPENING = "([{“„\"'‘’«»*_|" + BREAK
_SPACES = "\t\r\v\f\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"


def flatten(text: str) -> str:
    """Return a text of the same length in which all white space is a plain space.

    Blank lines and em dashes become breaks, which `match_back` does not cross.
    """
    # One after the other: `translate` takes twenty times as long where not all is ASCII.
    for space in _SPACES:
        text = text.replace(space, " ")
    return text.replace("—", BREAK).replace("\n\n", BREAK * 2).replace("\n", " ")


def match_back(
    pattern: re.Pattern[str], flat: str, at: int, words: int = 1
) -> re.Match[str] | None:
    """Return the longest match of whole words that ends at an offset, or None.

    Args:
        pattern: must match up to `at`, white space included.
        flat: a text out of `flatten`.
        at: where the match ends.
        words: the most words it may have.
    """
    starts: list[int] = []
    end = at
    for _ in range(words):
        while end > 0 and flat[end - 1] == " " and at - end < 128:
            end -= 1
        low = max(0, end - _LONGEST_WORD)
        start = flat.rfind(" ", low, end) + 1
        if not start and low:
            start = low
        broken = flat.rfind(BREAK, start, end) + 1
        inner = max(start, broken)
        while inner < end and flat[inner] in _OPENING:
            inner += 1
        starts.append(start)
        if inner != start:
            starts.append(inner)
        if inner != start or not start or start == low:
            break
        end = start - 1
    for start in reversed(starts):
        if found := pattern.fullmatch(flat, start, at):
            return found
    return None
