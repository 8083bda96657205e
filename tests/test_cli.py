"""The command line: what it prints and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plumbline import __version__
from plumbline.project import Mode, Project
from plumbline.project_cache import open_cache
from plumbline.rules.registry import rules
from plumbline.rules.runner import all_diagnostics
from support import ROOT, Site, run_plumbline

WRONG = "Calls rose [@port-2025].\n"
SCHEMA = json.loads((ROOT / "schemas" / "diagnostics.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A project with an error in one briefing, a warning in another, and a third that is right."""
    site = Site(tmp_path_factory.mktemp("faulty") / "site")
    site.briefing("wrong", body=WRONG).briefing("meagre", summary=None).briefing("right")
    return site


def test_check_of_one_file_keeps_what_it_finds_beside_what_a_build_has_kept(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("wrong", body=WRONG).briefing("right")
    built = Project(site.root, Mode.BUILD)
    cache = open_cache(built)
    all_diagnostics(built)
    assert cache.save(built)
    before = {path.name: path.read_bytes() for path in built.cache_folder.glob("*.sqlite")}
    assert before.keys() == {"build.sqlite"}
    first = run_plumbline(site.root, "check", "briefings/wrong")
    kept = (built.cache_folder / "check.sqlite").read_bytes()
    assert kept != before["build.sqlite"]
    assert (built.cache_folder / "build.sqlite").read_bytes() == before["build.sqlite"]
    assert run_plumbline(site.root, "check", "briefings/wrong") == first
    assert (built.cache_folder / "check.sqlite").read_bytes() == kept


@pytest.mark.parametrize(
    ("changed", "paths", "linked"),
    [
        ("right", ["briefings/right"], False),
        ("right", ["briefings/right/index.md", "briefings/other"], False),
        ("right", ["briefings/sources", "briefings/right"], False),
        ("right", ["briefings/other/../right"], False),
        ("right", ["briefings/right"], True),
        ("other", ["briefings/right"], False),
    ],
)
def test_check_of_some_files_says_with_a_cache_what_it_says_without(
    tmp_path: Path, changed: str, paths: list[str], linked: bool
) -> None:
    site = Site(tmp_path / "site").briefing("right").briefing("other")
    if linked:
        (site.root / "briefings" / "twin").symlink_to("right")
    site.check()
    site.briefing(changed, body=WRONG)
    kept = site.check(*paths)
    shutil.rmtree(Project(site.root, Mode.CHECK).cache_folder)
    assert kept == site.check(*paths)
    assert ("briefings/right/index.md:13:13: error[CI001]" in kept.output) is (changed == "right")
    assert ("briefings/twin/index.md:13:13: error[CI001]" in kept.output) is linked


def test_check_names_every_problem_and_fails(faulty: Site) -> None:
    run = faulty.check()
    assert run.code == 1
    assert run.errors == ""
    assert re.search(r"^briefings/meagre/index.md:\d+:\d+: warning\[FM002\]", run.output)
    assert "briefings/wrong/index.md:13:13: error[CI001]" in run.output
    assert "13 | Calls rose [@port-2025]." in run.output
    assert "briefings/right" not in run.output
    assert run.output.rstrip().endswith("Found 1 error and 1 warning.")


def test_check_passes_what_has_only_warnings(tmp_path: Path) -> None:
    run = Site(tmp_path / "site").briefing("meagre", summary=None).check()
    assert run.code == 0
    assert run.output.rstrip().endswith("Found 1 warning.")


def test_check_is_content_with_a_right_project(tmp_path: Path) -> None:
    run = Site(tmp_path / "site").briefing("right").check()
    assert (run.code, run.output.strip(), run.errors) == (0, "No problems found.", "")


@pytest.mark.parametrize(
    ("paths", "code", "named"),
    [
        (["briefings/wrong"], 1, {"wrong"}),
        (["briefings/wrong/index.md"], 1, {"wrong"}),
        (["briefings/meagre"], 0, {"meagre"}),
        (["briefings/right"], 0, set()),
        (["briefings/right", "briefings/meagre/index.md"], 0, {"meagre"}),
        (["briefings"], 1, {"wrong", "meagre"}),
        (["."], 1, {"wrong", "meagre"}),
    ],
)
def test_paths_narrow_what_is_reported(
    faulty: Site, paths: list[str], code: int, named: set[str]
) -> None:
    run = faulty.check(*paths)
    assert run.code == code
    assert set(re.findall(r"^briefings/([a-z]+)/", run.output, re.MULTILINE)) == named


def test_check_finds_the_project_from_a_folder_below(faulty: Site) -> None:
    folder = faulty.root / "briefings" / "wrong"
    assert run_plumbline(folder, "check").output == faulty.check().output
    narrowed = run_plumbline(folder, "check", ".")
    assert "briefings/wrong/index.md:13:13" in narrowed.output
    assert "meagre" not in narrowed.output


def test_check_finds_the_project_of_a_path_given_from_elsewhere(
    faulty: Site, tmp_path: Path
) -> None:
    run = run_plumbline(tmp_path, "check", str(faulty.root / "briefings" / "wrong"))
    assert run.code == 1
    assert "briefings/wrong/index.md:13:13" in run.output


def test_json_is_what_the_schema_describes(faulty: Site) -> None:
    run = faulty.check("--format", "json")
    assert run.code == 1
    found = json.loads(run.output)
    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(found)] == []
    wrong = next(d for d in found if d["code"] == "CI001")
    assert wrong == {
        "code": "CI001",
        "rule": "unknown-citation",
        "severity": "error",
        "message": "no source has the citekey 'port-2025'",
        "suggestion": "Did you mean 'port-2024'?",
        "replacement": wrong["replacement"],
        "path": "briefings/wrong/index.md",
        "line": 13,
        "column": 13,
        "end_line": 13,
        "end_column": 23,
    }


def test_json_of_a_right_project_is_an_empty_array(tmp_path: Path) -> None:
    run = Site(tmp_path / "site").briefing("right").check("--format", "json")
    assert (run.code, json.loads(run.output)) == (0, [])


def test_github_annotations_are_one_escaped_line_each(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing(
        "wrong", type="100%, that: is\nnot a type", body="Calls rose.\n"
    )
    run = site.check("--format", "github")
    assert run.code == 1
    (line,) = run.output.splitlines()
    place = "::error file=briefings/wrong/index.md,line=9,endLine=11,col=7,"
    assert line.startswith(f"{place}title=YA007 invalid-value::")
    assert "found '100%25, that: is" in line


def test_github_format_prints_nothing_when_nothing_is_wrong(tmp_path: Path) -> None:
    run = Site(tmp_path / "site").briefing("right").check("--format", "github")
    assert (run.code, run.log) == (0, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["check"], "no mkdocs.yml"),
        (["check", "nowhere"], "nowhere"),
        (["new", "A title"], "no mkdocs.yml"),
        (["explain", "CI999"], "CI999"),
    ],
)
def test_what_cannot_run_says_so_in_one_line(
    tmp_path: Path, options: list[str], words: str
) -> None:
    run = run_plumbline(tmp_path, *options)
    assert (run.code, run.output) == (2, "")
    (line,) = run.errors.splitlines()
    assert line.startswith("plumbline: ")
    assert words in line


def test_path_that_does_not_exist_is_refused(faulty: Site) -> None:
    run = faulty.check("briefings/nowhere")
    assert (run.code, run.output) == (2, "")
    assert run.errors == "plumbline: there is no such file or folder: briefings/nowhere\n"


@pytest.mark.parametrize("options", [["check", "--format", "xml"], ["nonsense"]])
def test_misuse_ends_with_two(faulty: Site, options: list[str]) -> None:
    run = run_plumbline(faulty.root, *options)
    assert run.code == 2
    assert "Usage: " in run.errors


@pytest.mark.parametrize("name", ["CI001", "ci001", "unknown-citation"])
def test_explain_knows_code_and_name(tmp_path: Path, name: str) -> None:
    run = run_plumbline(tmp_path, "explain", name)
    assert run.code == 0
    assert run.output.startswith("# unknown-citation (CI001, error)\n")
    headings = re.findall(r"^## (.+)$", run.output, re.MULTILINE)
    assert headings == ["What it does", "Why it matters", "Example", "Use instead"]


def test_explain_names_the_rules_there_are(tmp_path: Path) -> None:
    errors = run_plumbline(tmp_path, "explain", "nothing").errors
    assert set(re.findall(r"[A-Z]{2}\d{3}", errors)) == set(rules())


def test_program_is_installed(faulty: Site) -> None:
    program = Path(sys.executable).with_name("plumbline")
    run = subprocess.run(
        [program, "check"], cwd=faulty.root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "briefings/wrong/index.md:13:13: error[CI001]" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "status"), [(["check"], 1), (["check", "gone"], 2), (["--version"], 0)]
)
def test_program_ends_like_the_command_and_loses_no_line(
    faulty: Site, arguments: list[str], status: int
) -> None:
    program = Path(sys.executable).with_name("plumbline")
    done = subprocess.run(
        [program, *arguments], cwd=faulty.root, capture_output=True, text=True, check=False
    )
    run = run_plumbline(faulty.root, *arguments)
    assert done.returncode == run.code == status
    assert (done.stdout, done.stderr) == (run.output, run.errors)


def test_program_whose_output_nobody_reads_any_more_ends_quietly(faulty: Site) -> None:
    program = Path(sys.executable).with_name("plumbline")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [program, "check"], cwd=faulty.root, stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""
    assert done.returncode == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_program_without_an_output_ends_like_any_other(tmp_path: Path, closed: str) -> None:
    program = Path(sys.executable).with_name("plumbline")
    command = ["sh", "-c", f'"$0" explain CI001 {closed}', str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_version_and_help(tmp_path: Path) -> None:
    assert run_plumbline(tmp_path, "--version").output == f"plumbline, version {__version__}\n"
    text = run_plumbline(tmp_path, "--help").output
    assert {"check", "explain", "new"} <= set(re.findall(r"^  (\w+) ", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Forty-six to one", "forty-six-to-one"),
        ("Straße & Öl: “what now?”", "strasse-ol-what-now"),
        ("  Ærø, Łódź  ", "aero-lodz"),
        ('A "quoted" title: with # and [brackets]', "a-quoted-title-with-and-brackets"),
    ],
)
def test_new_makes_a_draft_that_passes(tmp_path: Path, title: str, slug: str) -> None:
    site = Site(tmp_path / "site").briefing("right")
    run = run_plumbline(site.root, "new", title)
    assert (run.code, run.output) == (0, f"briefings/{slug}/index.md\n")
    assert title.strip().replace('"', '\\"') in (site.root / run.output.strip()).read_text("utf-8")
    assert site.check().code == 0
    again = run_plumbline(site.root, "new", title)
    assert (again.code, again.output) == (2, "")


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("  ", "the title is empty"),
        ("a" * 300, "the title has 300 characters; 200 are the most"),
        ("bad \udcff byte", "the title holds characters that cannot be printed"),
        ("two\nlines", "the title holds characters that cannot be printed"),
        ("中国的石油", "the title has no letters a-z for an address: give one with --slug"),
    ],
)
def test_new_refuses_a_title_that_would_not_pass(tmp_path: Path, title: str, says: str) -> None:
    site = Site(tmp_path / "site")
    before = sorted(site.root.rglob("*"))
    run = run_plumbline(site.root, "new", title)
    assert (run.code, says in run.errors) == (2, True), run.errors
    assert sorted(site.root.rglob("*")) == before


def test_new_refuses_a_slug_that_is_no_address(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    before = sorted(site.root.rglob("*"))
    for slug in ("../outside", "With Spaces", "a/b", "sources"):
        assert run_plumbline(site.root, "new", "Title", "--slug", slug).code == 2, slug
    assert sorted(site.root.rglob("*")) == before
