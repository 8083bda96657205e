"""A quotation taken apart: runs that ellipses separate, and pieces that an editor's brackets do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from plumbline.evidence.text_folding import CJK, fold_text

__all__ = ["Join", "Piece", "Run", "parse_runs"]

_HOLE = "\ue000"  # stands for an editor's brackets while the text around them is folded
_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]|…|\.(?:\s?\.){2,}")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_EDGE = " .,;:。，、；："
_EDGE_DASH = re.compile(r"\A-(?: |(?=\D))| -\Z")
_FINAL = " .,。，、"
_CJK = re.compile(f"[{CJK}]")


class Join(Enum):
    """How a piece follows the one before it."""

    BRACKET = auto()  # an editor's words stand between: some of the source's may be missing
    INFLECTION = auto()  # an editor's letters: the source's word may go on differently
    ADDITION = auto()  # an editor's letters at the head of a word, which the source lacks
    FIRST_LETTER = auto()  # a letter in brackets: only its case was changed


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together in the source.

    Attributes:
        text: the words, folded.
        join: how they follow the piece before them; None for the first of a run.
        open_end: the source's last word may go on behind them.
    """

    text: str
    join: Join | None
    open_end: bool  # the source's word may go on behind it


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces between two ellipses, and the run as written."""

    pieces: tuple[Piece, ...]
    raw: str = field(compare=False)


@lru_cache(maxsize=256)
def parse_runs(quotation: str) -> tuple[Run, ...]:
    """Return the runs of a quotation; none where every word stands in brackets."""
    parts = _ELLIPSIS.split(quotation.replace(_HOLE, ""))
    runs: list[Run] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        pieces = _parse_pieces(part, at_start=number == 0, at_end=last)
        if pieces:
            runs.append(Run(pieces, " ".join(part.split())))
    return tuple(runs)


def _parse_pieces(part: str, *, at_start: bool, at_end: bool) -> tuple[Piece, ...]:
    joins: list[Join] = []

    def close(match: re.Match[str]) -> str:
        inside = match[1].strip()
        before, after = part[: match.start()][-1:], part[match.end() :][:1]
        in_word = inside.isalpha() and not _CJK.search(inside)
        if in_word and before.isalnum():
            joins.append(Join.INFLECTION)
        elif in_word and after.isalnum():
            if len(inside) == 1:
                joins.append(Join.FIRST_LETTER)
                return _HOLE + inside
            joins.append(Join.ADDITION)
        else:
            joins.append(Join.BRACKET)
        return _HOLE

    marked = _BRACKETS.sub(close, part)
    holes = len(joins)
    texts = fold_text(marked).text.split(_HOLE)
    if len(texts) != holes + 1:
        return ()
    pieces: list[Piece] = []
    carried: Join | None = None
    for number, between in enumerate(texts):
        text = between
        join = joins[number - 1] if number else None
        following = joins[number] if number < holes else None
        if join is Join.BRACKET or (number == 0 and not at_start):
            text = text.lstrip(_EDGE)
        if number == holes:
            text = text.rstrip(_FINAL if at_end else _EDGE)
        elif following is Join.BRACKET:
            text = text.rstrip(_EDGE)
        text = _EDGE_DASH.sub("", text)
        if not text:  # what brackets alone hold says how the next piece joins
            carried = join if carried is None else carried
            continue
        if not pieces:
            join = None
        elif carried is not None:
            join = Join.BRACKET
        pieces.append(Piece(text, join, following is Join.INFLECTION))
        carried = None
    return tuple(pieces)
