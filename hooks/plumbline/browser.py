"""The Chrome or Chromium of the machine: where it is, without starting it.

`browser_session` drives the one that is found.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = [
    "VARIABLES",
    "BrowserError",
    "ScriptError",
    "TabLostError",
    "browser_candidates",
    "find_browser",
    "named_browser",
]

VARIABLES = ("PLUMBLINE_BROWSER", "CHROME_PATH")
"""Environment variables that name a browser, as a path or a command; the first set one counts."""
_COMMANDS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
)
_APPLICATIONS = (  # macOS
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
)


class BrowserError(RuntimeError):
    """Chrome is not where it was said to be, does not start, has ended or does not answer.

    The message is one plain sentence without a full stop.
    """


class TabLostError(BrowserError):
    """One tab of Chrome crashed or did not answer in time and was closed; Chrome goes on."""


class ScriptError(RuntimeError):
    """A function that was called in a page threw, or its arguments are not JSON.

    The message is the first line of what was thrown.
    """


def find_browser() -> Path | None:
    """Return the path of the machine's Chrome or Chromium, or None where there seems to be none.

    Nothing is started and nothing downloaded, so that it can be asked at any time. Whether the
    browser starts is not known before it is tried.

    Raises:
        BrowserError: a variable of `VARIABLES` is set and names no program.
    """
    return named_browser() or next(browser_candidates(), None)


def named_browser() -> Path | None:
    """Return the browser that the environment names, or None where it names none.

    Raises:
        BrowserError: what is named is no program that this user may run.
    """
    for variable in VARIABLES:
        if named := os.environ.get(variable):
            path = shutil.which(named)
            if path is None:
                raise BrowserError(f"{variable} names {named}, which is no program that can be run")
            return Path(path)
    return None


def browser_candidates() -> Iterator[Path]:
    """Yield where a browser is, the most usual place first."""
    for command in _COMMANDS:
        if path := shutil.which(command):
            yield Path(path)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / app for app in _APPLICATIONS if (folder / app).exists())
    # Last, as it takes a tenth of a second to import: a browser that choreographer downloaded
    # earlier, or another one that is built on Chromium.
    from choreographer.browsers import Chromium

    last = Chromium.find_browser(skip_local=False)
    if last is not None and shutil.which(last):
        yield Path(last)
