"""A ledger as a file: written by the program, read by people, and sealed against edits by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from plumbline.content.model import KEY_PATTERN, Day, Model
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import YamlDocument, read_yaml
from plumbline.content.yaml_writing import quote_text
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.ledger.state import State
from plumbline.ledger.wording import FORMAT, Passage, fingerprint

__all__ = ["Ledger", "Record", "RecordKind", "read_ledger", "write_ledger"]

DAMAGED = "LE004"
_HEAD = "# Written by `plumbline publish`. Do not edit: the seal at the end tells.\n"
_RESTORE = "Restore it from the repository’s history, then run `plumbline publish {slug}`."


class RecordKind(StrEnum):
    """What was done with a briefing."""

    PUBLISHED = "published"
    CORRECTION = "correction"
    UPDATE = "update"
    MINOR = "minor"
    MOVED = "moved"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Record(Model):
    """One entry of a ledger."""

    date: Day
    """Day on which it was recorded."""
    kind: RecordKind
    """What was done."""
    words: str
    """Fingerprint of the words since."""
    values: str
    """Fingerprint of figures, names, dates and judgments since."""
    where: str | None = None
    """Where in the briefing."""
    note: str | None = None
    """Why."""
    changes: tuple[str, ...] = ()
    """What had changed, as the program saw it."""


class _Passage(Model):
    kind: Annotated[str, Field(alias="in")] = "body"
    opens: str = ""
    words: str
    facts: str = ""
    numbers: tuple[str, ...] = ()


class _Shown(Model):
    status: str
    date: str
    authors: tuple[str, ...]
    reviewers: tuple[str, ...] = ()
    judgments: tuple[str, ...] = ()
    facts: str
    names: str = ""
    passages: tuple[_Passage, ...]
    figures: dict[str, str] = Field(default_factory=dict)
    claims: dict[str, str] = Field(default_factory=dict)
    corrections: tuple[str, ...] = ()


class _File(Model):
    format: Annotated[str, StringConstraints(pattern=f"^{FORMAT}$")]
    slug: Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
    published: Day
    records: Annotated[tuple[Record, ...], Field(min_length=1)]
    shown: _Shown
    seal: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is recorded of a published briefing.

    Attributes:
        records: oldest first.
        state: what readers were last shown.
    """

    slug: str
    records: tuple[Record, ...]
    state: State

    def with_record(self, record: Record, state: State) -> Ledger:
        """Return the ledger with one record more and the state that it left."""
        return replace(self, records=(*self.records, record), state=state)


def read_ledger(file: TextFile, slug: str) -> tuple[Ledger | None, tuple[Finding, ...]]:
    """Read a ledger; what was edited by hand or cannot be read is a finding (LE004)."""
    document = read_yaml(file.text, file.path)
    problems = [*file.findings, *document.findings]
    model: _File | None = None
    if not problems:
        model, problems = validate_model(_File, document, document.data, what="ledger")
    if model is None or problems:
        first = problems[0]
        return None, (
            _damaged(f"the ledger cannot be read: {first.message}", first.location, slug),
        )
    if model.slug != slug:
        where = document.locate(("slug",))
        message = f"the ledger is that of {model.slug!r}, by its own account"
        return None, (_damaged(message, where, slug),)
    if _seal(file.text) != model.seal:
        return None, (_broken_seal(document, slug),)
    return Ledger(slug, model.records, _state(model.shown)), ()


def _damaged(message: str, where: Location, slug: str) -> Finding:
    return Finding(DAMAGED, message, where, _RESTORE.format(slug=slug))


def _broken_seal(document: YamlDocument, slug: str) -> Finding:
    message = "the ledger was edited by hand: its seal does not fit what it holds"
    return _damaged(message, document.locate(("seal",)), slug)


def _seal(text: str) -> str:
    return fingerprint(re.split(r"^seal:", text.replace("\r\n", "\n"), flags=re.MULTILINE)[0])


def _state(shown: _Shown) -> State:
    return State(
        status=shown.status,
        date=shown.date,
        authors=shown.authors,
        reviewers=shown.reviewers,
        judgments=shown.judgments,
        passages=tuple(
            Passage(p.kind, p.opens, p.words, p.facts, p.numbers) for p in shown.passages
        ),
        facts=shown.facts,
        names=tuple(_counted(word) for word in shown.names.split()),
        figures=tuple(sorted(shown.figures.items())),
        claims=tuple(sorted(shown.claims.items())),
        corrections=shown.corrections,
    )


def _counted(word: str) -> tuple[str, int]:
    match = re.fullmatch(r"(.+)×(\d+)", word)
    return (match[1], int(match[2])) if match else (word, 1)


def write_ledger(ledger: Ledger) -> str:
    """Return the text of a ledger's file."""
    state = ledger.state
    lines = [_HEAD.rstrip("\n")]
    lines += [f"format: {FORMAT}", f"slug: {ledger.slug}"]
    lines += [f"published: {ledger.records[0].date.isoformat()}", "records:"]
    for record in ledger.records:
        lines += _write_record(record)
    names = " ".join(name if n == 1 else f"{name}×{n}" for name, n in state.names)
    lines += ["shown:", f"  status: {state.status}", f"  date: {state.date}"]
    lines += [f"  authors: {_list(state.authors)}"]
    if state.reviewers:
        lines += [f"  reviewers: {_list(state.reviewers)}"]
    lines += _block("judgments", state.judgments)
    lines += [f"  facts: {quote_text(state.facts)}"]
    lines += [f"  names: {quote_text(names)}"] if names else []
    lines += ["  passages:", *(_write_passage(p) for p in state.passages)]
    lines += _mapping("figures", state.figures) + _mapping("claims", state.claims)
    lines += _block("corrections", state.corrections)
    text = "\n".join(lines) + "\n"
    return f"{text}seal: {quote_text(fingerprint(text))}\n"


def _write_record(record: Record) -> Iterator[str]:
    yield f"- date: {record.date.isoformat()}"
    yield f"  kind: {record.kind}"
    yield f"  words: {quote_text(record.words)}"
    yield f"  values: {quote_text(record.values)}"
    if record.where:
        yield f"  where: {quote_text(record.where)}"
    if record.note:
        yield f"  note: {quote_text(record.note)}"
    if record.changes:
        yield "  changes:"
        yield from (f"  - {quote_text(change)}" for change in record.changes)


def _write_passage(passage: Passage) -> str:
    named = {"opens": passage.opens} if passage.kind == "body" else {"in": passage.kind}
    parts = [f"{key}: {quote_text(value)}" for key, value in named.items()]
    parts += [f"words: {quote_text(passage.words)}"]
    parts += [f"facts: {quote_text(passage.facts)}"] if passage.facts else []
    parts += [f"numbers: {_list(passage.numbers)}"] if passage.numbers else []
    return f"  - {{{', '.join(parts)}}}"


def _block(name: str, texts: Iterable[str]) -> list[str]:
    listed = [f"  - {quote_text(text)}" for text in texts]
    return [f"  {name}:", *listed] if listed else []


def _mapping(name: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    listed = [f"    {quote_text(key)}: {quote_text(value)}" for key, value in pairs]
    return [f"  {name}:", *listed] if listed else []


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(quote_text(text) for text in texts)}]"
