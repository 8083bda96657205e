"""A program as its user meets it: how long it runs, and what memory it and its children take."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

__all__ = ["Program", "Run", "run"]

_LOOK = 0.1
"""Seconds between two looks at memory."""
_GRACE = 10.0


@dataclass(frozen=True)
class Run:
    """One run of a program.

    Attributes:
        seconds: from its start to its end.
        processor: seconds that processors worked for it and its children.
        peak: the most memory that it and its children held at once, in MiB; shared pages count once
            where the system tells them (Linux).
    """

    seconds: float
    processor: float
    peak: float

    def as_json(self) -> dict[str, Any]:
        """Return it rounded, as JSON."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


def _environment() -> dict[str, str]:
    """Return this program's environment; Python keeps compiled modules, as it does by itself."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Program:
    """A running program, stopped with all of its children at the end of `with`.

    Args:
        command: what is run.
        folder: where.
        log: the file for what it prints.
        env: variables on top of this program's own.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, log: Path, env: Mapping[str, str]
    ) -> None:
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                list(command),
                cwd=folder,
                env={**_environment(), "PYTHONUNBUFFERED": "1", **env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._tree = psutil.Process(self._process.pid)
        self._over = threading.Event()
        self._peak = 0.0
        self._watch = threading.Thread(target=self._look_at_memory, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._watch.join()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @property
    def peak(self) -> float:
        """The most memory that was seen so far, in MiB."""
        return self._peak

    def wait(self, seconds: float) -> int:
        """Return how it ended; subprocess.TimeoutExpired is raised when it does not in time."""
        return self._process.wait(seconds)

    def check_alive(self) -> None:
        """Raise RuntimeError with what it printed when it has ended."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the program has ended:\n{self.printed()}")

    def printed(self) -> str:
        """Return the last of what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4_000:]

    def wait_for_rest(self, seconds: float, share: float = 0.1, still: float = 1.0) -> bool:
        """Wait until it has hardly worked for a while.

        Args:
            seconds: how long to wait at most.
            share: of one processor, below which it counts as at rest.
            still: for how many seconds.

        Returns:
            Whether it came to rest.
        """
        end = time.monotonic() + seconds
        before = self._worked()
        while time.monotonic() < end:
            time.sleep(still)
            now = self._worked()
            if now - before < share * still:
                return True
            before = now
        return False

    def _worked(self) -> float:
        total = 0.0
        for process in self._processes():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
        return total

    def _processes(self) -> Iterator[psutil.Process]:
        with contextlib.suppress(psutil.Error):
            yield self._tree
            yield from self._tree.children(recursive=True)

    def _look_at_memory(self) -> None:
        while not self._over.wait(_LOOK):
            held = 0
            for process in self._processes():
                with contextlib.suppress(psutil.Error):
                    memory = process.memory_full_info()
                    held += getattr(memory, "pss", memory.rss)
            self._peak = max(self._peak, held / 2**20)


def run(
    command: Sequence[str],
    folder: Path,
    log: Path,
    env: Mapping[str, str],
    seconds: float = 7_200,
    status: int = 0,
) -> Run:
    """Run a program to its end.

    Raises:
        RuntimeError: it ended with another status than it should; the message holds the last of
            what it printed.
        subprocess.TimeoutExpired: it did not end in time.
    """
    worked = _children_worked()
    started = time.perf_counter()
    with Program(command, folder, log, env) as program:
        code = program.wait(seconds)
        taken = time.perf_counter() - started
    if code != status:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {code}:\n{program.printed()}")
    return Run(taken, _children_worked() - worked, program.peak)


def _children_worked() -> float:
    times = os.times()
    return times.children_user + times.children_system
