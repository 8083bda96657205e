"""Text folded for comparison: typography is levelled, every letter and digit stays.

Folded away are the kind and spacing of quotation marks and dashes, white space, soft hyphens and
other invisible characters, ligatures and full-width forms, asterisks and note reference marks.
Kept are case, punctuation, hyphenation ("well-formulated" is not "well formulated"), apostrophes
within words, and every digit: superscripts and fractions stay what they are, so that 10² never
becomes 102.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["CJK", "Folded", "fold_text"]

CJK = "\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff"
"""Characters written without spaces between words, for use within a regular expression's class."""

_DOUBLE = frozenset('"“”„‟«»″〝〞「」『』')
_SINGLE = frozenset("'‘’‚‛‹›′ʼʻ`´")
_DASHES = frozenset("-‐‑‒–—―−﹘﹣－⸺⸻")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_MARK = "\x02"  # a double quotation mark, until its neighbours are known
_SAFE = frozenset(
    "<compat> <wide> <narrow> <noBreak> <initial> <medial> <final> <isolated> <small>".split()
)
# A base character with what composes with it: combining marks, Hangul vowels and finals.
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a]*")
_STEPS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (rf"(?<=\w){_MARK}+(?=\w)", " "),
        (_MARK, ""),
        (r"(?<!\w)'|'(?!\w)", ""),  # an apostrophe stands within a word
        (r"(?<!\w)\*+|\*+(?!\w)", ""),  # emphasis
        (r"\s+", " "),
        (r" ?(?:\.(?: ?\.){2,}|…[.…]*) ?", "…"),
        (r"--+", "-"),
        (r" - ", "-"),
        (r" (?=[;:!?%‰)\]]|[.,](?!\d))", ""),
        (r"(?<=[(\[]) ", ""),
        (rf" (?=[{CJK}])|(?<=[{CJK}]) ", ""),
        (r"(?<=[^\s\[(])\[\d{1,3}\]", ""),  # Chicago Manual of Style, 17th ed., 13.7
        (r"^ | $", ""),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text and where each of its characters comes from.

    Attributes:
        text: the folded text.
        raw: the text as it was.
        starts: offset in the raw text of each folded character.
        ends: offset after what each folded character stands for.
    """

    text: str
    raw: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a span of the folded one that is not empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=256)
def fold_text(text: str, *, ignore_case: bool = False) -> Folded:
    """Fold a text; with `ignore_case` letters are lowered too, as titles are compared."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, cluster in _clusters(text):
        folded = _fold_cluster(cluster)
        for character in folded.lower() if ignore_case else folded:
            characters.append(character)
            starts.append(start)
            ends.append(end)
    result = "".join(characters)
    for pattern, new in _STEPS:
        result, starts, ends = _substitute(pattern, new, result, starts, ends)
    return Folded(result, text, tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _CLUSTER.finditer(text):
        yield match.start(), match.end(), match[0]


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    return "".join(_fold_character(c) for c in unicodedata.normalize("NFC", cluster))


def _fold_character(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character in _DOUBLE:
        return _MARK
    if character in _SINGLE:
        return "'"
    if character in _DASHES:
        return "-"
    if character.isspace():
        return " "
    if character == "…":
        return character
    kind, _, rest = unicodedata.decomposition(character).partition(" ")
    if kind in _SAFE and not rest.startswith("0020"):
        return unicodedata.normalize("NFKC", character)
    return character


def _substitute(
    pattern: re.Pattern[str], new: str, text: str, starts: list[int], ends: list[int]
) -> tuple[str, list[int], list[int]]:
    """Replace each match by `new`, at most one character, which then stands for all it replaces."""
    pieces: list[str] = []
    kept_starts: list[int] = []
    kept_ends: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        pieces.append(text[done:start])
        kept_starts += starts[done:start]
        kept_ends += ends[done:start]
        if new:
            pieces.append(new)
            kept_starts.append(starts[start])
            kept_ends.append(ends[end - 1])
        done = end
    if not done:
        return text, starts, ends
    pieces.append(text[done:])
    return "".join(pieces), kept_starts + starts[done:], kept_ends + ends[done:]
