"""What was checked in a briefing, and what was not: the panel for readers, and evidence.json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from plumbline.diagnostics.diagnostic import Finding
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes, used_claims
from plumbline.evidence.numbers import NumberCheck, NumberStatus, checked_numbers
from plumbline.evidence.queries import references, shown_citations
from plumbline.evidence.quotation_match import QuotationOutcome
from plumbline.evidence.quotation_queries import checked_quotations
from plumbline.library import briefing
from plumbline.project import Project
from plumbline.query import kept_query, query

__all__ = ["EvidenceSummary", "describe_evidence", "evidence_findings", "summarise_evidence"]

_JSON = TypeAdapter(Any)


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """Counts of what was checked.

    Attributes:
        citations: citations in the text.
        sources: entries of the reference list.
        matched_data: numbers that match a dataset.
        matched_sources: numbers found in the excerpt of the source they cite.
        said: figures reported as somebody's, as that source has them.
        cited: numbers with a citation whose source has no excerpt on file.
        not_found: numbers that the excerpt of the cited source does not hold.
        unbound: numbers with neither.
        verbatim: quotations found word for word.
        unverified: quotations that were not.
    """

    citations: int
    sources: int
    matched_data: int
    matched_sources: int
    said: int
    cited: int
    not_found: int
    unbound: int
    verbatim: int
    unverified: int

    @property
    def numbers(self) -> int:
        """All counted numbers."""
        return self.matched + self.cited + self.not_found + self.unbound

    @property
    def matched(self) -> int:
        """Numbers that match data or a source."""
        return self.matched_data + self.matched_sources + self.said

    @property
    def share(self) -> int | None:
        """Numbers that match data or a source, in percent of all; None where there are none."""
        return 100 * self.matched // self.numbers if self.numbers else None


@kept_query
def summarise_evidence(project: Project, slug: str) -> EvidenceSummary:
    """Count what was checked in a briefing."""
    statuses = [check.status for check in checked_numbers(project, slug)]
    quoted = [check.outcome for check in checked_quotations(project, slug)]
    verbatim = quoted.count(QuotationOutcome.VERBATIM)
    return EvidenceSummary(
        citations=len(shown_citations(project, slug)),
        sources=len(references(project, slug)),
        matched_data=statuses.count(NumberStatus.MATCHES_DATA),
        matched_sources=statuses.count(NumberStatus.MATCHES_SOURCE),
        said=statuses.count(NumberStatus.SAID),
        cited=sum(s in (NumberStatus.CITED, NumberStatus.UNCHECKED) for s in statuses),
        not_found=statuses.count(NumberStatus.NOT_FOUND),
        unbound=sum(s in (NumberStatus.UNBOUND, NumberStatus.WRONG) for s in statuses),
        verbatim=verbatim,
        unverified=len(quoted) - verbatim,
    )


def evidence_findings(project: Project, slug: str) -> list[Finding]:
    """Return what is wrong with the claims, numbers and quotations of a briefing."""
    findings = [v for v in claim_outcomes(project, slug).values() if isinstance(v, Finding)]
    findings += [c.finding for c in checked_numbers(project, slug) if c.finding is not None]
    findings += [c.finding for c in checked_quotations(project, slug) if c.finding is not None]
    front = briefing(project, slug).front_matter
    document = briefing(project, slug).document
    used = {*used_claims(project, slug)}
    declared = front.claims if front is not None else {}
    used |= {name for claim in declared.values() for name in claim.operands}
    findings += [
        Finding(
            "NU011",
            f"the claim {key!r} is declared but used nowhere",
            document.locate_key(("claims", key)),
            f"Use it as [number](claim:{key}), or remove it.",
        )
        for key in declared
        if key not in used
    ]
    return findings


@query
def describe_evidence(project: Project, slug: str) -> str:
    """Return the evidence of a briefing as JSON; `schemas/evidence.schema.json` describes it."""
    summary = summarise_evidence(project, slug)
    outcomes = claim_outcomes(project, slug)
    claims = {
        key: _describe_claim(value)
        for key in used_claims(project, slug)
        if isinstance(value := outcomes.get(key), ClaimValue)
    }
    document = {
        "briefing": slug,
        "title": briefing(project, slug).title,
        "summary": {
            "citations": summary.citations,
            "sources": summary.sources,
            "numbers_matching_data": summary.matched_data,
            "numbers_matching_sources": summary.matched_sources,
            "numbers_said_by_others": summary.said,
            "numbers_cited_not_checked": summary.cited,
            "numbers_not_found_in_source": summary.not_found,
            "numbers_not_checked": summary.unbound,
            "quotations_verbatim": summary.verbatim,
            "quotations_not_verified": summary.unverified,
        },
        "sources": [
            {"number": r.number, "key": r.source.key, "title": r.source.title}
            for r in references(project, slug)
        ],
        "claims": claims,
        "numbers": [_describe_number(check) for check in checked_numbers(project, slug)],
        "quotations": [
            {"text": q.text, "source": q.key, "outcome": str(q.outcome), "line": q.location.line}
            for q in checked_quotations(project, slug)
        ],
    }
    return _JSON.dump_json(document, indent=2).decode() + "\n"


def _describe_claim(value: ClaimValue) -> dict[str, Any]:
    raw = list(value.value) if isinstance(value.value, tuple) else value.value
    return {
        "value": raw,
        "unit": value.unit,
        "sql": value.sql,
        "datasets": list(value.datasets),
        "status": sorted({r.status for r in value.rows if r.status}),
    }


def _describe_number(check: NumberCheck) -> dict[str, Any]:
    return {
        "text": check.text,
        "in": str(check.kind),
        "status": str(check.status),
        "target": check.target or None,
        "line": check.location.line,
    }
