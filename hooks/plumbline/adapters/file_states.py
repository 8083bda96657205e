"""The state of files, by which a preview tells whether one has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["FileStates", "files_in", "read_states"]

FileStates = dict[str, tuple[int, int]]
"""By path: when a file was changed, in nanoseconds since the epoch, and its size in bytes."""


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and those below it, but for what Python has compiled."""
    for place, folders, names in os.walk(folder):  # which lets a folder go that goes meanwhile
        folders[:] = (name for name in folders if name != "__pycache__")
        yield from (Path(place, name) for name in names)


def read_states(paths: Iterable[Path], *, until: int | None = None) -> FileStates:
    """Return the state of files.

    Args:
        paths: the files; those that are not there are left out.
        until: where one has changed after this time, in nanoseconds, no state is returned at all.
    """
    found: FileStates = {}
    for path in paths:
        with suppress(OSError):
            state = path.stat()
            found[str(path)] = (state.st_mtime_ns, state.st_size)
    late = until is not None and any(changed > until for changed, _ in found.values())
    return {} if late else found
