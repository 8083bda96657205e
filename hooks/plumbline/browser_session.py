"""Chrome as it is driven: started without a network, given pages, asked to run JavaScript in them.

    async def work(session: BrowserSession) -> int:
        (session.folder / "page.html").write_text("<!doctype html>", encoding="utf-8")
        tab = await session.open_tab(session.folder / "page.html", 30)
        return await tab.call("(a, b) => a + b", 1, 2, seconds=5)

    run_in_browser(find_browser(), work)

`browser_process` has what is particular to the process and its files.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import choreographer
from choreographer.channels import Pipe

from plumbline.browser import BrowserError, ScriptError, TabLostError
from plumbline.browser_process import (
    NOWHERE,
    POLL_SECONDS,
    RefusedError,
    StartedChromium,
    answer_to,
    kill_group,
    make_folder,
    remove_folder,
    silence,
    wait_for_end,
)

__all__ = ["START_SECONDS", "BrowserSession", "BrowserTab", "browser_session", "run_in_browser"]

T = TypeVar("T")

START_SECONDS = 60.0
"""How long Chrome may take to start; on an idle machine it takes a third of a second."""
_PROBE_SECONDS = 10.0  # for what a sound Chrome answers at once


class BrowserSession:
    """A running Chrome with a profile of its own.

    Attributes:
        folder: a temporary folder whose files Chrome may read; it goes when the session ends.
    """

    def __init__(self, browser: Path, *, sandbox: bool) -> None:
        if shutil.which(browser) is None:
            raise BrowserError(f"Chrome did not start: {browser} is no program that can be run")
        self.folder = make_folder(browser)
        self._channel = Pipe()
        self._chrome = choreographer.Browser(
            str(browser),
            browser_cls=StartedChromium,
            # It is only called; the same pipe has to be closed from here.
            channel_cls=cast("type[Pipe]", lambda: self._channel),
            headless=True,
            enable_extensions=False,
            enable_sandbox=sandbox,
            proxy_server=NOWHERE,
            tmp_dir=str(self.folder),
        )
        self._opening: asyncio.Task[None] | None = None

    async def start(self, seconds: float) -> None:
        """Start Chrome.

        Raises:
            BrowserError: it did not start in time, or ended at once.
        """
        self._opening = opening = asyncio.ensure_future(self._chrome.open())
        deadline = time.monotonic() + seconds
        while not opening.done() and not self._has_ended():
            if time.monotonic() >= deadline:
                raise BrowserError(f"Chrome did not start within {seconds:g} seconds")
            await asyncio.wait({opening}, timeout=0.1)
        if not opening.done() or opening.cancelled() or opening.exception() is not None:
            raise _EndedAtOnceError("Chrome did not start: it ended at once")

    def _has_ended(self) -> bool:
        process = getattr(self._chrome, "subprocess", None)  # None before it was started
        return process is not None and process.poll() is not None

    async def open_tab(self, page: Path, seconds: float) -> BrowserTab:
        """Return a new tab in which a page has been loaded.

        Args:
            page: an HTML file, in the session’s folder or readable like it.
            seconds: how long loading may take.

        Raises:
            TabLostError: the tab crashed, or did not load the page in time.
            BrowserError: Chrome has ended or does not answer.
        """
        deadline = time.monotonic() + seconds
        try:
            chrome_tab = await answer_to(self._chrome.create_tab(page.absolute().as_uri()), seconds)
        except TimeoutError:
            raise BrowserError("Chrome does not answer any more") from None
        tab = BrowserTab(chrome_tab)
        await tab.load(deadline)
        return tab

    async def close(self) -> None:
        """End Chrome and remove its files; what is still being asked fails."""
        opening = self._opening
        while opening and not opening.done() and not hasattr(self._chrome, "subprocess"):
            await asyncio.sleep(POLL_SECONDS)
        try:
            process = getattr(self._chrome, "subprocess", None)
            if process is not None:
                kill_group(process)
            self._channel.close()  # else choreographer would wait for the thread that reads it
            if process is not None:
                await wait_for_end(process)
            if opening is not None:
                opening.cancel()
                await asyncio.wait({opening}, timeout=_PROBE_SECONDS)
            with contextlib.suppress(OSError, RuntimeError):
                await self._chrome.close()
        finally:
            remove_folder(self.folder)


class BrowserTab:
    """A page in a tab of a running Chrome. Make one with `BrowserSession.open_tab`."""

    def __init__(self, tab: choreographer.Tab) -> None:
        self._tab = tab
        self._crash = tab.subscribe_once("Inspector.targetCrashed")
        self._global = ""

    async def load(self, deadline: float) -> None:
        """Wait until the page has been loaded; `open_tab` has done so.

        Raises:
            TabLostError: the tab crashed, or did not load the page in time.
            BrowserError: Chrome has ended or does not answer.
        """
        await self._command("Inspector.enable", {}, deadline)
        loaded = "document.readyState === 'complete' && location.href !== 'about:blank'"
        while True:
            with contextlib.suppress(RefusedError):  # on the way from the blank page to this one
                state = await self._command("Runtime.evaluate", {"expression": loaded}, deadline)
                if state["result"].get("value"):
                    break
            await asyncio.sleep(POLL_SECONDS)
        found = await self._command("Runtime.evaluate", {"expression": "globalThis"}, deadline)
        self._global = found["result"]["objectId"]

    async def show(self, page: Path, seconds: float) -> None:
        """Load another page in the tab.

        Args:
            page: an HTML file, in the session’s folder or readable like it.
            seconds: how long loading may take.

        Raises:
            TabLostError: the tab crashed, or did not load the page in time; it is closed.
            BrowserError: Chrome has ended or does not answer.
        """
        deadline = time.monotonic() + seconds
        await self._command("Page.navigate", {"url": page.absolute().as_uri()}, deadline)
        await self.load(deadline)

    async def command(self, name: str, parameters: dict[str, Any], seconds: float) -> Any:
        """Return what Chrome answers to a command of the DevTools protocol.

        Args:
            name: such as "Page.printToPDF".
            parameters: plain values that JSON has.
            seconds: how long it may take.

        Raises:
            TabLostError: the tab crashed or did not answer in time; it is closed.
            BrowserError: Chrome has ended, does not answer or refuses the command.
        """
        return await self._command(name, parameters, time.monotonic() + seconds)

    async def call(self, function: str, *arguments: object, seconds: float) -> Any:
        """Return what a JavaScript function returns in the page, a promise’s value when it is one.

        Args:
            function: its source, as in "(a, b) => a + b".
            arguments: plain values that JSON has; NaN and the infinities become null. They may
                be larger than Chrome takes at once.
            seconds: how long it may take.

        Raises:
            ScriptError: the function threw, or an argument is not JSON.
            TabLostError: the tab crashed or did not answer in time; it is closed.
            BrowserError: Chrome has ended or does not answer.
        """
        parameters = {
            "objectId": self._global,
            "functionDeclaration": f"async function(...a) {{ return await ({function})(...a) }}",
            "arguments": [{"value": argument} for argument in arguments],
            "awaitPromise": True,
            "returnByValue": True,
        }
        deadline = time.monotonic() + seconds
        try:
            result = await self._command("Runtime.callFunctionOn", parameters, deadline)
        except (TypeError, ValueError) as error:
            raise ScriptError("what is handed to the page is not JSON") from error
        except RefusedError as error:
            raise ScriptError(str(error)) from error
        if details := result.get("exceptionDetails"):
            thrown = details.get("exception", {})
            text = thrown.get("description") or thrown.get("value") or details.get("text")
            raise ScriptError(str(text).strip().partition("\n")[0][:300])
        return result["result"].get("value")

    async def _command(self, name: str, parameters: dict[str, Any], deadline: float) -> Any:
        seconds = max(0.0, deadline - time.monotonic())
        try:
            answer = await answer_to(self._tab.send_command(name, parameters), seconds, self._crash)
        except TimeoutError:
            why = (
                "crashed" if self._crash.done() else f"did not answer within {seconds:.0f} seconds"
            )
            await self._give_up(min(_PROBE_SECONDS, seconds))
            raise TabLostError(f"a tab of Chrome {why}") from None
        if "error" in answer:
            raise RefusedError(f"Chrome refused a command: {answer['error'].get('message')}")
        return answer["result"]

    async def _give_up(self, seconds: float) -> None:
        try:
            await answer_to(self._tab.close(), max(1.0, seconds))
        except TimeoutError:
            raise BrowserError("Chrome does not answer any more") from None


class _EndedAtOnceError(BrowserError):
    """Chrome ended while it was being started, as it does where its sandbox does not work."""


@contextlib.asynccontextmanager
async def browser_session(
    browser: Path, seconds: float = START_SECONDS
) -> AsyncIterator[BrowserSession]:
    """Start Chrome for the length of a `with` block; afterwards its processes and files are gone.

    Use it through `run_in_browser` where there is no event loop: that keeps quiet what asyncio
    would report of a Chrome that died.

    Args:
        browser: the program, from `find_browser`.
        seconds: how long it may take to start.

    Raises:
        BrowserError: it does not start.
    """
    silence()
    session = await _start(browser, seconds)
    try:
        yield session
    finally:
        await session.close()


async def _start(browser: Path, seconds: float) -> BrowserSession:
    sandbox = os.geteuid() != 0  # Chrome refuses to run in its sandbox as root
    while True:
        session = BrowserSession(browser, sandbox=sandbox)
        try:
            await session.start(seconds)
        except _EndedAtOnceError:
            await session.close()
            if not sandbox:
                raise
            sandbox = False  # many containers forbid what it needs
        except BaseException:
            await session.close()
            raise
        else:
            return session


def run_in_browser(
    browser: Path,
    work: Callable[[BrowserSession], Awaitable[T]],
    seconds: float = START_SECONDS,
) -> T:
    """Start Chrome, let a function work with it, end Chrome, and return what the function did.

    Runs in the calling thread, whichever it is, which must not be running an event loop.

    Args:
        browser: the program, from `find_browser`.
        work: what to do with the session.
        seconds: how long Chrome may take to start.

    Raises:
        BrowserError: Chrome does not start, or `work` met it.
    """

    async def main() -> T:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        async with browser_session(browser, seconds) as session:
            return await work(session)

    return asyncio.run(main())
