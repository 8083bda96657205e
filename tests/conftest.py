"""Options and fixtures that all tests share."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import pytest
from filelock import FileLock

import find_browser
from hostile import write_hostile_briefings
from plumbline.project import date_of_build
from states import REVIEW, write_states
from support import Built, Run, Site, run_mkdocs

pytest_plugins = ["browsing", "machines"]

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 1, 31)
"""The day that counts as today in tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expected", action="store_true", help="write expected outputs instead of comparing"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files of long tests first, so that no worker is left with one when the others are done.

    Those that drive a browser take longest; of the rest, those with most tests.
    """
    sizes = Counter(item.path for item in items)
    driving = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in driving, -sizes[item.path], item.path))


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A temporary folder of this test run, the same for every worker."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def real_build(shared_folder: Path) -> Built:
    """The repository's own site, built strictly from a copy of it.

    Where that fails, the run says so, and the pages are those of a build that is not strict.
    """
    return build_once(shared_folder / "real", copy_repository, date_of_build(ROOT))


@pytest.fixture(scope="session")
def hostile_build(shared_folder: Path) -> Built:
    """A site in which every text that an author writes is an attack."""
    return build_once(
        shared_folder / "hostile", lambda root: write_hostile_briefings(Site(root)), DAY
    )


@pytest.fixture(scope="session")
def states_build(shared_folder: Path) -> Built:
    """A copy for review with briefings in every state; see `states.STATES`."""
    return build_once(shared_folder / "states", write_states, DAY, REVIEW)


def build_once(
    folder: Path, write: Callable[[Path], None], day: dt.date, env: Mapping[str, str] | None = None
) -> Built:
    """Write a project and build it, or wait until another worker has.

    Args:
        folder: where the project lies, and what tells that it is built.
        write: writes the project.
        day: the day that counts as today.
        env: variables of the build's environment.
    """
    project, report = folder / "project", folder.with_suffix(".json")
    with FileLock(folder.with_suffix(".lock")):
        if not report.exists():
            write(project)
            run = run_mkdocs(project, "build", "--strict", day=day, env=env)
            if run.code != 0:
                run_mkdocs(project, "build", day=day, env=env)
            report.write_text(json.dumps(asdict(run)), encoding="utf-8")
    run = Run(**json.loads(report.read_text(encoding="utf-8")))
    assert (project / "site").is_dir(), run.log
    return Built(project / "site", run)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The machine's Chromium or Chrome."""
    return find_browser.find()


def copy_repository(target: Path) -> None:
    """Copy what git tracks and would track; the tests stay behind."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and not name.startswith("tests/") and source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
