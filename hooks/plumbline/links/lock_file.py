"""The lock file of external links: what each address answered when it was last asked, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from plumbline.content.model import Day, Model
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import read_yaml
from plumbline.content.yaml_writing import quote_text
from plumbline.diagnostics.diagnostic import Finding

__all__ = ["LOCK", "LinkRecord", "Outcome", "read_lock", "write_lock"]

LOCK = "briefings/links.lock.yml"
"""Where the lock file is, relative to the project's root."""
_HEAD = "# Written by `plumbline links`. Commit it: builds read it, and ask no other host.\n"
_ADDRESS = r"^https?://[^\s<>\"'`]+$"


class Outcome(StrEnum):
    """What was found at an address."""

    WORKS = "works"
    MOVED = "moved"
    DEAD = "dead"
    UNKNOWN = "unknown"


class LinkRecord(Model):
    """What is known of one address."""

    url: Annotated[str, StringConstraints(pattern=_ADDRESS)]
    """The address as it is written in the project."""
    outcome: Outcome
    """works, moved (for good, to `final`), dead, or unknown: it could not be checked."""
    checked: Day
    """Day on which it was asked."""
    status: Annotated[int, Field(ge=100, le=999)] | None = None
    """HTTP status of the last answer; none where there was no answer."""
    final: Annotated[str, StringConstraints(pattern=_ADDRESS)] | None = None
    """Address at which a reader arrives, where it is another one."""
    why: str | None = None
    """Why it is dead or could not be checked, in words."""


class _File(Model):
    format: Annotated[str, StringConstraints(pattern="^1$")]
    links: tuple[LinkRecord, ...] = ()


def read_lock(file: TextFile) -> tuple[dict[str, LinkRecord], tuple[Finding, ...]]:
    """Return what a lock file says by address, and what is wrong with the file."""
    document = read_yaml(file.text, file.path)
    problems = [*file.findings, *document.findings]
    if problems:
        return {}, tuple(problems)
    model, problems = validate_model(_File, document, document.data, what="lock file of links")
    return {record.url: record for record in model.links} if model else {}, tuple(problems)


def write_lock(records: Iterable[LinkRecord]) -> str:
    """Return the text of a lock file, sorted by address: the same for the same records."""
    lines = [_HEAD.rstrip("\n"), 'format: "1"']
    listed = sorted(records, key=lambda record: record.url)
    lines += ["links:" if listed else "links: []"]
    for record in listed:
        lines += _write_record(record)
    return "\n".join(lines) + "\n"


def _write_record(record: LinkRecord) -> Iterator[str]:
    yield f"- url: {quote_text(record.url)}"
    yield f"  outcome: {record.outcome}"
    yield f"  checked: {record.checked.isoformat()}"
    if record.status is not None:
        yield f"  status: {record.status}"
    if record.final:
        yield f"  final: {quote_text(record.final)}"
    if record.why:
        yield f"  why: {quote_text(record.why)}"
