"""Two builds of one commit are the same bytes, wherever and however they are run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import copy_repository
from plumbline.project import date_of_build
from support import ROOT, Built, run_mkdocs, tree_of_bytes

pytestmark = pytest.mark.slow

PLACES = {
    "a": {"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"},
    "a-much-longer-name/with a space/and-depth": {
        "TZ": "Pacific/Kiritimati",  # 14 hours ahead: another day for most of the day
        "LC_ALL": "C.UTF-8",
        "LANG": "de_DE.UTF-8",
        "PYTHONHASHSEED": "2",
    },
}
"""Folders with what else differs between the two builds; neither has a cache."""

KINDS = {
    "pages": "briefings/*/index.html",
    "the search index": "pagefind/index/*.pf_index",
    "its filters": "pagefind/filter/*.pf_filter",
    "PDFs": "briefings/*/*.pdf",
    "social cards": "briefings/*/card.png",
    "figures": "charts/*/figure.json",
    "feeds": "topics/*/feed.xml",
    "the site map": "sitemap.xml",
    "the compressed site map": "sitemap.xml.gz",
    "datasets": "data/*/*.csv",
    "style sheets": "assets/stylesheets/*.css",
}
"""What must be among the files that are compared."""


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> list[Built]:
    """The repository's own site, built in two folders without anything kept from before."""
    day = date_of_build(ROOT)
    original = tmp_path_factory.mktemp("original")
    copy_repository(original)  # once: somebody may be working on it
    built = []
    for name, environment in PLACES.items():
        project = tmp_path_factory.mktemp("place") / name
        shutil.copytree(original, project)
        env = {
            **environment,
            "PLUMBLINE_BROWSER": browser_path,
            "PLUMBLINE_REQUIRE_PICTURES": "1",
            "PYTHONPATH": str(project / "hooks"),  # the program, too, lies in the folder
        }
        run = run_mkdocs(project, "build", "--strict", day=day, env=env)
        assert run.code == 0, run.log
        built.append(Built(project / "site", run))
    return built


@pytest.mark.parametrize("kind", KINDS)
def test_builds_hold_all_kinds_of_files(builds: list[Built], kind: str) -> None:
    assert [bool(list(b.site.glob(KINDS[kind]))) for b in builds] == [True, True]


def test_builds_in_two_folders_are_the_same_bytes(builds: list[Built]) -> None:
    first, second = (tree_of_bytes(b.site) for b in builds)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_no_file_names_the_folder_it_was_built_in(builds: list[Built]) -> None:
    for built in builds:
        folder = str(built.site.parent).encode()
        offenders = [n for n, data in tree_of_bytes(built.site).items() if folder in data]
        assert offenders == []


def test_pages_hold_pictures_of_their_charts(builds: list[Built]) -> None:
    charted = [
        p
        for p in builds[0].site.glob("briefings/*/index.html")
        if "pl-chart" in p.read_text("utf-8")
    ]
    assert charted
    assert all("pl-picture" in page.read_text("utf-8") for page in charted)


def test_site_may_be_read_by_whom_any_new_folder_may(builds: list[Built], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert builds[0].site.stat().st_mode == (tmp_path / "new").stat().st_mode
