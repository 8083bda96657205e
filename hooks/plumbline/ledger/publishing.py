"""`plumbline publish`: what is to be written, or why a briefing cannot be recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plumbline.content.briefing import Briefing, parse_briefing
from plumbline.content.correction_kind import CorrectionKind
from plumbline.content.front_matter import Correction, FrontMatter, Status
from plumbline.diagnostics.diagnostic import Diagnostic, Severity
from plumbline.ledger.files import Ledger, Record, RecordKind, read_ledger, write_ledger
from plumbline.ledger.front_matter_edit import add_correction, set_value, write_correction
from plumbline.ledger.queries import (
    LEDGER,
    ledger,
    ledger_files,
    status_change,
    undeclared_changes,
    unrecorded_corrections,
)
from plumbline.ledger.state import State, present_state
from plumbline.library import briefing, former_slugs
from plumbline.project import Project, read_text
from plumbline.rules.runner import briefing_diagnostics, shared_diagnostics

__all__ = ["Declaration", "Refusal", "Step", "blocking", "prepare_text", "record"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an author says of a change."""

    kind: CorrectionKind | None = None
    note: str | None = None
    was: str | None = None
    now: str | None = None
    where: str | None = None

    @property
    def tells(self) -> bool:
        """Whether it says enough for an entry that readers can use."""
        return bool(self.note or (self.was and self.now))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a briefing cannot be recorded: a sentence, and what it rests on line by line."""

    message: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done.

    Attributes:
        written: texts of files by their path, relative to the root.
        removed: files that are no longer wanted.
        told: what was done, line by line.
    """

    written: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def blocking(project: Project, slug: str) -> tuple[Diagnostic, ...]:
    """Return the errors that keep a briefing from being recorded: all but the ledger's own."""
    own = {"undeclared-change", "unrecorded-publication", "stray-ledger", "false-minor"}
    found = (*shared_diagnostics(project), *briefing_diagnostics(project, slug))
    return tuple(d for d in found if d.severity is Severity.ERROR and d.rule not in own)


def prepare_text(project: Project, slug: str, said: Declaration) -> Step | Refusal:
    """Return what must change in the briefing itself before it can be recorded, if anything.

    A draft becomes published; a correction or an update that its author tells of becomes an entry
    of `corrections` and the day `updated`.
    """
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return Refusal("its front matter cannot be used; `plumbline check` says why")
    if front.status is Status.DRAFT:
        text = set_value(document, "status", "published", "type")
        if text is None:
            return Refusal("write `status: published` into its front matter, then publish again")
        return Step(((document.path, text),), told=("status: published",))
    if not undeclared_changes(project, slug) or said.kind in (None, CorrectionKind.MINOR):
        return Step()
    if any(e.kind is said.kind for e in unrecorded_corrections(project, slug)):
        return Step()
    return _declare(project, document, front, said)


def _declare(
    project: Project, document: Briefing, front: FrontMatter, said: Declaration
) -> Step | Refusal:
    day = project.day
    kind = said.kind or CorrectionKind.CORRECTION
    entry = Correction(
        date=day, kind=kind, was=said.was, now=said.now, where=said.where, note=said.note
    )
    if not said.tells:
        blank = entry.model_copy(update={"note": "What was changed, and why."})
        return Refusal(
            f"readers must be told of {_a(kind)}: give --note, or --was and --now, "
            "or add an entry to its front matter",
            ("corrections:", *write_correction(blank)),
        )
    text = add_correction(document, entry)
    told = [f"corrections: {entry.date} {entry.kind}"]
    if text is None:
        return Refusal(
            "its list of corrections cannot be added to safely; add this entry yourself, "
            "newest first, and publish again",
            tuple(write_correction(entry)),
        )
    if front.updated != day and day > front.date:
        fresh = _reread(document, text)
        dated = set_value(fresh, "updated", day.isoformat(), "date") if fresh else None
        if dated is not None:
            text = dated
            told.append(f"updated: {day}")
    return Step(((document.path, text),), told=tuple(told))


def _reread(document: Briefing, text: str) -> Briefing | None:
    """Return a briefing as it would be read with another text; None where it cannot be."""
    read = parse_briefing(document.slug, replace(document.file, text=text))
    return read if read.front_matter is not None else None


def record(project: Project, slug: str, said: Declaration) -> Step | Refusal:
    """Return the ledger's file as it is after this publication, correction, update or change."""
    present = present_state(project, slug)
    front = briefing(project, slug).front_matter
    if present is None or front is None:
        return Refusal("its front matter cannot be used; `plumbline check` says why")
    recorded, findings = ledger(project, slug)
    if findings:
        return Refusal(findings[0].message, (str(findings[0].location), findings[0].suggestion))
    moved = _former(project, slug) if recorded is None else None
    if recorded is None and moved is None:
        return _first(project, slug, present.state, front)
    if recorded is None and moved is not None:
        return _move(project, slug, *moved)
    if recorded is None:
        return Refusal("there is no ledger")
    if front.status is Status.SCHEDULED and front.date > project.day:
        return _first(project, slug, present.state, front)  # nobody has read it yet
    return _go_on(project, slug, recorded, present.state, front, said)


def _first(project: Project, slug: str, state: State, front: FrontMatter) -> Step:
    day = front.date if front.status is Status.SCHEDULED else min(front.date, project.day)
    entry = Record(date=day, kind=RecordKind.PUBLISHED, words=state.words, values=state.values)
    return _step(Ledger(slug, (entry,), state), f"recorded as published on {day}")


def _former(project: Project, slug: str) -> tuple[str, Ledger] | None:
    """Return the ledger of a slug that the briefing had before."""
    for alias, now in former_slugs(project).items():
        if now == slug and f"{alias}.yml" in ledger_files(project):
            found, _ = read_ledger(read_text(project, f"{LEDGER}/{alias}.yml"), alias)
            if found is not None:
                return alias, found
    return None


def _move(project: Project, slug: str, alias: str, old: Ledger) -> Step:
    entry = Record(
        date=project.day,
        kind=RecordKind.MOVED,
        words=old.state.words,
        values=old.state.values,
        note=f"Called {alias} before.",
    )
    moved = Ledger(slug, (*old.records, entry), old.state)
    step = _step(moved, f"recorded as moved from {alias}")
    return Step(step.written, (f"{LEDGER}/{alias}.yml",), step.told)


def _go_on(
    project: Project,
    slug: str,
    old: Ledger,
    state: State,
    front: FrontMatter,
    said: Declaration,
) -> Step | Refusal:
    changes, status = undeclared_changes(project, slug), status_change(project, slug)
    declared = unrecorded_corrections(project, slug)
    listed = tuple(change.text for change in changes)
    if not changes and not status and not declared:
        return Step(told=("nothing has changed since it was recorded",))
    kinds = sorted({entry.kind for entry in declared}, key=list(CorrectionKind).index)
    kind = said.kind or (kinds[0] if kinds else None)
    if changes and kind is None:
        return Refusal(
            "it has changed since it was recorded; say how far the change goes with "
            "--kind correction, update or minor",
            listed,
        )
    grave = tuple(change.text for change in changes if change.substance)
    if kind is CorrectionKind.MINOR and grave:
        return Refusal(
            "the change is not minor: it alters figures, names, dates or judgments", grave
        )
    if changes and kind in (CorrectionKind.CORRECTION, CorrectionKind.UPDATE) and kind not in kinds:
        return Refusal(f"its front matter holds no new entry of kind {kind} under `corrections:`")
    told = next((e for e in declared if e.kind is kind), None)
    note = said.note or (told.note if told else None)
    if status == Status.WITHDRAWN:
        kept, what, note = old.state, RecordKind.WITHDRAWN, front.withdrawal_reason
        state = _with_status(kept, status)
    elif kind is not None:
        what = RecordKind(kind)
    else:
        what = RecordKind(status)
    entry = Record(
        date=project.day,
        kind=what,
        words=state.words,
        values=state.values,
        where=said.where or (told.where if told else None),
        note=note,
        changes=listed,
    )
    return _step(old.with_record(entry, state), f"recorded as {what} on {entry.date}", *listed)


def _with_status(state: State, status: str) -> State:
    return replace(state, status=status)


def _step(kept: Ledger, *told: str) -> Step:
    return Step(((f"{LEDGER}/{kept.slug}.yml", write_ledger(kept)),), told=told)


def _a(kind: CorrectionKind) -> str:
    return f"an {kind}" if kind is CorrectionKind.UPDATE else f"a {kind}"
