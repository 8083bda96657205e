"""Numbers that are names: listed in briefings/terms.yml, or marked `[…]{.uncounted}`."""

from __future__ import annotations

import re
from functools import lru_cache

from plumbline.content.yaml_source import read_yaml
from plumbline.diagnostics.diagnostic import Finding
from plumbline.evidence.marks import UNCOUNTED
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import query

__all__ = ["terms", "terms_findings", "uncounted_spans"]

TERMS = f"{BRIEFINGS}/terms.yml"


@query
def _terms(project: Project) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    if ("terms.yml", False) not in list_folder(project, BRIEFINGS):
        return (), ()
    file = read_text(project, TERMS)
    document = read_yaml(file.text, TERMS)
    findings = [*file.findings, *document.findings]
    data = document.data
    if data is not None and not isinstance(data, list):
        findings.append(
            Finding("YA007", "terms: a list of names was expected", document.locate(()))
        )
    names = [t for t in data if isinstance(t, str)] if isinstance(data, list) else []
    return tuple(sorted(names, key=len, reverse=True)), tuple(findings)


def terms(project: Project) -> tuple[str, ...]:
    """Return the names that hold a number, such as "Power of Siberia 2", longest first."""
    return _terms(project)[0]


def terms_findings(project: Project) -> tuple[Finding, ...]:
    """Return what is wrong with briefings/terms.yml."""
    return _terms(project)[1]


def uncounted_spans(project: Project, text: str) -> list[tuple[int, int]]:
    """Return the spans of a text in which numbers are names and not counted."""
    spans = [match.span() for match in UNCOUNTED.finditer(text)]
    pattern = _pattern(terms(project))
    if pattern is not None:
        spans += [match.span() for match in pattern.finditer(text)]
    return spans


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    if not names:
        return None
    joined = "|".join(r"\s+".join(re.escape(w) for w in name.split()) for name in names)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
