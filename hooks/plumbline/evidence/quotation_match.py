"""Quotations compared with the words of their source.

What an editor may do without saying so is forgiven, after the Chicago Manual of Style, 17th ed.,
13.7 and 13.50–13.62: quotation marks, dashes and spacing follow the house; the first letter of a
quotation, or of what follows an ellipsis, may change its case, in brackets or not; a final full
stop or comma belongs to the sentence around it; an ellipsis skips text that follows in the same
passage, or in the next. Words in square brackets are the editor's: they may stand in the place of
a few of the source's, but not of a number or a negation. Every other word must be the source's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from plumbline.evidence.quotation_runs import Join, Piece, Run, parse_runs
from plumbline.evidence.text_folding import CJK, Folded, fold_text

__all__ = ["PassageSpan", "QuotationMatch", "QuotationOutcome", "match_quotation"]

_HYPHENS = frozenset("-‐‑−")
_CJK = re.compile(f"[{CJK}]")
_BRACKET_REACH = 100
"""How many characters of the source a bracket may stand for: about a dozen words."""
_MOST_STEPS = 200_000
_INFLECTION = re.compile(r"[^\W\d_]{0,12}")
_PROTECTED = re.compile(
    r"\d|n't\b|[不没沒非无無未]|\b(?:not|no|never|nor|none|neither|nobody|nothing|nowhere|without|cannot"
    r"|hardly|scarcely|barely|ne|pas|jamais|sans|aucune?|nicht|nie|niemals|ohne|keine?[mnrs]?|non"
    r"|mai|senza|nessun[aoe]?|nunca|sin|ningun[ao]?|не|нет|ни|никогда|без|không|chưa)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TITLE_CLOSE = 80.0


class QuotationOutcome(StrEnum):
    """What came of comparing a quotation with its source."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    TRANSLATION_ONLY = "translation-only"
    NO_EXCERPT = "no-excerpt"


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Words of a passage that a quotation repeats: offsets in the passage as given."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotationMatch:
    """What came of comparing a quotation with one source.

    Attributes:
        outcome: verbatim, altered, found in our translation only, or no excerpt to compare with.
        in_title: the words are those of the source's title or container title.
        spans: what was quoted, piece by piece: an ellipsis or a bracket lies between two.
        passage_index: the passage quoted; when altered, the nearest, or None if none is close.
        diff: when altered, words of the source as `[-…-]` and of the quotation as `{+…+}`.
        note: when altered without a diff, why; a clause without a full stop.
    """

    outcome: QuotationOutcome
    in_title: bool = False
    spans: tuple[PassageSpan, ...] = ()
    passage_index: int | None = None
    diff: str = ""
    note: str = ""


def match_quotation(
    quotation: str,
    title: str,
    passages: Sequence[str],
    *,
    container_title: str = "",
    translations: Sequence[str] = (),
) -> QuotationMatch:
    """Compare a quotation with its source.

    Args:
        quotation: the words between the quotation marks, free of markup.
        title: the source's title; one in square brackets is a description and is not compared.
        passages: the source's words, in the source's order.
        container_title: the title of the journal, newspaper or site it is from.
        translations: our translations of passages; they never make a quotation verbatim.
    """
    runs = parse_runs(quotation)
    titles = [t for t in (_plain_title(title), _plain_title(container_title)) if t]
    if runs and any(
        _match_in(runs, [fold_text(t, ignore_case=True)], ignore_case=True) for t in titles
    ):
        return QuotationMatch(QuotationOutcome.VERBATIM, in_title=True)
    spans = _match_in(runs, [fold_text(p) for p in passages]) if runs else None
    if spans:
        return QuotationMatch(
            QuotationOutcome.VERBATIM, spans=spans, passage_index=spans[0].passage
        )
    if runs and translations and _match_in(runs, [fold_text(t) for t in translations]):
        return QuotationMatch(
            QuotationOutcome.TRANSLATION_ONLY, note="it matches our translation only"
        )
    if not any(p.strip() for p in passages):
        return _without_passages(quotation, titles)
    if not runs:
        note = "no word of it is the source's: all stand in brackets"
        return QuotationMatch(QuotationOutcome.ALTERED, note=note)
    return _explain(quotation, runs, titles, passages)


def _plain_title(title: str) -> str:
    plain = _TAG.sub("", title).strip()
    return "" if plain.startswith("[") and plain.endswith("]") else plain


# Matching: runs in order within one passage, or split between two that follow each other.


def _match_in(
    runs: tuple[Run, ...], passages: Sequence[Folded], *, ignore_case: bool = False
) -> tuple[PassageSpan, ...] | None:
    """Return what the runs repeat of the first passage, or pair of passages, that holds them."""
    if ignore_case:
        runs = tuple(
            Run(tuple(Piece(p.text.lower(), p.join, p.open_end) for p in r.pieces), r.raw)
            for r in runs
        )
    for index, passage in enumerate(passages):
        spans = _match_runs(runs, passage)
        found = _raw_spans(index, passage, spans)
        if len(spans) == len(runs):
            return tuple(found)
        if spans and index + 1 < len(passages):
            following = passages[index + 1]
            rest = _match_runs(runs[len(spans) :], following)
            if len(spans) + len(rest) == len(runs):
                found += _raw_spans(index + 1, following, rest)
                return tuple(found)
    return None


def _raw_spans(
    index: int, passage: Folded, runs: Sequence[Sequence[tuple[int, int]]]
) -> list[PassageSpan]:
    spans: list[PassageSpan] = []
    for start, end in (span for run in runs for span in run):
        space = passage.text[start] == " "  # behind an editor's letters, before the next word
        spans.append(PassageSpan(index, *passage.raw_span(start + space, end)))
    return spans


def _match_runs(runs: tuple[Run, ...], passage: Folded) -> list[list[tuple[int, int]]]:
    """Match as many runs as stand in the passage in this order; each ends as early as it can."""
    matched: list[list[tuple[int, int]]] = []
    position = 0
    for run in runs:
        spans = _match_run(run.pieces, passage, position)
        if spans is None:
            break
        matched.append(spans)
        position = spans[-1][1]
    return matched


def _match_run(
    pieces: tuple[Piece, ...], passage: Folded, position: int
) -> list[tuple[int, int]] | None:
    first = pieces[0]
    if len(pieces) == 1:
        found = next(_occurrences(first, passage, position), None)
        return [found] if found else None
    most = _MOST_STEPS // len(pieces)  # only a hostile quotation of many brackets meets it
    # Each span that matches the pieces so far, with the place of the one that led to it.
    paths = [(span, -1) for span in islice(_occurrences(first, passage, position), most)]
    levels = [paths]
    protected = _protected_starts(passage)
    for piece in pieces[1:]:
        if not paths:
            return None
        reached: list[tuple[tuple[int, int], int]] = []
        origin = 0
        for span in _occurrences(piece, passage, paths[0][0][1]):
            while origin < len(paths) and paths[origin][0][1] < span[0] - _BRACKET_REACH:
                origin += 1
            if origin == len(paths) or len(reached) == most:
                break
            for index in range(origin, len(paths)):
                end = paths[index][0][1]
                if end > span[0]:
                    break
                if _joins(piece, passage.text, end, span[0], protected):
                    reached.append((span, index))
                    break
        levels.append(reached)
        paths = reached
    if not paths:
        return None
    spans: list[tuple[int, int]] = []
    index = 0
    for level in reversed(levels):
        span, origin = level[index]
        spans.append(span)
        index = origin
    return spans[::-1]


def _occurrences(piece: Piece, passage: Folded, position: int) -> Iterator[tuple[int, int]]:
    """Yield where a piece stands in a passage, in order: whole words, whole numbers."""
    text, haystack = piece.text, passage.text
    if piece.join is Join.INFLECTION:
        heads = [text[0]]
    else:
        heads = sorted({c for c in (text[0], text[0].upper(), text[0].lower()) if len(c) == 1})
    pattern = re.compile(f"[{re.escape(''.join(heads))}]{re.escape(text[1:])}")
    while match := pattern.search(haystack, position):
        start, end = match.span()
        position = start + 1
        if (piece.join is Join.INFLECTION or _word_begins(passage, start)) and (
            piece.open_end or _word_ends(passage, end)
        ):
            yield start, end


def _joins(piece: Piece, text: str, end: int, start: int, protected: Sequence[int]) -> bool:
    if piece.join is Join.INFLECTION:
        return _INFLECTION.fullmatch(text, end, start) is not None
    if piece.join in (Join.FIRST_LETTER, Join.ADDITION):
        return start - end <= 1 and not text[end:start].strip()
    kept = bisect_left(protected, end)
    return start - end <= _BRACKET_REACH and (kept == len(protected) or protected[kept] >= start)


@lru_cache(maxsize=64)
def _protected_starts(passage: Folded) -> tuple[int, ...]:
    """Return where digits and negations stand, which no bracket may hide."""
    return tuple(m.start() for m in _PROTECTED.finditer(passage.text))


def _word_begins(passage: Folded, at: int) -> bool:
    text = passage.text
    if at == 0:
        return True
    before, here = text[at - 1], text[at]
    if _continues(before, here):
        return False
    if here.isdigit() and before in ".," and text[at - 2 : at - 1].isdigit():
        return False
    if before.isdigit() and here in ".," and text[at + 1 : at + 2].isdigit():
        return False
    return not (before == "-" and (_signs(passage, at - 1) or _compound(passage, at - 1)))


def _word_ends(passage: Folded, at: int) -> bool:
    text = passage.text
    if at >= len(text):
        return True
    before, here = text[at - 1], text[at]
    if _continues(before, here):
        return False
    if before.isdigit() and (here in "%‰" or (here in ".," and text[at + 1 : at + 2].isdigit())):
        return False
    return not (here == "-" and _compound(passage, at))


def _continues(before: str, here: str) -> bool:
    if _CJK.match(before) or _CJK.match(here):
        return False
    return (before.isalnum() or before == "'") and (here.isalnum() or here == "'")


def _signs(passage: Folded, dash: int) -> bool:
    """Return whether a dash is the sign of the number behind it."""
    before = passage.text[dash - 1] if dash else " "
    after = passage.text[dash + 1 : dash + 2]
    start, end = passage.raw_span(dash, dash + 1)  # longer than one: two of them, or " - "
    apart = not before.isalnum() or _CJK.match(before) is not None
    return after.isdigit() and apart and end - start == 1


def _compound(passage: Folded, dash: int) -> bool:
    """Return whether a dash holds a word or a range together: "non-proliferation", "10–12"."""
    before, after = passage.text[dash - 1 : dash] if dash else "", passage.text[dash + 1 : dash + 2]
    if not (before.isalnum() and after.isalnum()) or _CJK.match(before) or _CJK.match(after):
        return False
    start, end = passage.raw_span(dash, dash + 1)
    joined = passage.raw[start:end] in _HYPHENS or (before.isdigit() and after.isdigit())
    return joined and end - start == 1


# Explaining what does not match. What compares words is imported there: most quotations match, and
# a check of one briefing would wait for it.


def _without_passages(quotation: str, titles: Sequence[str]) -> QuotationMatch:
    from plumbline.evidence.word_diff import compare_words, nearest_text

    near = nearest_text(quotation, titles, ignore_case=True)
    diff = ""
    if near is not None and near.score >= _TITLE_CLOSE:
        diff = compare_words(near.text, quotation)
    return QuotationMatch(QuotationOutcome.NO_EXCERPT, diff=diff)


def _explain(
    quotation: str, runs: tuple[Run, ...], titles: Sequence[str], passages: Sequence[str]
) -> QuotationMatch:
    from plumbline.evidence.word_diff import compare_words, nearest_text

    folded = [fold_text(p) for p in passages]
    astray = next((r for r in runs if not _match_in((r,), folded)), None)
    if astray is None:
        note = "its parts do not stand in this order in one passage, or in one and the next"
        return QuotationMatch(QuotationOutcome.ALTERED, note=note)
    wanted = quotation if len(runs) == 1 else astray.raw
    near = nearest_text(wanted, passages)
    title = nearest_text(wanted, titles, ignore_case=True)
    in_title = title is not None and (near is None or title.score > near.score)
    chosen = title if in_title else near
    if chosen is None:
        return QuotationMatch(QuotationOutcome.ALTERED, note="no passage is close to it")
    diff = compare_words(chosen.text, wanted)
    note = ""
    if not diff:
        note = "the words stand there only as parts of longer words or numbers"
        if len(astray.pieces) > 1:
            note = "its brackets stand for a number, a negation or too many words of the source"
    index = None if in_title else chosen.index
    return QuotationMatch(
        QuotationOutcome.ALTERED, in_title=in_title, passage_index=index, diff=diff, note=note
    )
