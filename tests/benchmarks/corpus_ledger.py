"""The ledger of a corpus: every briefing recorded, as `plumbline publish` records it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from plumbline.ledger.publishing import Declaration, Refusal, record
from plumbline.library import slugs
from plumbline.project import Mode, Project

__all__ = ["DAY", "record_all"]

DAY = dt.date(2026, 1, 1)
"""The day on which a corpus is recorded, checked and built."""


def record_all(root: Path) -> int:
    """Record all briefings of a project in its ledger; return how many there are.

    They are not checked one by one as `plumbline publish` would, so that this takes no longer than
    a check.

    Raises:
        RuntimeError: one of them cannot be recorded.
    """
    project = Project(root, Mode.CHECK, day=DAY)
    listed = slugs(project)
    for slug in listed:
        done = record(project, slug, Declaration())
        if isinstance(done, Refusal):
            raise RuntimeError(f"{slug}: {done.message}")
        for path, text in done.written:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    return len(listed)
