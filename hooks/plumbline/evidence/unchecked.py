"""Numbers of a briefing that no check has confirmed, and what its authors have set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plumbline.content.prose import MASK
from plumbline.diagnostics.diagnostic import Location
from plumbline.evidence.marks import UNCOUNTED, strip_marks
from plumbline.evidence.numbers import NumberStatus, checked_numbers
from plumbline.evidence.places import PlacedText, TextKind, locate, placed_texts
from plumbline.evidence.queries import shown_citations
from plumbline.evidence.sentences import find_sentences
from plumbline.library import body_mask
from plumbline.project import Project
from plumbline.query import kept_query

__all__ = ["QuotedNumber", "UncheckedNumber", "unchecked_numbers", "uncounted_numbers"]

CONFIRMED = frozenset({NumberStatus.MATCHES_DATA, NumberStatus.MATCHES_SOURCE, NumberStatus.SAID})
"""What a number has to be not to be listed."""
_REACH = 160
"""Characters of a sentence that are quoted on either side of a number, at most."""


@dataclass(frozen=True, slots=True)
class QuotedNumber:
    """A number in its sentence.

    Attributes:
        before: what stands before it in the sentence, without marks and citations.
        text: the number as written.
        after: what stands behind it.
        kind: which text of the briefing it stands in.
        location: its place in the file.
    """

    before: str
    text: str
    after: str
    kind: TextKind
    location: Location


@dataclass(frozen=True, slots=True)
class UncheckedNumber:
    """A counted number that is neither bound to data and right, nor found in its source.

    Attributes:
        quoted: the number in its sentence.
        status: what became of it.
        target: the claim or the citekey it was held against, if any.
        code: of the rule that reports it; empty where none does.
    """

    quoted: QuotedNumber
    status: NumberStatus
    target: str
    code: str


@kept_query
def unchecked_numbers(project: Project, slug: str) -> tuple[UncheckedNumber, ...]:
    """Return the counted numbers of a briefing that no check has confirmed, in their order."""
    found = [c for c in checked_numbers(project, slug) if c.status not in CONFIRMED]
    if not found:
        return ()
    quote, texts = _Quoter(project, slug), placed_texts(project, slug)
    return tuple(
        UncheckedNumber(
            quote.number(texts[check.place], check.start, check.end, check.location),
            check.status,
            check.target,
            check.finding.code if check.finding else "",
        )
        for check in found
    )


@kept_query
def uncounted_numbers(project: Project, slug: str) -> tuple[QuotedNumber, ...]:
    """Return what a briefing marks `[…]{.uncounted}`, and so takes out of the count."""
    quote = _Quoter(project, slug)
    return tuple(
        quote.number(text, *match.span(), locate(project, slug, text, *match.span("text")))
        for text in placed_texts(project, slug)
        for match in UNCOUNTED.finditer(text.text)
        if MASK not in quote.prose(text)[slice(*match.span("text"))]
    )


class _Quoter:
    """Quotes numbers in their sentences."""

    def __init__(self, project: Project, slug: str) -> None:
        self._prose = body_mask(project, slug)
        self._citations = [(c.start, c.end) for c in shown_citations(project, slug)]

    def prose(self, text: PlacedText) -> str:
        """Return a text with what is no prose of it masked, such as code and charts in a body."""
        return self._prose if text.kind is TextKind.BODY else text.text

    def number(self, text: PlacedText, start: int, end: int, location: Location) -> QuotedNumber:
        """Quote the number that a span of a text holds."""
        first, last = find_sentences(self.prose(text)).around(start)
        return QuotedNumber(
            _shorten(self._plain(text, first, start), from_end=True),
            strip_marks(text.text[start:end]),
            _shorten(self._plain(text, end, last), from_end=False),
            text.kind,
            location,
        )

    def _plain(self, text: PlacedText, start: int, end: int) -> str:
        """Return a stretch of a text as it is read: without citations and marks."""
        if text.kind is not TextKind.BODY:
            return strip_marks(text.text[start:end])
        parts, position = [], start
        for first, last in self._citations:
            if start <= first < end:
                parts.append(text.text[position:first].rstrip())
                position = last
        return strip_marks("".join([*parts, text.text[position:end]]))


def _shorten(text: str, *, from_end: bool) -> str:
    """Return a text on one line, cut at a word where it is long: its end, or its beginning."""
    text = re.sub(r"\s+", " ", text)
    if len(text) <= _REACH:
        return text
    if from_end:
        return f"… {text[-_REACH:].split(' ', 1)[-1]}"
    return f"{text[:_REACH].rsplit(' ', 1)[0]} …"
