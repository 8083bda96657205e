"""The search index of a build, and of the preview, where it is made while nothing else happens."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from plumbline.adapters.failures import explain_error, failure_level
from plumbline.adapters.progress import show_work
from plumbline.adapters.swap import exchange
from plumbline.search.indexing import FOLDER, IndexBuild, IndexingError, build_index
from plumbline.search.packing import IndexFormatError

__all__ = ["PreviewIndex", "index_site"]

log = logging.getLogger("mkdocs.plumbline")

_QUIET = 1.0
"""Seconds without a change before the preview begins to make the index."""
_PATIENCE = 5.0
"""Seconds to wait at the end for Pagefind to be stopped."""


@contextmanager
def index_site(site: Path) -> Iterator[None]:
    """Make the index of a site that has been written, while the body of the `with` is executed.

    The body must leave the index's folder alone. A strict build fails without an index.

    Raises:
        OSError: there is no room for it, so that the site would not be whole.
    """
    try:
        build = IndexBuild(site, site / FOLDER)
    except OSError as error:
        _report(error)
        yield
        return
    try:
        yield
    except BaseException:
        build.give_up()
        raise
    try:
        with show_work("Search index"):
            build.finish()
    except (OSError, IndexingError, IndexFormatError) as error:
        _report(error)


def _report(error: Exception) -> None:
    if explain_error(error):
        raise error
    log.log(failure_level(log), f"The search index could not be made: {error}")


class PreviewIndex:
    """Keeps the preview's index up to date behind everything else.

    A change gives up the index that is being made; a new one is begun when all has been quiet for a
    while. The former index serves until then.

    Args:
        site: the folder that the preview serves.
        lock: held by whoever rewrites the whole folder; here only to put an index in its place.
    """

    def __init__(self, site: Path, lock: AbstractContextManager[object]) -> None:
        self._site = site
        self._lock = lock
        self._changed = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin to work, in a thread of its own, as soon as pages have been written."""
        self._thread.start()

    def end(self) -> None:
        """Give up an index that is being made, and make none from now on."""
        self._ended = True
        self._changed.set()
        self._thread.join(_PATIENCE)

    def refresh(self) -> None:
        """Say that pages have been written; returns at once."""
        self._changed.set()

    def _work(self) -> None:
        while True:
            self._changed.wait()
            self._changed.clear()
            if self._ended:
                return
            if self._changed.wait(_QUIET):  # not quiet yet
                continue
            try:
                self._make()
            except (OSError, IndexingError, IndexFormatError):
                # A full build may have cleared the folder under way; it says so when it is done.
                log.debug("The search index could not be made", exc_info=True)

    def _make(self) -> None:
        target = self._site / FOLDER
        fresh = self._site / f".{FOLDER}.new"
        if not build_index(self._site, fresh, background=True, stop=self._changed.is_set):
            return
        with self._lock:
            if target.exists():
                exchange(fresh, target)
            else:
                fresh.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
