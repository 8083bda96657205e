"""Work done in several processes: queries, whose values come back into one graph, and other things.

Most of what a build computes belongs to one briefing and needs nothing of the others. Processes are
forked, so each begins with all that is known, computes for its share of the briefings, and sends
back what it has found out. Whatever a process fails to do is done, and reported, by the first one.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from plumbline.garbage import collect_recent
from plumbline.graph import Graph

__all__ = ["apart", "count_processes", "in_shares"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_WORTHWHILE = 40
"""Items from which on a second process saves more than it costs."""
_MOST = 4
_TIDY = 50
"""Items after which garbage is collected."""
_DONE = b"done"
"""What stands at the end of all that a process says."""
_SPAWNED = f"""
import gc, pickle, sys
gc.disable()
sys.path[:] = sys.argv[2:]
pickle.dump(pickle.loads(bytes.fromhex(sys.argv[1]))(), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
sys.stdout.buffer.write({_DONE!r})
"""
"""What a new Python does: without `site`, which takes half of the time to begin."""


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
    elsewhere: Callable[[_Item], object] | None = None,
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
        elsewhere: what this process does for an item with which another is done: it may give up
            what it holds for it.

    Raises:
        Exception: the work failed in this process, after it may have failed in another.
    """
    count = count_processes(len(items))
    shares = [items[index::count] for index in range(count)]
    if count > 1:  # so that no process goes through what all of them have, and has it copied
        collect_recent()
    children = [_fork(partial(_tell, graph, share, work, keep=keep)) for share in shares[1:]]
    try:
        with shown or nullcontext(_show_nothing) as advance:
            _work_through(shares[0], work, lambda: advance(count))
    finally:
        done = [child is not None and _hear(*child, graph.take_in) for child in children]
    for share, succeeded in zip(shares[1:], done, strict=True):
        if not succeeded:  # here it fails again, and says why
            _work_through(share, work)
        elif elsewhere is not None:
            for item in share:
                elsewhere(item)


@contextmanager
def apart(work: Callable[[], _Result], *, items: int) -> Iterator[Callable[[], _Result]]:
    """Have some work done in a process of its own while the body of the `with` is executed.

    It is a new Python and not a fork: beside one that works, this process would have nearly all of
    its memory copied, as whatever it looks at is written to.

    Args:
        work: what is done: a function of a module, or a `partial` of one, with arguments that can
            be pickled. The module is imported there. It must be safe to repeat.
        items: how much there is to do; for few no process is begun.

    Yields:
        What waits for the result and returns it. Where there is no such process, or it fails, the
        work is done there and then, and its exceptions are raised there.
    """
    begun: list[tuple[int, IO[bytes]]] = []
    if count_processes(items) > 1:
        child = _spawn(work)
        begun += [child] if child is not None else []

    def finish() -> _Result:
        heard: list[_Result] = []
        return heard[0] if begun and _hear(*begun.pop(), heard.extend) else work()

    try:
        yield finish
    finally:
        for process, told in begun:  # nobody has asked
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            told.close()


def _work_through(
    share: Sequence[_Item],
    work: Callable[[_Item], object],
    after_each: Callable[[], object] = lambda: None,
) -> None:
    for number, item in enumerate(share, start=1):
        work(item)
        if number % _TIDY == 0:
            collect_recent()
        after_each()


def _show_nothing(_: int) -> None:
    pass


def _tell(
    graph: Graph,
    share: Sequence[_Item],
    work: Callable[[_Item], object],
    told: IO[bytes],
    *,
    keep: bool,
) -> None:
    graph.record()
    _work_through(share, work)
    for piece in graph.take_out(values=keep):
        pickle.dump(piece, told, pickle.HIGHEST_PROTOCOL)


def _fork(tell: Callable[[IO[bytes]], object]) -> tuple[int, IO[bytes]] | None:
    """Begin a process; return its id and the file in which it tells what it has found out.

    None where there is no room for the file, or for a process.
    """
    import tempfile

    sys.stdout.flush()
    sys.stderr.flush()
    try:
        # Through a pipe it would have to wait at its end until it is listened to.
        told = tempfile.TemporaryFile()  # noqa: SIM115  (whoever hears it closes it)
    except OSError:
        return None
    try:
        child = os.fork()
    except OSError:
        told.close()
        return None
    if child:
        return child, told
    status = 1
    with suppress(BaseException):
        tell(told)
        told.write(_DONE)
        told.flush()
        status = 0
    os._exit(status)  # without the parent's exit handlers


def _spawn(work: Callable[[], object]) -> tuple[int, IO[bytes]] | None:
    """Begin a new Python that does some work; return as `_fork` does."""
    import tempfile

    try:
        told = tempfile.TemporaryFile()  # noqa: SIM115  (whoever hears it closes it)
    except OSError:
        return None
    try:
        given = [pickle.dumps(work).hex(), str(Path(__file__).parents[1]), *sys.path]
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-S", "-c", _SPAWNED, *given],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, told.fileno(), 1)],
        )
    except (OSError, pickle.PicklingError, AttributeError, TypeError):
        told.close()
        return None
    return child, told


def _hear(child: int, told: IO[bytes], take: Callable[[Iterator[Any]], object]) -> bool:
    """Take what a process has found out, when it has ended; return False if it failed."""
    with told:
        _, status = os.waitpid(child, 0)
        size = told.seek(0, os.SEEK_END) - len(_DONE)
        told.seek(max(size, 0))
        if status or told.read() != _DONE:
            return False
        told.seek(0)
        take(_read_pieces(told, size))
        return True


def _read_pieces(told: IO[bytes], size: int) -> Iterator[Any]:
    while told.tell() < size:
        yield pickle.load(told)  # noqa: S301  (written by our own process a moment ago)
