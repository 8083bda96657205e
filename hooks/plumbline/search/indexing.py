"""The index that readers search, made by Pagefind from the finished pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pagefind_bin import get_executable

from plumbline.search.canonical import canonicalise

__all__ = ["FOLDER", "IndexBuild", "IndexingError", "build_index"]

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

_UNUSED = ("*-ui.js", "*-ui.css", "pagefind-highlight.js")
"""Pagefind's own dialogs; the site has one of its own."""

_CHUNK = "10000"
"""Places of words that a chunk of the index holds, half of what Pagefind takes by itself: a search
fetches one for each word, and all searches fetch the list of chunks."""

_POLL = 0.05


class IndexingError(RuntimeError):
    """Pagefind did not make an index; the message says why."""


class IndexBuild:
    """Pagefind at work on a site's pages, as a program of its own beside this one.

    The same pages give the same bytes. Whoever begins must `finish` or `give_up`.

    Args:
        site: the folder with the finished pages.
        target: where the index goes; the folder is replaced.
        background: give way to whatever else the machine does.

    Raises:
        OSError: it could not be started.
    """

    def __init__(self, site: Path, target: Path, *, background: bool = False) -> None:
        shutil.rmtree(target, ignore_errors=True)
        command = [str(get_executable()), "--site", str(site)]
        command += ["--output-path", str(target), "--quiet"]
        for selector in EXCLUDED:
            command += ["--exclude-selectors", selector]
        nice = shutil.which("nice") if background else None
        if nice:
            command = [nice, "-n", "15", *command]
        self._target = target
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (closed when the program has ended)
        # The program of the package pagefind, on a folder that this program has written.
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": _CHUNK},
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
        """
        while self._process.poll() is None:
            if stop():
                self.give_up()
                return False
            time.sleep(_POLL)
        with self._log as log:
            if self._process.returncode != 0:
                log.seek(0)
                said = log.read().decode("utf-8", "replace").split("\n")
                lines = [line.strip() for line in said if line.strip()]
                raise IndexingError(lines[-1] if lines else f"status {self._process.returncode}")
        for pattern in _UNUSED:
            for path in self._target.glob(pattern):
                path.unlink()
        canonicalise(self._target)
        return True

    def give_up(self) -> None:
        """End the program; what it has written stays."""
        self._process.kill()
        self._process.wait()
        self._log.close()


def build_index(
    site: Path, target: Path, *, background: bool = False, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Make the index of a site's pages and wait for it: see `IndexBuild`, also for errors."""
    return IndexBuild(site, target, background=background).finish(stop)
