"""How Chrome is started, asked and ended, and where it may read files.

choreographer, which speaks the DevTools protocol over a pipe, starts Chrome too. Four things are
done otherwise here: requests to this very machine are blocked with all others; pages may not read
each other’s files; a shell instead of a second Python starts Chrome; and Chrome is ended by a
signal, since one that hangs would not heed a command.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from choreographer.browsers import Chromium
from choreographer.protocol import DevtoolsProtocolError

from plumbline.browser import BrowserError

__all__ = [
    "NOWHERE",
    "POLL_SECONDS",
    "RefusedError",
    "StartedChromium",
    "answer_to",
    "kill_group",
    "make_folder",
    "remove_folder",
    "silence",
    "wait_for_end",
]

T = TypeVar("T")

NOWHERE = "127.0.0.1:9"
"""The proxy by which no request gets out: the port of the discard protocol, where none listens."""
POLL_SECONDS = 0.01
"""How often to look whether something has come to pass."""
_FLAGS = (
    "--proxy-bypass-list=<-loopback>",  # else Chrome asks this very machine without the proxy
    "--disable-background-networking",
    "--font-render-hinting=none",  # text is as wide on one machine as on another
)
_UNWANTED = (
    "--allow-file-access-from-files",
    "--disable-web-security",
    "--enable-logging=stderr",
)
# Chrome wants its pipe on descriptors 3 and 4. The shell stays, says “bye” when Chrome has ended,
# as choreographer’s own starter does, and leads the group of processes by which all are ended.
_STARTER = '"$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1; printf "{bye}\\n"'


class StartedChromium(Chromium):
    """choreographer’s Chromium with the flags and the starter that are ours."""

    def get_cli(self) -> Sequence[str]:
        """Return the command that starts Chrome."""
        command = list(super().get_cli())
        flags = command[command.index(str(self.path)) + 1 :]
        kept = [flag for flag in flags if flag not in _UNWANTED]
        return ["/bin/sh", "-c", _STARTER, "sh", str(self.path), *kept, *_FLAGS]


class RefusedError(BrowserError):
    """Chrome answered a command with an error."""


def silence() -> None:
    """Keep what choreographer logs and warns of from whoever runs the program."""
    for name in ("choreographer", "browser_proc"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"choreographer\b")


def kill_group(process: subprocess.Popen[Any]) -> None:
    """End the processes of the group that a process leads."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


async def wait_for_end(process: subprocess.Popen[Any]) -> None:
    """Wait until a process that was ended is gone."""
    for _ in range(500):
        if process.poll() is not None:
            return
        await asyncio.sleep(POLL_SECONDS)


def make_folder(browser: Path) -> Path:
    """Return a new folder whose files a browser can read.

    Raises:
        BrowserError: there is no room for it.
    """
    shared = Path.home() / "snap" / "chromium" / "common"
    where = shared if _is_snap(browser) and shared.is_dir() else None
    try:
        return Path(tempfile.mkdtemp(prefix="plumbline-", dir=where))
    except OSError as error:
        raise BrowserError(
            f"Chrome did not start: there is no room for its files ({error.strerror})"
        ) from error


def _is_snap(browser: Path) -> bool:
    """Return whether a browser is a snap, or a script that starts one; those see no /tmp."""
    try:
        with browser.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return False
    return "/snap/" in str(browser) or (start.startswith(b"#!") and b"/snap/" in start)


def remove_folder(folder: Path) -> None:
    """Remove a folder in which a process that was just ended may be writing its last file."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(POLL_SECONDS)


async def answer_to(
    command: Awaitable[T], seconds: float, crash: asyncio.Future[Any] | None = None
) -> T:
    """Return what a command of choreographer gives, in whatever way it says that Chrome is gone.

    Args:
        command: what is being sent.
        seconds: how long it may take.
        crash: what ends the waiting too.

    Raises:
        TimeoutError: there was no answer in time, or `crash` came first.
        BrowserError: Chrome has ended, or refuses the command.
        TypeError, ValueError: what is to be sent is not JSON.
    """
    task = asyncio.ensure_future(command)
    try:
        waiting = {task} if crash is None else {task, crash}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        closed = crash is not None and crash.cancelled()  # by choreographer, with the pipe
        if not task.done() and not closed:
            raise TimeoutError
        if not task.done() or task.cancelled():
            raise BrowserError("Chrome ended while it was in use")
        return task.result()
    except DevtoolsProtocolError as error:
        raise RefusedError(f"Chrome refused a command: {error.message}") from error
    except (OSError, RuntimeError, asyncio.InvalidStateError) as error:
        # The last one where the pipe was closed under a command that was being sent.
        if isinstance(error, TimeoutError | BrowserError):
            raise
        raise BrowserError("Chrome ended while it was in use") from error
    finally:
        task.cancel()
