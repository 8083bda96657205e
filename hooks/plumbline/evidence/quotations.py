"""Quotations in a Markdown body, each with its exact place and the citation it rests on.

A quotation is a span in quotation marks directly followed by a citation, whatever its length; one
of four words or more with a citation in its sentence; or a Markdown block quote that ends in a
citation or is followed by a line of attribution. Other words in quotation marks are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plumbline.content.prose import MASK
from plumbline.evidence.citations import Citation
from plumbline.evidence.paragraphs import (
    CITED,
    Paragraph,
    count_words,
    find_paragraphs,
    find_sentence_ends,
    plain_text,
)
from plumbline.evidence.quotation_marks import QuotedSpan, pair_marks

__all__ = ["FEWEST_WORDS", "Quotation", "QuotationKind", "find_quotations"]

FEWEST_WORDS = 4
"""Words in quotation marks, not directly cited, below which they may be a term or scare quotes."""

# What may stand between a quotation's closing mark and its citation.
_GAP = re.compile(rf"(?:[\s.,;:!?…)*_”’»“\"'」』—–-]|\](?:{MASK}+)?|\[\^[^\]\s]*\])*")
_ATTRIBUTION = re.compile(r"\s*[*_]*(?:—|–|―|--+|-\s(?=\S))")
_CALLOUT = re.compile(r"\s*\[!\w+\]")
_PUNCTUATION = re.compile(rf"[\s.,;:!?…()*_”’»“\"'」』{MASK}\]]*")
_MOST_PARAGRAPHS = 50
_OPENING = re.compile("[“‘„«‚\"'「『]")


class QuotationKind(StrEnum):
    """How a quotation is tied to its citation."""

    DIRECT = "direct"
    SENTENCE = "sentence"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that are said to be a source's.

    Attributes:
        text: the words, free of markup, quotation marks and citations; white space is single.
        start: offset in the body of the first character within the marks.
        end: offset after the last.
        citation: the citation the words rest on; with several sources, any of them may hold them.
        kind: how the two are tied.
        alternative: a citation in the sentence itself (`@key says`) that precedes the words and
            may be meant as well as `citation`; only where `kind` is SENTENCE.
    """

    text: str
    start: int
    end: int
    citation: Citation
    kind: QuotationKind
    alternative: Citation | None = None


def find_quotations(body: str, masked: str, citations: Sequence[Citation]) -> tuple[Quotation, ...]:
    """Return the quotations of a Markdown body in the order in which they stand.

    Args:
        body: the Markdown.
        masked: `mask_prose(body)`.
        citations: `find_citations(body, masked)`.
    """
    usable = [c for c in citations if c.items]
    starts = [c.start for c in usable]
    view, paragraphs = find_paragraphs(masked)
    text = _Text(body, view, tuple(paragraphs), tuple(usable), tuple(starts))
    found: list[Quotation] = []
    for index, paragraph in enumerate(paragraphs):
        whole = None if paragraph.quote is None else _block_quotation(text, index)
        if whole is not None:
            found.append(whole)
        else:
            found += _marked_quotations(text, paragraph)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Text:
    """A body with what has been found in it: `view` and `paragraphs` of `find_paragraphs`."""

    body: str
    view: str
    paragraphs: tuple[Paragraph, ...]
    citations: tuple[Citation, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[Citation, ...]:
        """Return the citations that begin in a span."""
        return self.citations[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def words(self, start: int, end: int) -> str:
        """Return the words of a span, without markup and citations."""
        return plain_text(self.body, self.view, start, end, self.within(start, end))


# Block quotes.


def _block_quotation(text: _Text, index: int) -> Quotation | None:
    """Return a paragraph of a block quote as a quotation, or None where it is prose."""
    paragraph = text.paragraphs[index]
    view, end = text.view, paragraph.end
    if _CALLOUT.match(view, paragraph.quote or 0) or _ATTRIBUTION.match(view, paragraph.start):
        return None
    cited = text.within(paragraph.start, end)
    citation = None
    last_line = view.rfind("\n", paragraph.start, end) + 1
    if last_line and _ATTRIBUTION.match(view, last_line):
        cited_there = text.within(last_line, end)
        end = last_line
        if not cited_there:
            return None
        citation = cited_there[0]
    elif cited:
        citation = _final_citation(text, cited, end)
        end = citation.start if citation else end
    else:
        citation = _citation_after(text, index)
    if citation is None or text.within(paragraph.start, end):
        return None
    words = view[paragraph.start : end]
    start = paragraph.start + len(words) - len(words.lstrip())
    end = paragraph.start + len(words.rstrip())
    if _begins_with_quotation(view[start:end]):
        return None
    plain = text.words(start, end)
    if not count_words(plain):
        return None
    return Quotation(plain, start, end, citation, QuotationKind.BLOCK)


def _final_citation(text: _Text, cited: Sequence[Citation], end: int) -> Citation | None:
    """Return the citation, in brackets, with which a paragraph ends; the first of several."""
    found: Citation | None = None
    for citation in reversed(cited):
        if citation.narrative or not _PUNCTUATION.fullmatch(text.view, citation.end, end):
            break
        found, end = citation, citation.start
    return found


def _citation_after(text: _Text, index: int) -> Citation | None:
    """Return what the block quote's later paragraphs, or the line after it, give as its source."""
    quote = text.paragraphs[index].quote
    for paragraph in text.paragraphs[index + 1 : index + 1 + _MOST_PARAGRAPHS]:
        cited = text.within(paragraph.start, paragraph.end)
        if cited and _ATTRIBUTION.match(text.view, paragraph.start):
            return cited[0]
        if paragraph.quote != quote:
            alone = cited and _PUNCTUATION.fullmatch(text.view, paragraph.start, cited[0].start)
            return cited[0] if alone and _final_citation(text, cited, paragraph.end) else None
        if cited:
            return _final_citation(text, cited, paragraph.end)
    return None


def _begins_with_quotation(words: str) -> bool:
    """Return whether words open with a quotation that ends before they do: “…”, he said, “…”."""
    if _OPENING.match(words) is None:
        return False
    first = next(iter(pair_marks(words)), None)
    return (
        first is not None and first.start == 0 and _PUNCTUATION.fullmatch(words, first.end) is None
    )


# Words in quotation marks.


def _marked_quotations(text: _Text, paragraph: Paragraph) -> Iterator[Quotation]:
    offset = paragraph.start
    cited = text.within(offset, paragraph.end)
    if not cited:
        return
    words = _without_citations(text.view[offset : paragraph.end], offset, cited)
    spans = [QuotedSpan(s.start + offset, s.end + offset, s.doubtful) for s in pair_marks(words)]
    outer = _outermost(spans)
    outer_starts = [s.start for s in outer]
    sentence_ends = [
        end + offset
        for end in find_sentence_ends(words)
        if not _inside(end + offset, outer, outer_starts)
    ]
    done = 0
    for span in spans:
        if span.end <= done:
            continue  # a quotation within a quotation
        found = _tie(text, paragraph, span, sentence_ends)
        if found is not None:
            done = span.end
            yield found


def _tie(
    text: _Text, paragraph: Paragraph, span: QuotedSpan, sentence_ends: Sequence[int]
) -> Quotation | None:
    """Return the quotation that a pair of marks makes with a citation, if with any."""
    start, end = span.start + 1, span.end - 1
    words = text.words(start, end)
    count = count_words(words)
    if not count:
        return None
    after = next(iter(text.within(span.end, paragraph.end)), None)
    if after and not after.narrative and _GAP.fullmatch(text.view, span.end, after.start):
        return Quotation(words, start, end, after, QuotationKind.DIRECT)
    inside = text.within(start, end)
    if inside and not inside[-1].narrative and _GAP.fullmatch(text.view, inside[-1].end, end):
        return Quotation(words, start, end, inside[-1], QuotationKind.DIRECT)
    if count < FEWEST_WORDS or span.doubtful:
        return None
    number = bisect_right(sentence_ends, span.start)
    sentence_start = sentence_ends[number - 1] if number else paragraph.start
    number = bisect_left(sentence_ends, span.end)
    sentence_end = sentence_ends[number] if number < len(sentence_ends) else paragraph.end
    before = text.within(sentence_start, end)
    narrative = next((c for c in reversed(before) if c.narrative), None)
    if after and after.start < sentence_end:
        return Quotation(words, start, end, after, QuotationKind.SENTENCE, narrative)
    nearest = narrative or next(iter(reversed(before)), None)
    if nearest is None:
        return None
    return Quotation(words, start, end, nearest, QuotationKind.SENTENCE)


def _without_citations(text: str, offset: int, citations: Sequence[Citation]) -> str:
    """Replace citations by characters that are no marks: `@key` by a word, `[@key]` by CITED."""
    pieces: list[str] = []
    done = 0
    for citation in citations:
        start, end = citation.start - offset, citation.end - offset
        pieces += [text[done:start], ("X" if citation.narrative else CITED) * (end - start)]
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _outermost(spans: Sequence[QuotedSpan]) -> list[QuotedSpan]:
    outer: list[QuotedSpan] = []
    for span in spans:
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def _inside(position: int, spans: Sequence[QuotedSpan], starts: Sequence[int]) -> bool:
    index = bisect_left(starts, position) - 1
    return index >= 0 and spans[index].start < position < spans[index].end
