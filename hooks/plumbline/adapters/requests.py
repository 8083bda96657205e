"""Who waits for a page of the preview, so that work in the background lets them go first."""

from __future__ import annotations

import threading

__all__ = ["GivenUpError", "Requests"]


class GivenUpError(Exception):
    """Work in the background was given up, as somebody waits for the graph."""


class Requests:
    """Counts who waits for a page, so that work in the background can let them go first.

    Whoever does, or takes in what has changed for them, is counted while the body of a `with` is
    executed.
    """

    def __init__(self) -> None:
        self._waiting = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._waiting -= 1
            self._changed.notify_all()

    def wait_for_one(self, seconds: float) -> None:
        """Wait until somebody asks for a page, but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting > 0, seconds)

    def let_go_first(self) -> None:
        """Give up what is being done if somebody waits.

        Raises:
            GivenUpError: somebody does.
        """
        if self._waiting:
            raise GivenUpError

    def wait_for_none(self) -> None:
        """Wait until nobody waits for a page."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting == 0)
