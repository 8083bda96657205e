"""`plumbline check --watch`: the diagnostics again after each save."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path, PurePath

from watchdog.events import FileSystemEvent, FileSystemEventHandler

from plumbline.project import BRIEFINGS, CONFIG, Project
from plumbline.watching import ChangeObserver

__all__ = ["watch_project"]

_SETTLED = 0.05
"""Seconds without a change after which a save counts as finished."""


def watch_project(
    project: Project, report: Callable[[Project], None], complain: Callable[[str], None]
) -> None:
    """Report at once, and again whenever a file of the project has changed.

    Args:
        project: the project.
        report: shows what the checks find.
        complain: told of a folder that has to be looked at, for want of the system's own events.

    Raises:
        KeyboardInterrupt: at Ctrl-C, which alone ends it.
    """
    handler = _Handler(project.root)
    observer = ChangeObserver(complain)
    try:
        observer.schedule(handler, str(project.root), recursive=False)
        watched = _watch_briefings(observer, handler, project.root)
        project.advance()  # what was changed before anybody watched
        report(project)
        while True:
            handler.wait()
            watched = watched or _watch_briefings(observer, handler, project.root)
            before = project.revision
            if project.advance() != before:
                report(project)
    finally:
        observer.stop()


def _watch_briefings(observer: ChangeObserver, handler: _Handler, root: Path) -> bool:
    folder = root / BRIEFINGS
    if not folder.is_dir():
        return False
    observer.schedule(handler, str(folder), recursive=True)
    return True


class _Handler(FileSystemEventHandler):
    """Notes changes of what a check reads: briefings/, mkdocs.yml and citation styles."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change; called in a thread of the observer's."""
        paths = (event.src_path, event.dest_path)
        if any(self._is_read(str(path)) for path in paths if path):
            self._changed.set()

    def wait(self) -> None:
        """Wait for a change, and for its end: an editor may write several files."""
        while not self._changed.wait(0.5):  # so that Ctrl-C comes through on every system
            pass
        while self._changed.is_set():
            self._changed.clear()
            self._changed.wait(_SETTLED)

    def _is_read(self, path: str) -> bool:
        parts = PurePath(path).relative_to(self._root).parts if self._holds(path) else ()
        if not parts or parts[-1].startswith((".", "~")):
            return False
        return parts[0] in (BRIEFINGS, CONFIG) or path.endswith(".csl")

    def _holds(self, path: str) -> bool:
        return PurePath(path).is_relative_to(self._root)
