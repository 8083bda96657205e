"""A fixed sample of errors planted in the real briefings; `make seeded` plants them all."""

from __future__ import annotations

from pathlib import Path

from seeding import Planter, sample


def test_planted_errors_are_caught_and_nothing_else_is_reported(tmp_path: Path) -> None:
    planter = Planter(tmp_path)
    assert planter.before == set(), "the untouched briefings raise something"
    planted = sample(planter.errors(), each=1)
    assert len({error.kind for error in planted}) >= 20
    assert [f"{e.kind}: {e.what}" for e in planted if not planter.caught(e)] == []
