"""Queries over the ledger: what is recorded, and what has changed since."""

from __future__ import annotations

from plumbline.content.briefing import valid_slug
from plumbline.content.front_matter import Correction, Status
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.ledger.changes import Change, find_changes
from plumbline.ledger.files import Ledger, read_ledger
from plumbline.ledger.state import (
    Present,
    describe_correction,
    present_state,
    present_status,
    state_beside,
)
from plumbline.library import briefing, is_public
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import kept_query, query

__all__ = [
    "LEDGER",
    "keeps_ledger",
    "ledger",
    "ledger_files",
    "locate_change",
    "status_change",
    "undeclared_changes",
    "unrecorded_corrections",
]

LEDGER = f"{BRIEFINGS}/ledger"
"""The folder; where there is none, no ledger is kept and nothing is asked for."""


@kept_query
def keeps_ledger(project: Project) -> bool:
    """Return whether the project keeps a ledger: the folder exists."""
    return ("ledger", True) in list_folder(project, BRIEFINGS)


@kept_query
def ledger_files(project: Project) -> tuple[str, ...]:
    """Return the names of what lies in the ledger's folder, notes for people left out."""
    if not keeps_ledger(project):
        return ()
    names = (name for name, _ in list_folder(project, LEDGER))
    return tuple(n for n in names if n.casefold() != "readme.md" and not n.startswith("."))


@query
def ledger(project: Project, slug: str) -> tuple[Ledger | None, tuple[Finding, ...]]:
    """Return what is recorded of a briefing, or None, and what is wrong with its file (LE004)."""
    if not valid_slug(slug) or f"{slug}.yml" not in ledger_files(project):
        return None, ()
    return read_ledger(read_text(project, f"{LEDGER}/{slug}.yml"), slug)


@kept_query
def status_change(project: Project, slug: str) -> str:
    """Return the status that a recorded briefing has now; empty where it is as recorded."""
    recorded, _ = ledger(project, slug)
    front = briefing(project, slug).front_matter
    if recorded is None or front is None or not is_public(project, slug):
        return ""
    status = present_status(front)
    return status if status != recorded.state.status else ""


@query
def undeclared_changes(project: Project, slug: str) -> tuple[Change, ...]:
    """Return what differs between a public briefing and its ledger.

    The text of a withdrawn briefing is no longer shown, so that it may change.
    """
    recorded, _ = ledger(project, slug)
    front = briefing(project, slug).front_matter
    if recorded is None or front is None or not is_public(project, slug):
        return ()
    if front.status is Status.WITHDRAWN:
        return ()
    present = state_beside(project, slug, recorded.state)
    return find_changes(recorded.state, present) if present is not None else ()


@query
def unrecorded_corrections(project: Project, slug: str) -> tuple[Correction, ...]:
    """Return the entries of `corrections` that a briefing's ledger does not hold yet."""
    recorded, _ = ledger(project, slug)
    front = briefing(project, slug).front_matter
    if recorded is None or front is None:
        return ()
    known = recorded.state.corrections
    return tuple(e for e in front.corrections if describe_correction(e) not in known)


def locate_change(project: Project, slug: str, change: Change) -> Location:
    """Return where a change stands, as nearly as it can be told."""
    document = briefing(project, slug)
    if change.key:
        path = (change.key,) if change.index < 0 else (change.key, change.index)
        return document.locate(*path)
    present = present_state(project, slug)
    if present is None or change.passage < 0:
        return Location(document.path)
    return _locate_number(project, slug, present, change)


def _locate_number(project: Project, slug: str, present: Present, change: Change) -> Location:
    document, span = briefing(project, slug), present.spans[change.passage]
    if span is not None and change.now:
        start = document.body.find(change.now, *span)
        if start >= 0:
            return document.locate_in_body(start, start + len(change.now))
    return present.places[change.passage]
