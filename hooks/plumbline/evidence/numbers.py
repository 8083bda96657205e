"""The numbers of a briefing: bound to data, matched in a source, said by somebody, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from plumbline.content.prose import blank_spans
from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.citations import Citation
from plumbline.evidence.claim_text import (
    clause_around,
    compare_words,
    known_value,
    neighbour_values,
    show_value,
)
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes, declared_claims
from plumbline.evidence.comparison import Outcome, check_direction, compare
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.known import Known
from plumbline.evidence.marks import Mark, MarkKind, find_marks
from plumbline.evidence.places import PlacedText, TextKind, locate, placed_texts
from plumbline.evidence.quantities import AMBIGUOUS_YEN, Hedge, Quantity
from plumbline.evidence.quantity_reader import find_quantities, read_quantity
from plumbline.evidence.queries import shown_citations
from plumbline.evidence.sentences import Sentences, find_sentences
from plumbline.evidence.shown_text import show_text
from plumbline.evidence.terms import uncounted_spans
from plumbline.library import body_mask, briefing, shared_source, source
from plumbline.project import Project
from plumbline.query import query
from plumbline.settings import settings

__all__ = ["NumberCheck", "NumberStatus", "checked_numbers"]


class NumberStatus(StrEnum):
    """What became of a number."""

    MATCHES_DATA = "matches data"
    MATCHES_SOURCE = "matches source"
    SAID = "said, matches source"
    CITED = "cited, not checked"
    WRONG = "wrong"
    NOT_FOUND = "not found in the cited source"
    UNCHECKED = "not checked"
    UNBOUND = "neither bound nor cited"


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """One number of a briefing and what became of it.

    Attributes:
        text: as written.
        kind: which text of the briefing it stands in.
        place: the number of that text among `placed_texts`, which are long.
        start: offset in that text.
        end: offset after it.
        location: its place in the file.
        status: what became of it.
        target: the claim's id or the citekey it was held against, if any.
        finding: what is wrong or worth saying, if anything.
    """

    text: str
    kind: TextKind
    place: int
    start: int
    end: int
    location: Location
    status: NumberStatus
    target: str = ""
    finding: Finding | None = None


@query
def checked_numbers(project: Project, slug: str) -> tuple[NumberCheck, ...]:
    """Hold every number of a briefing against what it is bound to.

    Findings: NU001 wrong-number, NU002 unknown-claim, NU004 unreadable-number,
    NU005 wrong-direction, NU006 uncertain-data, NU007 number-not-in-source,
    NU008 misreported-figure, NU009 unbound-number, NU010 ambiguous-currency, NU012 distant-hedge,
    NU013 unfilled-number, NU014 said-without-excerpt.
    """
    checks: list[NumberCheck] = []
    reader = _Reader(project, slug)
    for reader.place, text in enumerate(placed_texts(project, slug)):
        checks += reader.check(text)
    return tuple(checks)


class _Reader:
    def __init__(self, project: Project, slug: str) -> None:
        self._project = project
        self._slug = slug
        self._front = briefing(project, slug).front_matter
        self._language = self._front.language if self._front else "en"
        self._currency = settings(project).currency
        self.place = 0  # of the text that is read

    def check(self, text: PlacedText) -> Iterator[NumberCheck]:
        marks = find_marks(text.text)
        for mark in marks:
            if mark.kind is MarkKind.CLAIM:
                yield from self._check_claim(text, mark)
            elif mark.kind is MarkKind.SAID:
                yield self._check_said(text, mark)
        yield from self._check_free(text, marks)

    # Numbers bound to data.

    def _check_claim(self, text: PlacedText, mark: Mark) -> Iterator[NumberCheck]:
        declared = declared_claims(self._project, self._slug)
        where = self._locate(text, mark)
        if mark.target not in declared:
            if self._front is None:  # what is wrong there is reported; the claim may well be in it
                yield self._outcome(text, mark, NumberStatus.UNCHECKED)
                return
            finding = Finding(
                "NU002",
                f"there is no claim {mark.target!r}",
                where,
                did_you_mean(mark.target, declared, "Declare it under `claims:`."),
            )
            yield self._outcome(text, mark, NumberStatus.WRONG, finding)
            return
        value = claim_outcomes(self._project, self._slug)[mark.target]
        if isinstance(value, Finding):  # reported once, where the claim is declared
            yield self._outcome(text, mark, NumberStatus.UNCHECKED)
            return
        if mark.text.strip() == "?":
            filled = f"[{show_value(value)}](claim:{mark.target})"
            finding = Finding(
                "NU013",
                f"the number is not filled in; the data say {show_value(value)}",
                where,
                f"Write {filled}, or run `plumbline check --fix`.",
                replacement=filled,
            )
            yield self._outcome(text, mark, NumberStatus.WRONG, finding)
            return
        status, found = self._hold_against(text, mark, value)
        if status is NumberStatus.MATCHES_DATA and found is None:
            found = _uncertain(mark, value, where)
        yield self._outcome(text, mark, status, found)

    def _hold_against(
        self, text: PlacedText, mark: Mark, value: ClaimValue
    ) -> tuple[NumberStatus, Finding | None]:
        """Return what became of a mark's text, and what is wrong or worth saying."""
        where = self._locate(text, mark)
        if value.value_type in ("boolean", "text", "date", "year"):
            problem = compare_words(show_text(mark.text).text, value)
            wrong = Finding("NU001", f"claim {mark.target!r}: {problem}", where)
            return (NumberStatus.WRONG, wrong) if problem else (NumberStatus.MATCHES_DATA, None)
        # A hedge or a verb may stand before the link: "about [$240 billion](claim:x)".
        before = show_text(text.text[: mark.start][-40:]).text
        before = re.split(r"[.;:!?\n)\]]", before)[-1]
        quantity = self._read_with_lead(before, show_text(mark.text).text)
        if quantity is None:
            message = f"no number can be read in {mark.text!r}; the data say {show_value(value)}"
            fix = f"Write the number, such as {show_value(value)}."
            return NumberStatus.WRONG, Finding("NU004", message, where, fix)
        if quantity.measure == AMBIGUOUS_YEN:
            return NumberStatus.WRONG, _ambiguous(where)
        verdict = compare(quantity, known_value(value), neighbour_values(value))
        if verdict.outcome is Outcome.FAILS:
            message = f"claim {mark.target!r}: {verdict.reason}"
            slip = f"Likely slip: {verdict.slip}." if verdict.slip else ""
            return NumberStatus.WRONG, Finding("NU001", message, where, slip)
        if verdict.outcome is Outcome.UNCHECKED:
            return NumberStatus.UNCHECKED, None
        if value.signed and isinstance(value.value, int | float) and value.value:
            clause = clause_around(text.text, mark)
            direction = check_direction(clause, 1 if value.value > 0 else -1)
            if direction.outcome is Outcome.FAILS:
                message = f"claim {mark.target!r}: {direction.reason}"
                return NumberStatus.WRONG, Finding("NU005", message, where)
        if verdict.remark:
            return NumberStatus.MATCHES_DATA, Finding(
                "NU012", f"claim {mark.target!r}: {verdict.remark}", where
            )
        return NumberStatus.MATCHES_DATA, None

    def _read_with_lead(self, before: str, words: str) -> Quantity | None:
        """Read the number of a mark with the words before it, where a hedge may stand."""
        inside = read_quantity(words, self._language, self._currency)
        joined = f"{before}{words}"
        whole = [
            q
            for q in find_quantities(joined, self._language, self._currency)
            if q.end > len(before)
        ]
        if len(whole) == 1 and (inside is None or whole[0].low == inside.low):
            return whole[0]  # "between" before the link makes a range of what stands in it
        return inside

    # Figures said by somebody.

    def _check_said(self, text: PlacedText, mark: Mark) -> NumberCheck:
        where = self._locate(text, mark)
        if source(self._project, self._slug, mark.target) is None:
            return self._outcome(text, mark, NumberStatus.UNCHECKED)  # CI001 says why
        quantity = read_quantity(show_text(mark.text).text, self._language, self._currency)
        if quantity is None:
            finding = Finding("NU004", f"no number can be read in {mark.text!r}", where)
            return self._outcome(text, mark, NumberStatus.WRONG, finding)
        excerpt = excerpt_of(self._project, mark.target)
        if excerpt is None or not excerpt.passages:
            finding = Finding(
                "NU014",
                f"there is no excerpt of {mark.target!r} to hold {mark.text!r} against",
                where,
                f"Add the passage to {self._excerpt_path(mark.target)}.",
            )
            return self._outcome(text, mark, NumberStatus.CITED, finding)
        if self._in_excerpt(quantity, mark.target):
            return self._outcome(text, mark, NumberStatus.SAID)
        finding = Finding(
            "NU008",
            f"the excerpt of {mark.target!r} does not hold the figure {mark.text!r}",
            where,
            "Print the figure as the source prints it.",
        )
        return self._outcome(text, mark, NumberStatus.WRONG, finding)

    # Numbers in plain prose.

    def _check_free(self, text: PlacedText, marks: Sequence[Mark]) -> Iterator[NumberCheck]:
        in_body = text.kind is TextKind.BODY
        prose = body_mask(self._project, self._slug) if in_body else text.text
        taken = [(m.start, m.end) for m in marks]
        taken += uncounted_spans(self._project, text.text)
        citations = shown_citations(self._project, self._slug) if in_body else ()
        taken += [(c.start, c.end) for c in citations]
        sentences = find_sentences(text.text)
        shown = show_text(blank_spans(prose, taken))
        for quantity in find_quantities(shown.text, self._language, self._currency):
            if quantity.is_counted:
                start, end = shown.find_written(quantity.start, quantity.end)
                yield self._check_one(text, (start, end), quantity, citations, sentences)

    def _check_one(
        self,
        text: PlacedText,
        span: tuple[int, int],
        quantity: Quantity,
        citations: Sequence[Citation],
        sentences: Sentences,
    ) -> NumberCheck:
        start, end = span
        where = locate(self._project, self._slug, text, start, end)

        def outcome(
            status: NumberStatus, target: str = "", finding: Finding | None = None
        ) -> NumberCheck:
            return NumberCheck(
                text.text[start:end],
                text.kind,
                self.place,
                start,
                end,
                where,
                status,
                target,
                finding,
            )

        if quantity.measure == AMBIGUOUS_YEN:
            return outcome(NumberStatus.WRONG, "", _ambiguous(where))
        _, sentence_end = sentences.around(start)
        following = [c for c in citations if end <= c.start < sentence_end]
        if not following:
            finding = Finding(
                "NU009",
                f"{quantity.text!r} is neither bound to data nor followed by a citation",
                where,
                "Bind it with [number](claim:id), cite its source behind it, "
                "or mark it [number]{.uncounted}.",
            )
            return outcome(NumberStatus.UNBOUND, "", finding)
        keys = [item.key for c in following for item in c.items]
        nearest = [item.key for item in following[0].items]
        for key in keys:
            if self._in_excerpt(quantity, key):
                return outcome(NumberStatus.MATCHES_SOURCE, key)
        if not any(self._passages(k) for k in nearest):
            return outcome(NumberStatus.CITED, nearest[0])
        key = next(k for k in nearest if self._passages(k))
        finding = Finding(
            "NU007",
            f"the excerpt of {key!r} does not hold {quantity.text!r}",
            where,
            f"Correct the number, or add the passage to {self._excerpt_path(key)}.",
        )
        return outcome(NumberStatus.NOT_FOUND, key, finding)

    def _passages(self, key: str) -> bool:
        excerpt = excerpt_of(self._project, key)
        return excerpt is not None and bool(excerpt.passages)

    def _in_excerpt(self, quantity: Quantity, key: str) -> bool:
        """Return whether a source's excerpt holds a number that a written one can stand for."""
        return any(_stands_for(quantity, found) for found in _excerpt_numbers(self._project, key))

    def _excerpt_path(self, key: str) -> str:
        excerpt = excerpt_of(self._project, key)
        return excerpt.path if excerpt else f"briefings/sources/excerpts/{key}.md"

    def _locate(self, text: PlacedText, mark: Mark) -> Location:
        return locate(self._project, self._slug, text, mark.start, mark.end)

    def _outcome(
        self, text: PlacedText, mark: Mark, status: NumberStatus, finding: Finding | None = None
    ) -> NumberCheck:
        return NumberCheck(
            mark.text,
            text.kind,
            self.place,
            mark.start,
            mark.end,
            self._locate(text, mark),
            status,
            mark.target,
            finding,
        )


@query
def _excerpt_numbers(project: Project, key: str) -> tuple[Quantity, ...]:
    excerpt = excerpt_of(project, key)
    texts = [(p, excerpt.language) for p in excerpt.passages] if excerpt else []
    record = shared_source(project, key)
    if record is not None and not record.title.startswith("["):  # brackets: our description
        texts.append((record.title, str(record.record.get("language") or "en")))
    return tuple(
        quantity
        for text, language in texts
        for quantity in find_quantities(text, language, settings(project).currency)
    )


def _stands_for(written: Quantity, found: Quantity) -> bool:
    """Return whether a number of the text may be what a number of an excerpt says."""
    if written.hedge is found.hedge:  # “nearly 80” repeats “nearly 80”
        written = replace(written, hedge=Hedge.EXACT)
        found = replace(found, hedge=Hedge.EXACT)
    return compare(written, Known.of_quantity(found)).outcome is Outcome.HOLDS


def _uncertain(mark: Mark, value: ClaimValue, where: Location) -> Finding | None:
    statuses = sorted({r.status for r in value.rows} & {"conflicting", "provisional"})
    if not statuses:
        return None
    return Finding(
        "NU006",
        f"the claim {mark.target!r} rests on a {statuses[0]} figure",
        where,
        "Say so in the text, or use another figure.",
    )


def _ambiguous(where: Location) -> Finding:
    return Finding(
        "NU010", "a bare ¥ may mean yen or yuan", where, "Write JPY or CNY, or name the currency."
    )
