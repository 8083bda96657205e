"""A page of hard sentences that are right, and its twin in which each is wrong."""

from __future__ import annotations

from pathlib import Path

from conftest import DAY
from plumbline.diagnostics.reporters import format_terminal
from plumbline.library import briefing
from plumbline.project import Mode, Project
from plumbline.rules.runner import briefing_diagnostics, shared_diagnostics

HARD = Path(__file__).parent / "sites" / "hard"


def test_right_sentences_raise_nothing() -> None:
    project = Project(HARD, Mode.CHECK, DAY)
    found = (*shared_diagnostics(project), *briefing_diagnostics(project, "right"))
    assert found == (), format_terminal(found)


def test_every_wrong_sentence_is_reported_at_its_line() -> None:
    project = Project(HARD, Mode.CHECK, DAY)
    document = briefing(project, "wrong")
    reported = {d.location.line for d in briefing_diagnostics(project, "wrong")}
    missed = [
        sentence
        for line, sentence in enumerate(document.body.split("\n"), start=document.body_line)
        if sentence and line not in reported
    ]
    assert missed == []


def test_the_twins_have_the_same_sentences() -> None:
    project = Project(HARD, Mode.CHECK, DAY)
    right, wrong = (briefing(project, slug).body.split("\n\n") for slug in ("right", "wrong"))
    assert len(right) == len(wrong) >= 40
