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

__all__ = ["FOLDER", "IndexingError", "build_index"]

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


def build_index(
    site: Path, target: Path, *, background: bool = False, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Make the index of a site's pages in a folder, which is replaced.

    The same pages give the same bytes.

    Args:
        site: the folder with the finished pages.
        target: where the index goes.
        background: give way to whatever else the machine does.
        stop: asked now and then; once it returns True the work is given up.

    Returns:
        Whether there is an index: False after it was given up.

    Raises:
        IndexingError: Pagefind failed.
        IndexFormatError: Pagefind wrote what is not known here.
    """
    shutil.rmtree(target, ignore_errors=True)
    command = [str(get_executable()), "--site", str(site), "--output-path", str(target), "--quiet"]
    for selector in EXCLUDED:
        command += ["--exclude-selectors", selector]
    nice = shutil.which("nice") if background else None
    if nice:
        command = [nice, "-n", "15", *command]
    with tempfile.TemporaryFile() as log:
        # The program of the package pagefind, on a folder that this program has written.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": _CHUNK},
        )
        while process.poll() is None:
            if stop():
                process.kill()
                process.wait()
                return False
            time.sleep(_POLL)
        if process.returncode != 0:
            log.seek(0)
            said = log.read().decode("utf-8", "replace").split("\n")
            lines = [line.strip() for line in said if line.strip()]
            raise IndexingError(lines[-1] if lines else f"status {process.returncode}")
    for pattern in _UNUSED:
        for path in target.glob(pattern):
            path.unlink()
    canonicalise(target)
    return True
