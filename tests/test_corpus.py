"""The corpus of the benchmarks: one seed gives one corpus, which passes the checks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.corpus import generate, main
from benchmarks.corpus_briefing import CITATIONS, WORDS
from benchmarks.corpus_files import write_peers, write_project
from benchmarks.corpus_ledger import DAY, record_all
from benchmarks.corpus_values import Corpus
from benchmarks.sample import CHART
from support import run_plumbline, tree_of_bytes


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return generate(6, sources=80)


def test_passes_the_checks(corpus: Corpus, tmp_path: Path) -> None:
    write_project(corpus, tmp_path)
    run = run_plumbline(tmp_path, "check")
    assert run.code == 0
    found = sorted(set(re.findall(r"\[[A-Z]{2}\d{3}\]", run.log)))
    assert set(found) <= {"[SR007]"}, run.log  # a source that nobody cites


def test_passes_the_checks_once_it_is_recorded(corpus: Corpus, tmp_path: Path) -> None:
    write_project(corpus, tmp_path)
    assert record_all(tmp_path) == len(corpus.briefings)
    ledger = sorted(path.stem for path in (tmp_path / "briefings" / "ledger").iterdir())
    assert ledger == sorted(briefing.slug for briefing in corpus.briefings)
    run = run_plumbline(tmp_path, "check", day=DAY)
    assert run.code == 0
    assert "LE0" not in run.log


def test_one_seed_gives_the_same_files(tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("again", 1), ("other", 2)):
        arguments = ["--briefings", "3", "--sources", "60", "--seed", str(seed)]
        assert main([*arguments, "--into", str(tmp_path / folder)]) == 0
    one = tree_of_bytes(tmp_path / "one")
    assert {Path(path).parts[0] for path in one} == {"plumbline", "stock", "zensical"}
    assert one == tree_of_bytes(tmp_path / "again")
    assert one.keys() != tree_of_bytes(tmp_path / "other").keys()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit):
        main(["--briefings", "1", "--into", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_briefing_has_what_the_measurements_say_it_has(corpus: Corpus) -> None:
    for briefing in corpus.briefings:
        charts = CHART.findall(briefing.body)
        prose = re.sub(r"(?m)^#.*$", "", CHART.sub("", briefing.body))
        assert len(charts) == 2
        assert len(set(re.findall(r"\]\(claim:[\w-]+\)", prose))) == 6
        assert len(re.findall(r"\[@[\w-]+\]", prose)) == CITATIONS
        assert abs(len(prose.split()) - WORDS) <= 50
    linked = [re.search(r"\(\.\./([\w-]+)/index\.md\)", b.body) for b in corpus.briefings]
    slugs = {briefing.slug for briefing in corpus.briefings}
    assert [found is not None for found in linked] == [False, True, True, True, True, True]
    assert {found[1] for found in linked if found} <= slugs


def test_other_programs_get_the_same_text(corpus: Corpus, tmp_path: Path) -> None:
    write_peers(corpus, tmp_path)
    briefing = corpus.briefings[-1]
    texts = {
        name: (tmp_path / name / "docs" / "briefings" / f"{briefing.slug}.md").read_text("utf-8")
        for name in ("stock", "zensical")
    }
    figures = [json.loads(f) for f in re.findall(r"``` plotly\n(.*?)\n```", texts["stock"])]
    assert [len(figure["data"]) for figure in figures] == [2, 2]
    assert "``` plotly" not in texts["zensical"]
    first = briefing.body.split(".")[0].split("[")[0]
    for text in texts.values():
        assert first in text
        assert "claim:" not in text
        assert "[@" not in text
        assert "```chart" not in text
        assert re.search(r"\]\([\w-]+\.md\)", text)
