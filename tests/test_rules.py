"""Each rule: one project that passes, one that breaks it and what is then said, its documentation.

A fixture is laid over `rules/_base`, a small project without a fault.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import DAY
from plumbline.diagnostics.diagnostic import Diagnostic
from plumbline.diagnostics.reporters import format_terminal
from plumbline.library import slugs
from plumbline.links.reading import read_links
from plumbline.links.site_findings import site_diagnostics
from plumbline.project import BRIEFINGS, Mode, Project
from plumbline.rules.registry import FAMILIES, Rule, rules
from plumbline.rules.runner import all_diagnostics, briefing_diagnostics

FIXTURES = Path(__file__).parent / "rules"
ALL = list(rules().values())


def check_fixture(rule: Rule, kind: str, folder: Path) -> tuple[Diagnostic, ...]:
    shutil.copytree(FIXTURES / "_base", folder, dirs_exist_ok=True)
    shutil.copytree(FIXTURES / rule.name / kind, folder, dirs_exist_ok=True, symlinks=True)
    removed = folder / "remove.txt"  # names files of the base that the fixture does without
    if removed.exists():
        for name in removed.read_text().split():
            (folder / name).unlink()
        removed.unlink()
    generated = folder / "generate.txt"  # "path bytes": files too large to keep
    if generated.exists():
        for line in generated.read_text().splitlines():
            name, size = line.rsplit(maxsplit=1)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"x" * int(size))
        generated.unlink()
    (folder / "expected.txt").unlink(missing_ok=True)
    project = Project(folder, Mode.CHECK, DAY, site_url="https://fixture.example/")
    found = all_diagnostics(project)
    expect_in_own_folder(project)
    if (folder / "site").is_dir():  # what a build has made of the fixture, for rules that read it
        links = read_links(project.cache_folder, project.site_url, folder / "site")
        found += site_diagnostics(project, folder / "site", "site", links, found)
    return found


def expect_in_own_folder(project: Project) -> None:
    """Expect that no diagnostic of a briefing lies in the folder of another one.

    A check of one briefing shows those of that briefing, and of what all share.
    """
    for slug in slugs(project):
        places = [d.location.path.split("/") for d in briefing_diagnostics(project, slug)]
        folders = {place[1] for place in places if place[0] == BRIEFINGS}
        assert folders & set(slugs(project)) <= {slug}


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.name)
def test_right_input_raises_nothing(rule: Rule, tmp_path: Path) -> None:
    assert check_fixture(rule, "pass", tmp_path / "site") == ()


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.name)
def test_wrong_input_is_reported(rule: Rule, tmp_path: Path, update_expected: bool) -> None:
    diagnostics = check_fixture(rule, "fail", tmp_path / "site")
    assert rule.code in {d.code for d in diagnostics}
    shown = format_terminal(diagnostics) + "\n"
    expected = FIXTURES / rule.name / "fail" / "expected.txt"
    if update_expected:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.name)
def test_rule_is_documented(rule: Rule) -> None:
    headings = re.findall(r"^## (.+)$", rule.explanation, re.MULTILINE)
    assert headings == ["What it does", "Why it matters", "Example", "Use instead"]
    assert rule.summary.endswith(".")
    example, instead = re.findall(r"^```.+?^```", rule.explanation, re.MULTILINE | re.DOTALL)
    assert example != instead


def test_base_project_has_no_fault() -> None:
    assert all_diagnostics(Project(FIXTURES / "_base", Mode.CHECK, DAY)) == ()


def test_codes_belong_to_their_family() -> None:
    prefixes = {family: {r.code[:2] for r in ALL if r.family == family} for family in FAMILIES}
    assert all(len(found) == 1 for found in prefixes.values()), prefixes
    assert len(set.union(*prefixes.values())) == len(FAMILIES)


def test_every_code_a_reader_reports_has_a_rule() -> None:
    package = Path(__file__).resolve().parent.parent / "hooks" / "plumbline"
    used = {
        code
        for path in package.rglob("*.py")
        for code in re.findall(r'"([A-Z]{2}\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used == set(rules())
