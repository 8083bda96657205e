"""`plumbline check --watch`: what is printed after each save."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support import DAY, Site, epoch, run_plumbline, wait_until

Said = Callable[[], str]
WRONG = "briefings/right/index.md:13:13: error[CI001]"
CLEAN = "No problems found."


@contextmanager
def watching(site: Site, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], Said]]:
    log = site.root / "watch.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("plumbline"), "check", "--watch", *options],
            cwd=site.root,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"SOURCE_DATE_EPOCH": epoch(DAY), "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"},
        )
    try:
        yield process, lambda: log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").briefing("right").briefing("other")


def test_each_save_is_checked(site: Site) -> None:
    with watching(site) as (process, said):
        wait_until(lambda: said().count(CLEAN) == 1, "the first check is printed")
        site.briefing("right", body="Calls rose [@port-2025].\n")
        wait_until(lambda: WRONG in said(), f"the fault is printed\n{said()}")
        kept = (site.root / "briefings/authors.yml").read_bytes()
        site.file("briefings/authors.yml", "broken: [\n")
        wait_until(lambda: "briefings/authors.yml:" in said(), "so is one in a shared file")
        site.file("briefings/authors.yml", kept).remove("briefings/right")
        wait_until(lambda: said().count(CLEAN) == 2, f"all is well again\n{said()}")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert "Traceback" not in said()


def test_watching_begins_with_what_is_kept_and_keeps_what_it_finds(site: Site) -> None:
    kept = site.root / ".cache" / "plumbline" / "check.sqlite"
    with watching(site) as (process, _):
        wait_until(kept.is_file, "what the first check finds out is kept")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    before = kept.read_bytes()
    site.briefing("right", body="Calls rose [@port-2025].\n")
    with watching(site) as (_, said):
        wait_until(lambda: WRONG in said(), "what was changed meanwhile is noticed")
        wait_until(lambda: kept.read_bytes() != before, "and kept")
        site.briefing("right")
        wait_until(lambda: CLEAN in said(), "all is well again")


def test_a_folder_that_comes_or_goes_is_noticed(site: Site) -> None:
    folder, away = site.root / "briefings", site.root / "elsewhere"
    with watching(site) as (_, said):
        wait_until(lambda: said().count(CLEAN) == 1, "the first check is printed")
        (folder / "empty").mkdir()
        wait_until(lambda: "FI004" in said(), f"an empty folder is one without a text\n{said()}")
        (folder / "empty").rmdir()
        wait_until(lambda: said().count(CLEAN) == 2, "and goes")
        (folder / "right").rename(away)
        away.rename(folder / "right")
        folder.rename(away)
        wait_until(lambda: said().count("error[") > 0, f"all briefings have gone\n{said()}")
        away.rename(folder)
        wait_until(lambda: said().count(CLEAN) == 3, f"and are back\n{said()}")
        site.briefing("right", body="Calls rose [@port-2025].\n")
        wait_until(lambda: WRONG in said(), f"a later save is heard of\n{said()}")


def test_nothing_is_printed_when_nothing_changed(site: Site) -> None:
    with watching(site) as (_, said):
        wait_until(lambda: said().count(CLEAN) == 1, "the first check is printed")
        site.file("briefings/right/.index.md.swp", "an editor's own file")
        site.file("notes.txt", "a file that no check reads")
        assert (site.root / "briefings/other/index.md").read_text(encoding="utf-8")
        site.briefing("right", body="Calls rose [@port-2025].\n")
        wait_until(lambda: "Found 1 error" in said(), "the fault is printed")
        assert said().count(CLEAN) == 1


def test_only_what_was_asked_for_is_reported(site: Site) -> None:
    with watching(site, "briefings/other") as (_, said):
        wait_until(lambda: said().count(CLEAN) == 1, "the first check is printed")
        site.briefing("right", body="Calls rose [@port-2025].\n")
        wait_until(lambda: said().count(CLEAN) == 2, "the save was noticed")
        assert "CI001" not in said()


@pytest.mark.parametrize("options", [["--fix"], ["--format", "json"], ["--format", "github"]])
def test_watching_goes_with_nothing_that_has_an_end(site: Site, options: list[str]) -> None:
    run = run_plumbline(site.root, "check", "--watch", *options)
    assert (run.code, run.output) == (2, "")
    assert "--watch" in run.errors
