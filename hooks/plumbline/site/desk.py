"""The desk of the preview: everything the checks have found, drafts, and what appears when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.diagnostics.diagnostic import Severity
from plumbline.diagnostics.reporters import describe, format_counts
from plumbline.project import Project, today
from plumbline.query import query
from plumbline.site.annotations import Annotation
from plumbline.site.cards import Card, cards

__all__ = ["MOST", "DeskList", "Filter", "Schedule", "describe_annotation", "list_desk", "schedule"]

MOST = 500
"""Findings that are listed at a time."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Briefings that are not published.

    Attributes:
        drafts: those that are written, by title.
        scheduled: those that are to appear, the next first, each with the days until then.
    """

    drafts: tuple[Card, ...] = ()
    scheduled: tuple[tuple[Card, int], ...] = ()


@query
def schedule(project: Project) -> Schedule:
    """Return the briefings that are not published yet."""
    listed, day = cards(project), today(project)
    drafts = (c for c in listed if c.mark in ("Draft", "Broken"))
    waiting = [(c, (c.date - day).days) for c in listed if c.mark == "Scheduled" and c.date]
    return Schedule(
        tuple(sorted(drafts, key=lambda c: (c.title.casefold(), c.slug))),
        tuple(sorted(waiting, key=lambda pair: (pair[0].date or dt.date.max, pair[0].slug))),
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are wanted; what is empty lets all through.

    Attributes:
        severity: "error", "warning" or "note".
        rule: a rule's name.
        file: a path relative to the project's root.
    """

    severity: str = ""
    rule: str = ""
    file: str = ""

    def lets_through(self, annotation: Annotation) -> bool:
        """Return whether a finding is wanted."""
        found = annotation.diagnostic
        return (
            self.severity in ("", str(found.severity))
            and self.rule in ("", found.rule)
            and self.file in ("", found.location.path)
        )


@dataclass(frozen=True, slots=True)
class DeskList:
    """The findings that a filter lets through, and what can be filtered by.

    Attributes:
        filter: the filter.
        files: paths in order, each with its findings.
        shown: how many findings are listed.
        matching: how many the filter lets through.
        total: how many there are.
        severities: how many there are by severity, the gravest first.
        rules: rules that have found something, as name, code and number.
        paths: paths with a finding, with their number.
    """

    filter: Filter
    files: tuple[tuple[str, tuple[Annotation, ...]], ...]
    shown: int
    matching: int
    total: int
    severities: tuple[tuple[str, int], ...]
    rules: tuple[tuple[str, str, int], ...]
    paths: tuple[tuple[str, int], ...]

    @property
    def summary(self) -> str:
        """How many there are in all, in words: "2 errors and 1 note"."""
        return format_counts(dict(self.severities))


def list_desk(annotations: Iterable[Annotation], wanted: Filter) -> DeskList:
    """Return the findings that are wanted, by file."""
    everything = sorted(
        annotations, key=lambda a: (a.diagnostic.location, a.diagnostic.code, a.diagnostic.message)
    )
    matching = [a for a in everything if wanted.lets_through(a)]
    by_file: dict[str, list[Annotation]] = {}
    for annotation in matching[:MOST]:
        by_file.setdefault(annotation.diagnostic.location.path, []).append(annotation)
    found = [a.diagnostic for a in everything]
    severities = Counter(str(d.severity) for d in found)
    rules = Counter((d.rule, d.code) for d in found)
    paths = Counter(d.location.path for d in found)
    return DeskList(
        filter=wanted,
        files=tuple((path, tuple(group)) for path, group in by_file.items()),
        shown=min(len(matching), MOST),
        matching=len(matching),
        total=len(found),
        severities=tuple((str(s), severities[str(s)]) for s in Severity if severities[str(s)]),
        rules=tuple((name, code, n) for (name, code), n in sorted(rules.items())),
        paths=tuple(sorted(paths.items())),
    )


def describe_annotation(annotation: Annotation) -> Mapping[str, object]:
    """Return a finding as plain values for JSON, with the address of its editor."""
    return {**describe(annotation.diagnostic), "editor": annotation.editor or None}
