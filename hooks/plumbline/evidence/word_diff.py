"""The nearest words of a source to a quotation that does not match, and where the two differ."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from plumbline.evidence.text_folding import CJK, Folded, fold_text

__all__ = ["NearText", "compare_words", "nearest_text"]

CLOSE = 60.0
"""Similarity, of 100, below which a passage is not called near: unrelated English reaches 50."""
_CONTEXT = 4
_LONGEST = 320
_ALIGNED_CHARACTERS = 400
_CANDIDATES = 3
_NARROWED = 3000  # words; the shortest stretch of a longer one would take too long to find
_TOKEN = re.compile(rf"[{CJK}]|[^\s{CJK}…]+|…")
_LETTER = r"[\w\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]"
_WORD = re.compile(
    rf"\[[^\[\]]*\]|[{CJK}]|\.{{3,}}|(?:(?<!\w)[-−–](?=[$€£¥₽]?\d))?[$€£¥₽]?"
    rf"(?:(?![{CJK}]){_LETTER})+(?:[-‐‑'’.,/](?:(?![{CJK}]){_LETTER})+)*[%‰]?|[-‐‑‒–—―−]+|[^\w\s]"
)
_FINAL = ".,。，、"


@dataclass(frozen=True, slots=True)
class NearText:
    """The stretch of a text nearest to a quotation.

    Attributes:
        index: which of the texts.
        text: the stretch as it stands there, in whole words.
        score: similarity from 0 to 100, the share of characters in common (normalised Indel).
    """

    index: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, number or punctuation mark as it is compared and as it stands in the text."""

    folded: str
    raw: str
    spaced: bool  # white space stands before it


@dataclass(frozen=True, slots=True)
class _Change:
    """Words that both have (`same`), or words of the source and of the quotation instead."""

    same: tuple[_Word, ...] = ()
    source: tuple[_Word, ...] = ()
    quoted: tuple[_Word, ...] = ()


def nearest_text(
    quotation: str, texts: Sequence[str], *, ignore_case: bool = False
) -> NearText | None:
    """Return where among the texts a quotation is most nearly found; None if none is close."""
    wanted = fold_text(quotation, ignore_case=ignore_case)
    words = [t[0] for t in _tokens(wanted)]
    if not words:
        return None
    stretches = [
        (shared, index, start, end)
        for index, text in enumerate(texts)
        for shared, start, end in _densest(words, _tokens(fold_text(text, ignore_case=ignore_case)))
    ]
    stretches.sort(key=lambda s: (-s[0], s[1]))
    best: NearText | None = None
    for _, index, start, end in stretches[:_CANDIDATES]:
        near = _align(wanted, fold_text(texts[index], ignore_case=ignore_case), index, start, end)
        if near.score >= CLOSE and (best is None or near.score > best.score):
            best = near
    return best


def compare_words(source: str, quotation: str) -> str:
    """Return where two texts differ, word by word, in the notation of GNU wdiff.

    Words of the source alone stand in `[-…-]`, words of the quotation alone in `{+…+}`; what both
    have is cut to a few words around the differences. Words of the source before and after the
    quotation are left out; typography makes no difference. Empty when there is none.
    """
    changes = _compare(_words(source), _words(quotation))
    if not any(c.source or c.quoted for c in changes):
        return ""
    return _show(changes)


def _words(text: str) -> list[_Word]:
    """Split a text into words; quotation marks, which make no difference, are left out."""
    words: list[_Word] = []
    spaced = False
    done = 0
    for match in _WORD.finditer(text):
        spaced = spaced or match.start() > done
        done = match.end()
        folded = fold_text(match[0]).text
        if folded:
            words.append(_Word(folded, match[0], spaced))
            spaced = False
    return words


def _tokens(text: Folded) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text.text))


def _densest(
    words: Sequence[str], tokens: Sequence[re.Match[str]]
) -> Iterator[tuple[float, int, int]]:
    """Yield the window, twice the quotation's length, that shares most words with it.

    Long words weigh more: everything holds "of the". As (weight shared, start, end) in the folded
    text; nothing when no word is shared.
    """
    wanted = Counter(words)
    size = 2 * len(words) + 6
    held: Counter[str] = Counter()
    shared = best = 0.0
    best_end = 0
    for position, token in enumerate(tokens):
        word = token[0]
        if word in wanted:
            held[word] += 1
            if held[word] <= wanted[word]:
                shared += _weight(word)
        if position >= size:
            gone = tokens[position - size][0]
            if gone in wanted:
                if held[gone] <= wanted[gone]:
                    shared -= _weight(gone)
                held[gone] -= 1
        if shared > best + 1e-9:
            best, best_end = shared, position
    if tokens and best > 0:
        # The window closes with the last word that counted; what follows may belong to it too.
        first = max(0, best_end - size + 1)
        last = min(len(tokens) - 1, best_end + len(words))
        yield best, tokens[first].start(), tokens[last].end()


def _weight(word: str) -> float:
    return min(len(word), 8) / 8


def _align(wanted: Folded, text: Folded, index: int, start: int, end: int) -> NearText:
    """Narrow a window to the stretch most like the quotation and a few words around it."""
    window, query = text.text[start:end], wanted.text
    shown = start, end
    if len(window) > len(query) and len(query) <= _ALIGNED_CHARACTERS:
        found = fuzz.partial_ratio_alignment(query, window)
        if found is not None:
            tokens = _tokens(text)
            inside = [
                number
                for number, t in enumerate(tokens)
                if t.end() > start + found.dest_start and t.start() < start + found.dest_end
            ]
            if inside:
                first, last = inside[0], inside[-1]
                start, end = tokens[first].start(), tokens[last].end()
                # Dropped words make the source longer than the quotation.
                around = tokens[max(0, first - _CONTEXT) : last + _CONTEXT + 1]
                shown = around[0].start(), around[-1].end()
    elif len(window) > len(query):
        start, end = shown = _core(wanted, text, start, end)
    score = 100 * Indel.normalized_similarity(query, text.text[start:end])
    raw_start, raw_end = text.raw_span(*shown)
    return NearText(index, text.raw[raw_start:raw_end], score)


def _core(wanted: Folded, text: Folded, start: int, end: int) -> tuple[int, int]:
    """Cut a window to the words between the first and the last that the quotation shares."""
    window = [t for t in _tokens(text) if start <= t.start() and t.end() <= end]
    blocks = Indel.opcodes([t[0] for t in window], [t[0] for t in _tokens(wanted)])
    same = [b for b in blocks if b.tag == "equal"]
    if not same:
        return start, end
    return window[same[0].src_start].start(), window[same[-1].src_end - 1].end()


def _compare(source: Sequence[_Word], quoted: Sequence[_Word]) -> list[_Change]:
    while quoted and quoted[-1].folded in _FINAL:
        quoted = quoted[:-1]
    right = [w.folded for w in quoted]
    left = _forgive([w.folded for w in source], right[0] if right else "")
    first, last = _narrow(left, right)
    changes: list[_Change] = []
    removed: tuple[_Word, ...] = ()
    added: tuple[_Word, ...] = ()
    for block in Indel.opcodes(left[first:last], right):
        if block.tag == "equal":
            if removed or added:
                changes.append(_Change(source=removed, quoted=added))
                removed = added = ()
            changes.append(_Change(same=tuple(quoted[block.dest_start : block.dest_end])))
        else:
            removed += tuple(source[first + block.src_start : first + block.src_end])
            added += tuple(quoted[block.dest_start : block.dest_end])
    if removed or added:
        changes.append(_Change(source=removed, quoted=added))
    return [_without_editor(c) for c in changes]


def _forgive(source: list[str], first: str) -> list[str]:
    """Give the source's words the case of the quotation's first letter, as editors may."""
    lowered = first[:1].lower() + first[1:]
    return [first if word[:1].lower() + word[1:] == lowered else word for word in source]


def _narrow(source: list[str], quoted: list[str]) -> tuple[int, int]:
    """Return the shortest stretch of the source that has all words it shares with the quotation.

    It is widened by what may stand for words that the quotation begins or ends with alone.
    """
    shared = Indel.opcodes(source, quoted)
    count = sum(b.src_end - b.src_start for b in shared if b.tag == "equal")
    if not count:
        return 0, len(source)

    if len(source) > _NARROWED:
        equal = [b for b in shared if b.tag == "equal"]
        return equal[0].src_start, equal[-1].src_end

    def holds(first: int, last: int) -> bool:
        distance = Indel.distance(source[first:last], quoted)
        return last - first + len(quoted) - distance == 2 * count

    first = bisect_left(range(len(source)), 1, key=lambda i: 0 if holds(i, len(source)) else 1) - 1
    last = bisect_left(range(len(source) + 1), 1, lo=first, key=lambda j: int(holds(first, j)))
    blocks = [b for b in Indel.opcodes(source[first:last], quoted) if b.tag == "equal"]
    return max(0, first - blocks[0].dest_start), last + len(quoted) - blocks[-1].dest_end


def _without_editor(change: _Change) -> _Change:
    """Return a change that only an editor's brackets or an ellipsis make as none."""
    if change.quoted and all(t.folded.startswith(("[", "…")) for t in change.quoted):
        return _Change(same=change.quoted)
    return change


def _show(changes: list[_Change]) -> str:
    pieces: list[str] = []
    last = len(changes) - 1
    for number, change in enumerate(changes):
        if change.same:
            piece = _shorten(change.same, head=number > 0, tail=number < last)
            spaced = change.same[0].spaced
        else:
            removed = f"[-{_cut(change.source)}-]" if change.source else ""
            added = f"{{+{_cut(change.quoted)}+}}" if change.quoted else ""
            piece, spaced = removed + added, (change.source or change.quoted)[0].spaced
        if pieces and spaced:
            pieces.append(" ")
        pieces.append(piece)
        if sum(map(len, pieces)) > _LONGEST and number < last:
            pieces.append(" …")
            break
    return "".join(pieces)


def _shorten(tokens: tuple[_Word, ...], *, head: bool, tail: bool) -> str:
    """Keep the words next to a difference: at the head when one precedes, at the tail likewise."""
    keep = _CONTEXT * (head + tail)
    if len(tokens) <= keep + 2:
        return _write(tokens)
    parts = [_write(tokens[:_CONTEXT])] if head else []
    parts.append("…")
    if tail:
        parts.append(_write(tokens[-_CONTEXT:]))
    return " ".join(parts)


def _cut(tokens: tuple[_Word, ...]) -> str:
    if len(tokens) <= 4 * _CONTEXT:
        return _write(tokens)
    return f"{_write(tokens[: 2 * _CONTEXT])} … {_write(tokens[-2 * _CONTEXT :])}"


def _write(tokens: tuple[_Word, ...]) -> str:
    text = "".join(f" {t.raw}" if t.spaced and i else t.raw for i, t in enumerate(tokens))
    return " ".join(text.split())
