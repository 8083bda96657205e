"""The one table of rules: code to rule, made from the modules of this package.

A rule's module holds its documentation (the docstring), `CODE`, `SEVERITY` and, unless a reader
finds the problem while reading, one of

- `check_briefing(project, slug)`, which yields findings about one briefing, or
- `check_library(project)`, which yields findings about what briefings share.

The rule's name is the module's, with hyphens; its family is the folder's.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import plumbline.rules
from plumbline.content.validation import nearest
from plumbline.diagnostics.diagnostic import Diagnostic, Finding, Severity
from plumbline.project import Project

__all__ = ["FAMILIES", "Rule", "diagnose", "find_rule", "rules", "suggest_rule"]

CheckBriefing = Callable[[Project, str], Iterable[Finding]]
CheckLibrary = Callable[[Project], Iterable[Finding]]

FAMILIES = {
    "files": "Files and folders",
    "yaml": "YAML",
    "front_matter": "Front matter",
    "sources": "Sources",
    "citations": "Citations",
    "excerpts": "Excerpts",
    "numbers": "Numbers",
    "quotations": "Quotations",
    "links": "Links",
    "data": "Datasets",
    "charts": "Charts",
    "tables": "Tables",
    "ledger": "Ledger",
    "suppressions": "Suppressions",
}
"""Folders of this package with their titles, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check.

    Attributes:
        code: two letters for the family and a number, never reused: "CI001".
        name: the bad pattern in kebab case: "unknown-citation".
        family: a key of FAMILIES.
        severity: how much its diagnostics weigh.
        summary: its first sentence.
        explanation: Markdown with the sections What it does, Why it matters, Example, Use instead.
    """

    code: str
    name: str
    family: str
    severity: Severity
    summary: str
    explanation: str
    check_briefing: CheckBriefing | None
    check_library: CheckLibrary | None


@cache
def rules() -> dict[str, Rule]:
    """Return all rules by code, in the order of families and codes.

    Raises:
        ValueError: two modules claim the same code or name.
    """
    found: dict[str, Rule] = {}
    names: set[str] = set()
    for family in FAMILIES:
        package = importlib.import_module(f"{plumbline.rules.__name__}.{family}")
        in_family = [
            _rule(importlib.import_module(f"{package.__name__}.{info.name}"), family)
            for info in pkgutil.iter_modules(package.__path__)
        ]
        for rule in sorted(in_family, key=lambda r: r.code):
            if rule.code in found or rule.name in names:
                raise ValueError(f"two rules are called {rule.code} or {rule.name}")
            found[rule.code] = rule
            names.add(rule.name)
    return found


def find_rule(code_or_name: str) -> Rule | None:
    """Return a rule by its code or its name, or None."""
    rule = rules().get(code_or_name.upper())
    if rule is not None:
        return rule
    return next((r for r in rules().values() if r.name == code_or_name), None)


def suggest_rule(word: str) -> Rule | None:
    """Return the rule whose name or code is nearest to a word that is neither, if one is near."""
    names = {r.name: r for r in rules().values()}
    close = nearest(word.casefold().replace("_", "-"), names) or nearest(word.upper(), rules())
    return find_rule(close) if close else None


def diagnose(finding: Finding) -> Diagnostic:
    """Return the diagnostic that a finding becomes under its rule.

    Raises:
        KeyError: no rule has the finding's code.
    """
    rule = rules()[finding.code]
    return finding.at_severity(rule.severity, rule.name)


def _rule(module: ModuleType, family: str) -> Rule:
    explanation = inspect.cleandoc(module.__doc__ or "")
    what = re.search(r"## What it does\n+(.+?)(?:\n\n|\Z)", explanation, re.DOTALL)
    return Rule(
        code=module.CODE,
        name=module.__name__.rpartition(".")[2].replace("_", "-"),
        family=family,
        severity=module.SEVERITY,
        summary=" ".join(what[1].split()) if what else "",
        explanation=explanation,
        check_briefing=getattr(module, "check_briefing", None),
        check_library=getattr(module, "check_library", None),
    )
