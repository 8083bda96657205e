"""The worker process as its parent sees it: start it, exchange messages, end it in time."""

from __future__ import annotations

import importlib.util
import json
import os
import select
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import Any

from plumbline.data.sql_errors import SqlUnavailableError
from plumbline.data.sql_protocol import encode_message

__all__ = ["WorkerDiedError", "WorkerProcess", "WorkerTimeoutError"]

_START_SECONDS = 60.0
_LARGEST_REPLY = 1 << 29  # bytes
_START = (
    "import sys; sys.path[:0] = sys.argv[5:]; "
    "from plumbline.data.sql_worker import main; main(sys.argv[1:5])"
)
# Where a Python that was built elsewhere finds its libraries; nothing else is passed on.
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


class WorkerDiedError(Exception):
    """The worker ended.

    Attributes:
        code: its exit status, or minus the number of the signal that ended it.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"the worker ended with {code}")
        self.code = code


class WorkerTimeoutError(Exception):
    """The worker did not answer in time and was killed."""


class WorkerProcess:
    """A running worker.

    Args:
        memory_mb: memory its database may use.
        seconds: time a query may take within it.
        max_rows: rows of a result.

    Raises:
        SqlUnavailableError: it did not start.
    """

    def __init__(self, memory_mb: int, seconds: float, max_rows: int) -> None:
        duckdb = importlib.util.find_spec("duckdb")
        if duckdb is None or duckdb.origin is None:
            raise SqlUnavailableError(
                "the database did not start: the package duckdb is not installed"
            )
        # The two folders it needs, instead of `site` and all that the environment adds: half the
        # time to start, and no PYTHON… variable, .pth file or current folder is heeded.
        folders = [str(Path(__file__).parents[2]), str(Path(duckdb.origin).parents[1])]
        numbers = [str(os.getpid()), str(memory_mb), str(seconds), str(max_rows)]
        kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        self.owner = os.getpid()
        try:
            self._process = subprocess.Popen(  # noqa: S603  (our own Python and code)
                [sys.executable, "-I", "-S", "-c", _START, *numbers, *folders],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                cwd="/",
                # glibc would reserve 64 MB of addresses a thread, which count against the limit.
                env={"LC_ALL": "C.UTF-8", "TZ": "UTC", "MALLOC_ARENA_MAX": "1", **kept},
                start_new_session=True,  # Ctrl-C in the terminal is the parent's to handle
            )
        except OSError as error:
            raise SqlUnavailableError(f"the database did not start: {error.strerror}") from None
        assert self._process.stdin is not None  # noqa: S101  (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        self._input = self._process.stdin.fileno()
        self._output = self._process.stdout.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)
        self._received = bytearray()  # and not read yet
        self._finalizer = weakref.finalize(self, _kill, self._process)
        try:
            self.version = str(self.receive(_START_SECONDS)["ready"])
        except (WorkerDiedError, WorkerTimeoutError) as error:
            raise SqlUnavailableError(f"the database did not start: {error}") from None

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def stop(self) -> None:
        """End it at once."""
        self._finalizer()

    def abandon(self) -> None:
        """Forget it: it belongs to the process that this one was forked from."""
        self._finalizer.detach()
        self._process.returncode = 0  # not our child: there is nothing to wait for
        _close(self._process)

    def send(self, message: object, seconds: float) -> None:
        """Send a message.

        Raises:
            WorkerDiedError: the worker ended.
            WorkerTimeoutError: it did not take the message in time.
        """
        rest = memoryview(encode_message(message))
        deadline = time.monotonic() + seconds
        while rest:
            self._await(self._input, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._input, rest) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise self._died() from None

    def receive(self, seconds: float) -> Any:
        """Return the next reply.

        Raises:
            WorkerDiedError: the worker ended.
            WorkerTimeoutError: it did not reply in time.
        """
        deadline = time.monotonic() + seconds
        size = int.from_bytes(self._read(4, deadline), "big")
        if size > _LARGEST_REPLY:
            self.stop()
            raise WorkerTimeoutError("its reply is too large")
        return json.loads(self._read(size, deadline))

    def _read(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            self._await(self._output, select.POLLIN, deadline)
            try:
                part = os.read(self._output, 1 << 16)  # several replies may come together
            except BlockingIOError:
                continue
            if not part:
                raise self._died()
            self._received += part
        read = bytes(self._received[:size])
        del self._received[:size]
        return read

    def _await(self, stream: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(stream, event)
        while not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            if time.monotonic() >= deadline:
                self.stop()
                raise WorkerTimeoutError("it did not answer in time")

    def _died(self) -> WorkerDiedError:
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.stop()
        code = self._process.returncode
        self.stop()
        return WorkerDiedError(code)


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    _close(process)


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
