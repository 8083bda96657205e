"""The quotations of a briefing held against the sources they cite."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.citations import Citation
from plumbline.evidence.excerpt_queries import EXCERPTS, excerpt_of
from plumbline.evidence.queries import shown_citations
from plumbline.evidence.quotation_match import QuotationMatch, QuotationOutcome, match_quotation
from plumbline.evidence.quotations import Quotation, find_quotations
from plumbline.library import body_mask, briefing, has_source, source
from plumbline.project import Project
from plumbline.query import query

__all__ = ["QuotationCheck", "checked_quotations"]

_BEST_FIRST = (
    QuotationOutcome.VERBATIM,
    QuotationOutcome.TRANSLATION_ONLY,
    QuotationOutcome.NO_EXCERPT,  # the words may be those of a source we hold nothing of
    QuotationOutcome.ALTERED,
)


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """One quotation and what became of it.

    Attributes:
        text: the words in quotation marks.
        key: citekey of the source it was held against.
        outcome: what became of it.
        location: its place in the file.
        passages: what of the source's passages was quoted.
        finding: what is wrong, if anything (QU001 to QU003).
    """

    text: str
    key: str
    outcome: QuotationOutcome
    location: Location
    passages: tuple[str, ...] = ()
    finding: Finding | None = None


@query
def checked_quotations(project: Project, slug: str) -> tuple[QuotationCheck, ...]:
    """Hold every quotation of a briefing's body against the source it cites.

    Findings: QU001 altered-quotation, QU002 quotation-without-excerpt, QU003 quoted-translation.
    """
    body = briefing(project, slug).body
    mask = body_mask(project, slug)
    found = find_quotations(body, mask, shown_citations(project, slug))
    checks = (_check(project, slug, quotation) for quotation in found)
    return tuple(check for check in checks if check is not None)


def _check(project: Project, slug: str, quotation: Quotation) -> QuotationCheck | None:
    cited = [quotation.citation, quotation.alternative]
    keys = [key for c in cited if c is not None for key in _keys(project, slug, c)]
    if not keys:
        return None  # CI001 has said that there is no such source
    words = quotation.text
    matches = [(_match(project, slug, words, key), key) for key in dict.fromkeys(keys)]
    match, key = min(matches, key=lambda pair: _BEST_FIRST.index(pair[0].outcome))
    where = briefing(project, slug).locate_in_body(quotation.start, quotation.end)
    excerpt = excerpt_of(project, key)
    passages = (
        tuple(excerpt.passages[span.passage][span.start : span.end] for span in match.spans)
        if excerpt and not match.in_title
        else ()
    )
    finding = _finding(match, key, words, where, excerpt.path if excerpt else None)
    return QuotationCheck(words, key, match.outcome, where, passages, finding)


def _keys(project: Project, slug: str, citation: Citation) -> list[str]:
    return [i.key for i in citation.items if has_source(project, slug, i.key)]


def _match(project: Project, slug: str, words: str, key: str) -> QuotationMatch:
    record = source(project, slug, key)
    container = record.record.get("container-title") if record else None
    excerpt = excerpt_of(project, key)
    return match_quotation(
        words,
        record.title if record else "",
        excerpt.passages if excerpt else (),
        container_title=container if isinstance(container, str) else "",
        translations=excerpt.translations if excerpt else (),
    )


def _finding(
    match: QuotationMatch, key: str, words: str, where: Location, path: str | None
) -> Finding | None:
    file = path or f"{EXCERPTS}/{key}.md"
    if match.outcome is QuotationOutcome.ALTERED:
        if match.diff:
            message = f"the quotation is not in the excerpt of {key!r}; nearest: {match.diff}"
        else:
            why = match.note or "no passage is close to it"
            message = f"the quotation is not in the excerpt of {key!r}: {why}"
        return Finding(
            "QU001",
            message,
            where,
            f"Quote as the source has it, or add the passage to {file} if it is missing there.",
        )
    if match.outcome is QuotationOutcome.NO_EXCERPT:
        shown = words if len(words) <= 50 else f"{words[:47]}…"
        return Finding(
            "QU002",
            f"there is no excerpt of {key!r} to hold the quotation “{shown}” against",
            where,
            f"Add the passage, as it was read, to {file}.",
        )
    if match.outcome is QuotationOutcome.TRANSLATION_ONLY:
        return Finding(
            "QU003",
            f"the words are our translation of {key!r}, not the source's own",
            where,
            "Quote the original, or drop the quotation marks.",
        )
    return None
