"""Queries computed in several processes, whose values come back into one graph.

Most of what a build computes belongs to one briefing and needs nothing of the others. Processes are
forked, so each begins with all that is known, computes for its share of the briefings, and sends
back what it has found out. Whatever a process fails to do is done, and reported, by the first one.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import IO, TypeVar

from plumbline.graph import Graph

__all__ = ["count_processes", "in_shares"]

_Item = TypeVar("_Item")

_WORTHWHILE = 40
"""Items from which on a second process saves more than it costs."""
_MOST = 4


def count_processes(items: int) -> int:
    """Return how many processes to use for so many items; 1 where they cannot be forked.

    macOS can fork, but its own libraries do not bear it. Beside another thread none is forked:
    whatever lock that thread holds would be held in the new process for ever.
    """
    if items < _WORTHWHILE or sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), _MOST))


def in_shares(
    graph: Graph,
    items: Sequence[_Item],
    work: Callable[[_Item], object],
    *,
    keep: bool,
    shown: AbstractContextManager[Callable[[int], object]] | None = None,
) -> None:
    """Do some work for each of many items, in as many processes as there are processors.

    Args:
        graph: whose queries the work asks.
        items: for what it is done; neighbours go to different processes.
        work: what is done, by asking queries or by writing files. It must be safe to repeat.
        keep: whether all values of queries come back into the graph, or only those that outlive the
            process; what they depend on always does.
        shown: what shows how far the work has come; entered when the processes have begun, it gives
            a function that takes how many items more are done.

    Raises:
        Exception: the work failed in this process, after it may have failed in another.
    """
    count = count_processes(len(items))
    shares = [items[index::count] for index in range(count)]
    children = [_fork(graph, share, work, keep=keep) for share in shares[1:]]
    try:
        with shown or nullcontext(_show_nothing) as advance:
            for item in shares[0]:
                work(item)
                advance(count)
    finally:
        found = [_collect(*child) for child in children]
    for share, answer in zip(shares[1:], found, strict=True):
        if answer is None:  # it failed: here it fails again, and says why
            for item in share:
                work(item)
        else:
            graph.take_in(answer)


def _show_nothing(_: int) -> None:
    pass


def _fork(
    graph: Graph, share: Sequence[_Item], work: Callable[[_Item], object], *, keep: bool
) -> tuple[int, IO[bytes]]:
    """Begin a process; return its id and the stream of what it will say."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(writer)
        return child, os.fdopen(reader, "rb")
    status = 1
    with suppress(BaseException):
        os.close(reader)
        known = graph.known()
        for item in share:
            work(item)
        with os.fdopen(writer, "wb") as stream:
            found = graph.take_out(known, values=keep)
            pickle.dump(found, stream, pickle.HIGHEST_PROTOCOL)
        status = 0
    os._exit(status)  # without the parent's exit handlers


def _collect(child: int, stream: IO[bytes]) -> list[object] | None:
    """Return what a process has found out, or None if it failed."""
    answer: list[object] | None = None
    with stream, suppress(EOFError, pickle.UnpicklingError):
        answer = pickle.load(stream)  # noqa: S301  (written by our own process a moment ago)
    _, status = os.waitpid(child, 0)
    return answer if status == 0 else None
