"""Long work on a terminal, and where there is none."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.adapters.progress import progress_bar, show_work
from support import DAY, Site, epoch


def build_on_a_terminal(site: Site) -> str:
    """Return what a build prints to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=site.root,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch(DAY), "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    pieces = []
    try:
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    except OSError:  # the other end has been closed
        pass
    os.close(ours)
    assert process.wait(60) == 0
    return b"".join(pieces).decode("utf-8", "replace")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").briefing("one").briefing("two")


def test_build_says_on_a_terminal_how_far_it_has_come(site: Site) -> None:
    printed = build_on_a_terminal(site)
    assert re.search(r"Pages .*?\d+/\d+", printed)
    assert "Search index" in printed


@pytest.mark.slow
def test_build_prints_no_progress_into_a_file(site: Site) -> None:
    printed = site.build("--quiet").run.log
    assert not re.search(r"Pages|Search index|\x1b", printed)


def test_nothing_is_printed_where_there_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as bar, show_work("Search index"):
        bar.advance(bar.add_task("Pictures of charts", total=3))
    assert capfd.readouterr() == ("", "")
