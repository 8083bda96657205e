"""Changes of files as the system reports them: for the preview and `plumbline check --watch`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from watchdog.events import (
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

__all__ = ["ChangeObserver"]

# Without those of opening and closing: a build reads the files that it watches.
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


class ChangeObserver:
    """Hears of changes: the methods of watchdog's observers, over the system's own events.

    A folder of which the system reports nothing, for want of watches, is looked at twice a second.

    Args:
        complain: told, in a sentence, of each such folder.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._native: BaseObserver = Observer()
        self._polling: BaseObserver = PollingObserver(timeout=0.5)
        self._native.start()
        self._polling.start()

    def schedule(
        self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False
    ) -> tuple[BaseObserver, ObservedWatch]:
        """Hand changes below a path to a handler; return what `unschedule` takes."""
        try:
            watch = self._native.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)
        except OSError as error:
            self._complain(f"{path} is looked at twice a second: {error.strerror or error}")
            return self._polling, self._polling.schedule(handler, path, recursive=recursive)
        return self._native, watch

    def unschedule(self, watch: tuple[BaseObserver, ObservedWatch]) -> None:
        """Hand over no more changes."""
        watch[0].unschedule(watch[1])

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
