"""Which public briefings use which sources and datasets."""

from __future__ import annotations

from plumbline.charts.queries import chart_blocks
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes, used_claims
from plumbline.evidence.queries import cited_sources
from plumbline.evidence.quotation_queries import checked_quotations
from plumbline.graph import query
from plumbline.library import public_slugs
from plumbline.project import Project
from plumbline.tables.queries import table_blocks

__all__ = ["briefings_citing", "briefings_using", "datasets_of", "quoted_spans", "used_sources"]


@query
def datasets_of(project: Project, slug: str) -> tuple[str, ...]:
    """Return the datasets that the charts and claims of a briefing read, sorted."""
    names = {b.spec.data for b in chart_blocks(project, slug) if b.spec is not None}
    names |= {b.spec.data for b in table_blocks(project, slug) if b.spec and b.spec.data}
    outcomes = claim_outcomes(project, slug)
    for key in used_claims(project, slug):
        value = outcomes.get(key)
        if isinstance(value, ClaimValue):
            names.update(value.datasets)
    return tuple(sorted(names))


@query
def _citing(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug in public_slugs(project):
        for record in cited_sources(project, slug):
            found.setdefault(record.key, []).append(slug)
    return {key: tuple(citing) for key, citing in found.items()}


@query
def _using(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug in public_slugs(project):
        for name in datasets_of(project, slug):
            found.setdefault(name, []).append(slug)
    return {name: tuple(using) for name, using in found.items()}


def quoted_spans(project: Project, key: str) -> tuple[str, ...]:
    """Return what public briefings quote from a source word for word, each span once."""
    spans = (
        passage
        for slug in briefings_citing(project, key)
        for check in checked_quotations(project, slug)
        if check.key == key
        for passage in check.passages
    )
    return tuple(dict.fromkeys(spans))


def used_sources(project: Project) -> tuple[str, ...]:
    """Return the citekeys that public briefings cite, sorted."""
    return tuple(sorted(_citing(project)))


def briefings_citing(project: Project, key: str) -> tuple[str, ...]:
    """Return the slugs of the public briefings that cite a source."""
    return _citing(project).get(key, ())


def briefings_using(project: Project, name: str) -> tuple[str, ...]:
    """Return the slugs of the public briefings whose charts or claims read a dataset."""
    return _using(project).get(name, ())
