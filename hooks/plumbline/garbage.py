"""When garbage is collected, in processes that make much that stays."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["collect_recent", "set_aside", "without_collection"]


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Do without the garbage collector while many objects are made that stay.

    It would go through all of them again and again; what nobody holds any more goes without it,
    unless it is part of a circle.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.unfreeze()
            gc.enable()


def set_aside() -> None:
    """Collect the garbage among what was made since the last call.

    What is no garbage now is left alone from then on: so a call costs what was made in between,
    and not all there is. In a process that goes on, `gc.unfreeze` has it looked at again.
    """
    gc.collect()
    gc.freeze()


def collect_recent() -> None:
    """Do as `set_aside` does where nobody else collects garbage."""
    if not gc.isenabled():
        set_aside()
