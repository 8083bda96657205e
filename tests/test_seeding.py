"""A fixed sample of errors planted in the real briefings; `make seeded` plants them all."""

from __future__ import annotations

from pathlib import Path

from seeding import Planter, sample

ELSEWHERE = {"neighbour", "column", "front matter key", "chart alt", "link", "updated"}
"""Kinds that are reported where they are felt: a claim's number, the head of the front matter."""


def test_planted_errors_are_caught_at_their_line_and_nothing_else_is_reported(
    tmp_path: Path,
) -> None:
    planter = Planter(tmp_path)
    assert planter.before == set(), "the untouched briefings raise something"
    planted = sample(planter.errors(), each=1)
    assert len({error.kind for error in planted}) >= 20
    missed = []
    for error in planted:
        line = error.first_line((tmp_path / error.path).read_text(encoding="utf-8"))
        found = {(d.location.path, d.location.line) for d in planter.caught(error)}
        if not found or (error.kind not in ELSEWHERE and (error.path, line) not in found):
            missed.append(f"{error.kind}: {error.what}: line {line}, reported at {sorted(found)}")
    assert missed == []
