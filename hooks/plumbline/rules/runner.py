"""All diagnostics of a project, the same for `check`, build and preview."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from plumbline.charts.queries import chart_blocks, chart_data, chart_frame, chart_ids
from plumbline.content.front_matter import Suppression
from plumbline.data.queries import data_complete, datapackage, table
from plumbline.diagnostics.diagnostic import Diagnostic, Finding, sort_diagnostics
from plumbline.evidence.claim_values import (
    claim_outcomes,
    compiled_claims,
    declared_claims,
    shared_claims,
)
from plumbline.evidence.excerpt_queries import excerpt_library, orphaned_excerpts
from plumbline.evidence.numbers import checked_numbers
from plumbline.evidence.places import placed_texts
from plumbline.evidence.queries import citation_places, cited_sources, references, shown_citations
from plumbline.evidence.summary import evidence_findings
from plumbline.evidence.terms import terms_findings
from plumbline.ledger.queries import LEDGER, ledger
from plumbline.ledger.state import present_texts
from plumbline.library import (
    authors,
    body_mask,
    briefing,
    citations,
    folder_findings,
    formatted_references,
    is_public,
    regions,
    slugs,
    source_library,
    topics,
)
from plumbline.links.outside_links import lock_findings
from plumbline.parallel import in_shares
from plumbline.project import BRIEFINGS, Project, is_past, list_folder, read_bytes, read_text
from plumbline.query import kept_query
from plumbline.rules.registry import diagnose, find_rule, rules, suggest_rule
from plumbline.settings import settings, settings_findings
from plumbline.tables.queries import table_blocks, table_content
from plumbline.titles import folded_title

__all__ = [
    "about_briefing",
    "all_diagnostics",
    "briefing_diagnostics",
    "diagnostics_of",
    "gather_briefings",
    "shared_diagnostics",
]


@kept_query
def all_diagnostics(project: Project) -> tuple[Diagnostic, ...]:
    """Return every diagnostic of the project, by path and line; drafts are covered too."""
    return diagnostics_of(project, slugs(project))


def diagnostics_of(project: Project, checked: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of some briefings and of all that briefings share.

    So every one that lies in the folder of one of them is there: none of another briefing does.
    """
    found = list(shared_diagnostics(project))
    for slug in checked:
        found += briefing_diagnostics(project, slug)
    return sort_diagnostics(found)


_LARGE = (
    briefing,
    declared_claims,
    compiled_claims,
    placed_texts,
    body_mask,
    chart_frame,
    references,
    cited_sources,
    ledger,
    present_texts,
    citation_places,
    shown_citations,
    read_text,
    read_bytes,
)
"""Queries whose values take much room and little time, or that no page asks."""


_AGAIN = (chart_blocks, chart_data, checked_numbers, citations, claim_outcomes)
"""Queries that the page of a briefing asks again, and whose values take much room and time."""


def gather_briefings(
    project: Project,
    also: Callable[[Project, str], object] | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Check briefings in as many processes as there are processors; their values are kept.

    But for the largest, which are made again when they are asked for. Call it where no other
    thread runs.

    Args:
        project: the project.
        also: asks what else will be needed of a briefing.
        only: the briefings that are checked; None for all.
    """

    def gather(slug: str) -> None:
        briefing_diagnostics(project, slug)
        if also is not None:
            also(project, slug)
        let_go(slug)

    def let_go(slug: str) -> None:
        asked = [briefing_diagnostics.key(slug), references.key(slug)]  # the latter by `also` alone
        project.let_go(asked, about_briefing(slug), _LARGE, _AGAIN if also is not None else ())

    def ask_compared(slug: str) -> None:
        asked = folded_title.key(slug), chart_ids.key(slug), is_public.key(slug)
        folded_title(project, slug)
        chart_ids(project, slug)
        is_public(project, slug)
        project.let_go(asked, about_briefing(slug), _LARGE, _AGAIN)

    wanted = slugs(project) if only is None else only
    checked = [slug for slug in wanted if not briefing_diagnostics.holds(project, slug)]
    if len(checked) > 1:  # else the first would have the texts of all in memory at once
        in_shares(project, checked, ask_compared, keep=True)
    for slug in checked[:1]:  # what all of them share is read once, before there are processes
        gather(slug)
    in_shares(project, checked[1:], gather, keep=True, elsewhere=let_go)


def about_briefing(slug: str) -> frozenset[str]:
    """Return the arguments of queries that are about a briefing: its name, its files."""
    return frozenset((slug, f"{BRIEFINGS}/{slug}/index.md", f"{LEDGER}/{slug}.yml"))


_WITHOUT_DATA = frozenset({"CH013", "LE001", "NU003", "TB001"})
"""Rules that find hundreds of faults where a single one takes a dataset away."""


def _lacks_data(project: Project, slug: str) -> bool:
    """Return whether a dataset that a briefing rests on could not be read, which is told there."""
    if not data_complete(project):
        return True
    from plumbline.site.usage import datasets_of  # no check of a sound project needs it

    read = (table(project, name) for name in datasets_of(project, slug))
    return any(found is not None and not found.is_read for found in read)


@kept_query
def shared_diagnostics(project: Project) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of what briefings share: names, registries, sources, data."""
    findings: list[Finding] = [*settings_findings(project), *folder_findings(project)]
    for registry in (authors(project), topics(project), regions(project)):
        findings += registry.findings
    findings += source_library(project, "").findings
    findings += formatted_references(project, "").findings
    findings += excerpt_library(project).findings
    findings += orphaned_excerpts(project)
    findings += shared_claims(project)[1]
    findings += terms_findings(project)
    findings += lock_findings(project)
    package = datapackage(project)
    findings += package.findings
    for name in package.names:
        read = table(project, name)
        findings += read.findings if read else ()
    for rule in rules().values():
        if rule.check_library is not None:
            findings += rule.check_library(project)
    return _finish(project, [diagnose(f) for f in findings])


@kept_query
def briefing_diagnostics(project: Project, slug: str) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of one briefing and its own sources, suppressions applied."""
    document = briefing(project, slug)
    findings: list[Finding] = list(document.findings)
    findings += source_library(project, slug).findings
    findings += formatted_references(project, slug).findings
    for index, block in enumerate(chart_blocks(project, slug)):
        findings += block.findings
        findings += chart_data(project, slug, index)[1]
    for index, table_block in enumerate(table_blocks(project, slug)):
        findings += table_block.findings
        findings += table_content(project, slug, index)[1]
    findings += evidence_findings(project, slug)
    if document.file.readable:
        for rule in rules().values():
            if rule.check_briefing is not None:
                findings += rule.check_briefing(project, slug)
    if any(f.code in _WITHOUT_DATA for f in findings) and _lacks_data(project, slug):
        findings = [finding for finding in findings if finding.code not in _WITHOUT_DATA]
    return _finish(project, _suppress(project, slug, [diagnose(f) for f in findings]))


def _finish(project: Project, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    if settings(project).warnings_as_errors:
        diagnostics = [d.hardened() for d in diagnostics]
    shown = []
    for diagnostic in diagnostics:
        where = diagnostic.location
        folder, _, name = where.path.rpartition("/")
        is_file = (name, False) in list_folder(project, folder)
        file = read_text(project, where.path) if is_file else None
        shown.append(diagnostic.with_source_line(file.line(where.line)) if file else diagnostic)
    return sort_diagnostics(shown)


def _suppress(project: Project, slug: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Apply `ignore:`; what is expired (SU001), unused (SU002) or unknown (SU003) is reported."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return diagnostics
    kept = diagnostics
    for index, entry in enumerate(front.ignore):
        where = document.locate("ignore", index, "rule")
        rule = find_rule(entry.rule)
        if rule is None:
            message = f"there is no rule {entry.rule!r} to ignore"
            kept = [*kept, diagnose(Finding("SU003", message, where, _nearest_rule(entry.rule)))]
        elif _expired(entry, project):
            message = f"the suppression of {rule.code} {rule.name} ended on {entry.until}"
            where = document.locate("ignore", index, "until")
            fix = "Mend what it hid, or give a later day and say why."
            if not any(d.code == rule.code for d in diagnostics):
                fix = "Remove the entry: nothing here breaks the rule."
            kept = [*kept, diagnose(Finding("SU001", message, where, fix))]
        elif not any(d.code == rule.code for d in diagnostics):
            if not _lacks_data(project, slug):  # else what it hides may not have been found
                message = f"{rule.code} {rule.name} is ignored, but nothing here breaks it"
                kept = [*kept, diagnose(Finding("SU002", message, where, "Remove the entry."))]
        else:
            # What readers were shown is no matter of taste: the ledger's rules cannot be set aside.
            kept = [d for d in kept if d.code != rule.code or rule.family == "ledger"]
    return kept


def _nearest_rule(word: str) -> str:
    rule = suggest_rule(word)
    if rule is None:
        return "Give the code or the name that stands in the diagnostic."
    return f"Did you mean {rule.code} {rule.name}?"


def _expired(entry: Suppression, project: Project) -> bool:
    return entry.until is not None and is_past(project, entry.until)
