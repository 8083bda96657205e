"""How far long work has come, on a terminal only; where there is none, nothing is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["progress_bar", "show_progress", "show_work"]


def progress_bar() -> Progress:
    """Return a bar that counts, "12/40"; it is drawn on a terminal only and leaves nothing."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


@contextmanager
def show_progress(what: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show a bar that counts to a total; give what says how many more are done."""
    with progress_bar() as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.advance(task, count)


@contextmanager
def show_work(what: str) -> Iterator[None]:
    """Show that work goes on which does not say how far it has come, with the seconds it has taken.

    Args:
        what: what is being done, such as "Search index of 40 pages".
    """
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        progress.add_task(what, total=None)
        yield
