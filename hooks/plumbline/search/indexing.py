"""The index that readers search, made by Pagefind from the finished pages."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pagefind_bin import get_executable

from plumbline.search.canonical import join_parts
from plumbline.search.packing import IndexFormatError
from plumbline.search.pages import SearchPage, find_pages, share_out

__all__ = ["FOLDER", "IndexBuild", "IndexingError", "build_index", "main"]

FOLDER = "pagefind"
"""The index's folder within the site."""

EXCLUDED = (
    ".headerlink",
    ".pl-cite",
    ".pl-figure > :not(figcaption)",
    ".pl-figure__number",
    ".pl-body .pl-table",
    ".pl-claims",
    ".pl-facts dt",
    "thead",
    ".pl-references",
)
"""What stands within the text and is no text: marks, drawings, tables of data, the evidence of each
number, the names of particulars and columns, references."""

_SHARE = 32 * 2**20
"""Bytes of pages that Pagefind reads at a time; it takes nine times as much memory."""

_WORK = ".work"
"""A folder in that of the index, for what is there while it is made."""

_PROGRAM = """
import gc, sys
gc.disable()  # there are millions of small things, and nothing to be found among them
sys.path[:] = sys.argv[3:]
from plumbline.search.indexing import main
sys.exit(main(*sys.argv[1:3]))
"""
_NICE = 15
_POLL = 0.05


class IndexingError(RuntimeError):
    """Pagefind did not make an index; the message says why."""


class IndexBuild:
    """Pagefind at work on a site's pages, in a process of its own beside this one.

    The same pages give the same bytes. Whoever begins must `finish` or `give_up`.

    Args:
        site: the folder with the finished pages.
        target: where the index goes; the folder is replaced.
        background: give way to whatever else the machine does.

    Raises:
        OSError: it could not be started.
    """

    def __init__(self, site: Path, target: Path, *, background: bool = False) -> None:
        command = [sys.executable, "-S", "-c", _PROGRAM, str(site), str(target), *sys.path]
        nice = shutil.which("nice") if background else None
        if nice:
            command = [nice, "-n", str(_NICE), *command]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed when the program has ended)
        self._process = subprocess.Popen(  # noqa: S603  (our own program)
            command, stdout=self._said, stderr=subprocess.STDOUT, start_new_session=True
        )

    def finish(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Wait until there is an index.

        Args:
            stop: asked now and then; once it returns True the work is given up.

        Returns:
            Whether there is an index: False after it was given up.

        Raises:
            IndexingError: Pagefind failed.
            IndexFormatError: Pagefind wrote what is not known here.
            OSError: the index could not be written.
        """
        while self._process.poll() is None:
            if stop():
                self.give_up()
                return False
            time.sleep(_POLL)
        with self._said as said:
            said.seek(0)
            if self._process.returncode != 0:
                raise _read_failure(said.read().decode("utf-8", "replace"))
        return True

    def give_up(self) -> None:
        """End the program, and Pagefind with it; what they have written stays."""
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        self._said.close()


def build_index(
    site: Path, target: Path, *, background: bool = False, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Make the index of a site's pages and wait for it: see `IndexBuild`, also for errors."""
    return IndexBuild(site, target, background=background).finish(stop)


def main(site: str, target: str) -> int:
    """Make the index of a site's pages: what the process of an `IndexBuild` does.

    Args:
        site: the folder with the finished pages.
        target: where the index goes; the folder is replaced.

    Returns:
        0, or 1 where there is no index: then the last line that is printed says why.
    """
    try:
        _make_index(Path(site), Path(target))
    except (OSError, IndexingError, IndexFormatError) as error:
        sys.stdout.write(f"{json.dumps(_describe_failure(error))}\n")
        return 1
    return 0


def _make_index(site: Path, target: Path) -> None:
    parent = os.getppid()
    shutil.rmtree(target, ignore_errors=True)
    work = target / _WORK
    pages = find_pages(site, FOLDER)
    parts = []
    for number, share in enumerate(share_out(pages, _SHARE)):
        if os.getppid() != parent:  # nobody waits for it, and the folder may be another build's
            return
        parts.append(work / f"index-{number}")
        _run_pagefind(_gather(share, site, work / f"pages-{number}"), parts[-1])
    join_parts(parts, target, pages)
    shutil.rmtree(work)


def _gather(pages: Sequence[SearchPage], site: Path, folder: Path) -> Path:
    """Return a folder with some pages of a site: Pagefind reads all that are in one."""
    folder.mkdir(parents=True)
    for place in sorted({page.path.rpartition("/")[0] for page in pages}):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for page in pages:
        try:
            os.link(site / page.path, folder / page.path)
        except OSError:  # on a file system without a second name for a file
            shutil.copyfile(site / page.path, folder / page.path)
    return folder


def _run_pagefind(pages: Path, target: Path) -> None:
    command = [str(get_executable()), "--site", str(pages), "--output-path", str(target)]
    for selector in EXCLUDED:
        command += ["--exclude-selectors", selector]
    # The program of the package pagefind, on a folder that this program has written.
    done = subprocess.run(  # noqa: S603
        [*command, "--quiet"], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".split("\n")]
        raise IndexingError(next(filter(None, reversed(lines)), f"status {done.returncode}"))


def _describe_failure(error: Exception) -> dict[str, object]:
    """Return what `_read_failure` reads."""
    if isinstance(error, OSError):
        name = error.filename and os.fsdecode(error.filename)
        return {"kind": "OSError", "arguments": [error.errno, error.strerror, name]}
    return {"kind": type(error).__name__, "arguments": [str(error)]}


def _read_failure(said: str) -> Exception:
    """Return the error that a process has described in its last line."""
    lines = [line.strip() for line in said.split("\n") if line.strip()] or ["it does not say why"]
    kinds = {kind.__name__: kind for kind in (OSError, IndexingError, IndexFormatError)}
    try:
        found = json.loads(lines[-1])
        return kinds[found["kind"]](*found["arguments"])
    except (ValueError, KeyError, TypeError):
        return IndexingError(lines[-1])
