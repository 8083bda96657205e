"""Which public briefings use which sources and datasets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plumbline.charts.queries import chart_blocks, chart_datasets
from plumbline.content.front_matter import Status
from plumbline.data.queries import datapackage
from plumbline.evidence.claim_markup import claim_anchor, claim_subject, format_claim_value
from plumbline.evidence.claim_values import (
    ClaimValue,
    claim_outcomes,
    compiled_claims,
    declared_claims,
    used_claims,
)
from plumbline.evidence.marks import MarkKind, find_marks, strip_marks
from plumbline.evidence.queries import cited_keys
from plumbline.evidence.quotation_queries import checked_quotations
from plumbline.library import briefing, briefing_status, public_slugs
from plumbline.project import Project
from plumbline.query import firewall_query, kept_query, query
from plumbline.tables.queries import table_blocks, table_datasets

__all__ = [
    "Use",
    "ask_uses",
    "briefings_citing",
    "briefings_using",
    "claims_using",
    "datasets_of",
    "figures_using",
    "quoted_spans",
    "used_sources",
]


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a briefing that rests on a dataset.

    Attributes:
        slug: the briefing.
        anchor: id of the place on its page; empty where there is none.
        name: title of a figure, or id of a claim.
        subject: of a claim, what it is of.
        value: of a claim, its value with its unit.
    """

    slug: str
    anchor: str
    name: str
    subject: str = ""
    value: str = ""


@firewall_query
def datasets_of(project: Project, slug: str) -> tuple[str, ...]:
    """Return the datasets that the charts and claims of a briefing read, sorted."""
    charts, tables = chart_blocks(project, slug), table_blocks(project, slug)
    names = {name for i in range(len(charts)) for name in chart_datasets(project, slug, i)}
    names |= {name for i in range(len(tables)) for name in table_datasets(project, slug, i)}
    compiled, _ = compiled_claims(project, slug)  # their values may change, and what is read stays
    for key in used_claims(project, slug):
        if key in compiled:
            names.update(compiled[key].tables)
    return tuple(sorted(names))


def ask_uses(project: Project, slug: str) -> None:
    """Ask what a briefing uses, for those who will go through all briefings."""
    datasets_of(project, slug)
    _figures_of(project, slug)
    _claims_of(project, slug)
    _quoted(project, slug)


@query
def _citing(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug in public_slugs(project):
        for key in cited_keys(project, slug):
            found.setdefault(key, []).append(slug)
    return {key: tuple(citing) for key, citing in found.items()}


@query
def _using(project: Project) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for slug in public_slugs(project):
        for name in datasets_of(project, slug):
            found.setdefault(name, []).append(slug)
    return {name: tuple(using) for name, using in found.items()}


@firewall_query
def _figures_of(project: Project, slug: str) -> tuple[tuple[str, Use], ...]:
    """Return the charts and tables of a briefing, each with a dataset that it shows."""
    found: list[tuple[str, Use]] = []
    for index, chart in enumerate(chart_blocks(project, slug)):
        if chart.spec is not None:
            use = Use(slug, f"chart-{chart.spec.id}", strip_marks(chart.spec.title))
            found += [(name, use) for name in chart_datasets(project, slug, index)]
    for index, table in enumerate(table_blocks(project, slug)):
        if table.spec is not None:
            use = Use(slug, f"table-{table.spec.id}", strip_marks(table.spec.title))
            found += [(name, use) for name in table_datasets(project, slug, index)]
    return tuple(found)


@firewall_query
def _claims_of(project: Project, slug: str) -> tuple[tuple[str, Use], ...]:
    """Return the numbers of a briefing, each with a dataset that it is computed from."""
    package = datapackage(project)
    resources = {n: r for n in package.names if (r := package.get(n)) is not None}
    body = briefing(project, slug).body
    anchored = {m.target for m in find_marks(body) if m.kind is MarkKind.CLAIM}
    declared, outcomes = declared_claims(project, slug), claim_outcomes(project, slug)
    found: list[tuple[str, Use]] = []
    for key in used_claims(project, slug):
        value = outcomes.get(key)
        if isinstance(value, ClaimValue):
            subject = claim_subject(declared[key].claim, resources)
            anchor = claim_anchor(key, 1) if key in anchored else ""
            use = Use(slug, anchor, key, subject, format_claim_value(value))
            found += [(name, use) for name in value.datasets]
    return tuple(found)


@query
def _figures(project: Project) -> dict[str, tuple[Use, ...]]:
    return _by_dataset(project, _figures_of)


@query
def _claims(project: Project) -> dict[str, tuple[Use, ...]]:
    return _by_dataset(project, _claims_of)


def _by_dataset(
    project: Project, uses_of: Callable[[Project, str], tuple[tuple[str, Use], ...]]
) -> dict[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for slug in public_slugs(project):
        if briefing_status(project, slug) is not Status.WITHDRAWN:
            for name, use in uses_of(project, slug):
                found.setdefault(name, []).append(use)
    return {name: tuple(uses) for name, uses in found.items()}


@kept_query
def figures_using(project: Project, name: str) -> tuple[Use, ...]:
    """Return the charts and tables of public briefings that show a dataset."""
    return _figures(project).get(name, ())


@kept_query
def claims_using(project: Project, name: str) -> tuple[Use, ...]:
    """Return the numbers of public briefings that are computed from a dataset."""
    return _claims(project).get(name, ())


def quoted_spans(project: Project, key: str) -> tuple[str, ...]:
    """Return what public briefings quote from a source word for word, each span once."""
    spans = (
        passage
        for slug in briefings_citing(project, key)
        for quoted, passage in _quoted(project, slug)
        if quoted == key
    )
    return tuple(dict.fromkeys(spans))


@kept_query
def _quoted(project: Project, slug: str) -> tuple[tuple[str, str], ...]:
    """Return what a briefing quotes word for word, each passage with its citekey."""
    checks = checked_quotations(project, slug)
    return tuple((check.key, passage) for check in checks for passage in check.passages)


@kept_query
def used_sources(project: Project) -> tuple[str, ...]:
    """Return the citekeys that public briefings cite, sorted."""
    return tuple(sorted(_citing(project)))


@kept_query
def briefings_citing(project: Project, key: str) -> tuple[str, ...]:
    """Return the slugs of the public briefings that cite a source."""
    return _citing(project).get(key, ())


@kept_query
def briefings_using(project: Project, name: str) -> tuple[str, ...]:
    """Return the slugs of the public briefings whose charts or claims read a dataset."""
    return _using(project).get(name, ())
