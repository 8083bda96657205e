"""One edit in a preview: the time from a save until the new text is served over HTTP."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.running import Program

__all__ = ["Edit", "await_page", "free_letters", "measure_edit", "save"]

_POLL = 0.01
"""Seconds between an answer without the new text and the next request."""


@dataclass(frozen=True)
class Edit:
    """A change that an author makes, and where it is seen.

    Attributes:
        name: its key in bench.json.
        label: what the table calls it.
        file: the file that is saved.
        change: returns the file's text with a change, from its first text and a number.
        address: the page that shows the change.
        shown: returns a text that stands on that page after the change and not before.
    """

    name: str
    label: str
    file: Path
    change: Callable[[str, int], str]
    address: str
    shown: Callable[[int], str]


def free_letters(number: int) -> str:
    """Return a word that stands for a number and occurs in no text."""
    return "qx" + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "zq"


def save(file: Path, text: str) -> None:
    """Write a file in one step, as editors do."""
    aside = file.with_name(f".{file.name}.saving")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)


def measure_edit(
    program: Program, port: int, edit: Edit, times: int, seconds: float
) -> list[float]:
    """Return how long each of several saves took to be served; the file ends as it was.

    Args:
        program: the preview; between two saves it comes to rest.
        port: where it answers, on this machine.
        edit: what is changed.
        times: how often.
        seconds: how long to wait for one.

    Raises:
        RuntimeError: a change was not served in time, or the program has ended.
    """
    original = edit.file.read_text(encoding="utf-8")
    taken: list[float] = []
    for number in range(1, times + 1):
        program.wait_for_rest(seconds)
        text = edit.change(original, number)
        if text == original:
            raise RuntimeError(f"{edit.name} changes nothing in {edit.file.name}")
        save(edit.file, text)
        started = time.perf_counter()
        await_page(program, port, edit.address, edit.shown(number), seconds)
        taken.append(time.perf_counter() - started)
    program.wait_for_rest(seconds)
    save(edit.file, original)
    return taken


def await_page(program: Program, port: int, address: str, text: str, seconds: float) -> None:
    """Ask for a page until it holds a text.

    Raises:
        RuntimeError: it did not in time, or the program has ended.
    """
    end = time.monotonic() + seconds
    wanted = text.encode()
    while wanted not in _get(port, f"/{address}", seconds):
        program.check_alive()
        if time.monotonic() > end:
            raise RuntimeError(f"{address} did not show {text!r}:\n{program.printed()}")
        time.sleep(_POLL)


def _get(port: int, path: str, seconds: float) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()
