"""Changes of files as the system reports them: for the preview and `plumbline check --watch`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

__all__ = ["ChangeObserver", "FolderHandler"]

_FOLDERS: list[type[FileSystemEvent]] = [DirCreatedEvent, DirDeletedEvent, DirMovedEvent]
# Without those of opening and closing: a build reads the files that it watches.
_CHANGES: list[type[FileSystemEvent]] = [
    *_FOLDERS,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class FolderHandler(FileSystemEventHandler):
    """Does something when a folder has come, gone or moved.

    Args:
        act: what is done, in a thread of the observer's.
        path: the only folder that matters; empty for any.
    """

    def __init__(self, act: Callable[[], None], path: str = "") -> None:
        self._act = act
        self._path = path

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take in a change."""
        if event.is_directory and (
            not self._path or self._path in (event.src_path, event.dest_path)
        ):
            self._act()


class _Watched(FileSystemEventHandler):
    """A path that is watched, and the handlers to which its changes are handed."""

    def __init__(self, path: str, *, recursive: bool) -> None:
        self.path = path
        self.recursive = recursive
        self.handlers: list[FileSystemEventHandler] = []
        self.watch: tuple[BaseObserver, ObservedWatch] | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hand on a change."""
        for handler in list(self.handlers):
            handler.dispatch(event)


class ChangeObserver:
    """Hears of changes: the methods of watchdog's observers, over the system's own events.

    A folder of which the system reports nothing, for want of watches, is looked at twice a second.
    A folder that is removed is heard of again when there is one at its path.

    Args:
        complain: told, in a sentence, of each folder that is looked at.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._watched: dict[tuple[str, bool], _Watched] = {}
        self._native: BaseObserver = Observer()
        self._polling: BaseObserver = PollingObserver(timeout=0.5)
        self._native.start()
        self._polling.start()

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> tuple[_Watched, FileSystemEventHandler]:
        """Hand changes below a path to a handler; return what `unschedule` takes."""
        watched = self._watched.get((path, recursive))
        if watched is None:
            watched = self._watched[path, recursive] = _Watched(path, recursive=recursive)
            self._watch(watched)
            self._watch_for_return(watched)
        watched.handlers.append(handler)
        return watched, handler

    def _watch(self, watched: _Watched) -> None:
        path, recursive = watched.path, watched.recursive
        observer = self._native
        try:
            watch = observer.schedule(watched, path, recursive=recursive, event_filter=_CHANGES)
        except OSError as error:
            self._complain(f"{path} is looked at twice a second: {error.strerror or error}")
            observer = self._polling
            watch = observer.schedule(watched, path, recursive=recursive)
        watched.watch = observer, watch

    def _watch_for_return(self, watched: _Watched) -> None:
        """Have a folder watched again that goes and comes: the system's watch goes with it."""

        def watch_again() -> None:
            if watched.watch is not None:
                observer, watch = watched.watch
                watched.watch = None
                observer.unschedule(watch)
            if folder.is_dir():
                self._watch(watched)
            watched.on_any_event(DirModifiedEvent(watched.path))

        folder = Path(watched.path)
        if folder.is_dir():
            handler = FolderHandler(watch_again, watched.path)
            with suppress(OSError):
                self._native.schedule(handler, str(folder.parent), event_filter=_FOLDERS)

    def unschedule(self, watched: tuple[_Watched, FileSystemEventHandler]) -> None:
        """Hand over no more changes."""
        watched[0].handlers.remove(watched[1])

    def start(self) -> None:
        """Do nothing: it has begun."""

    def stop(self) -> None:
        """End it."""
        self._native.stop()
        self._polling.stop()

    def join(self, *arguments: Any) -> None:
        """Wait for the end of its threads."""
        self._native.join(*arguments)
        self._polling.join(*arguments)
