"""Papers and social cards made by the machine's Chrome: PDF and PNG out of HTML."""

from __future__ import annotations

import asyncio
import base64
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.browser import BrowserError, ScriptError, TabLostError
from plumbline.browser_process import RefusedError
from plumbline.papers.document import Paper
from plumbline.papers.pdf import PdfError, finish_pdf
from plumbline.papers.social_card import HEIGHT, WIDTH, SocialCard

if TYPE_CHECKING:
    from plumbline.browser_session import BrowserSession, BrowserTab

__all__ = ["print_in_chrome"]

_SECONDS = 60.0
_PDF = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}
_SCREEN = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
# Called through DevTools, so the page itself needs no script.
_FIT = """() => {
  const title = document.querySelector(".card__title");
  for (let size = 66; size > 30; size -= 2) {
    title.style.fontSize = `${size}px`;
    const words = document.querySelector(".card__words");
    if (words.scrollHeight <= words.clientHeight && title.scrollWidth <= title.clientWidth) break;
  }
}"""


def print_in_chrome(
    wanted: Sequence[Paper | SocialCard],
    browser: Path,
    on_done: Callable[[str, bytes], None],
    *,
    tabs: int = 2,
    seconds: float = _SECONDS,
) -> dict[str, str]:
    """Print papers and draw cards, several at a time, in a Chrome that is started for them.

    Args:
        wanted: what is to be made, about in this order.
        browser: Chrome, from `find_browser`.
        on_done: called in the calling thread with key and content as each is finished, so that
            nothing is lost when the rest is interrupted. What it raises ends the printing.
        tabs: how many are made at once; more than there are cores gain nothing.
        seconds: how long Chrome may take to start, and over one of them.

    Returns:
        Why something was not made, by key: a few words.

    Raises:
        BrowserError: Chrome does not start, ends or stops answering.
    """
    from plumbline.browser_session import run_in_browser

    if not wanted:
        return {}

    async def work(session: BrowserSession) -> dict[str, str]:
        return await _Printing(session, wanted, on_done, seconds).run(tabs)

    return run_in_browser(browser, work, seconds)


class _Printing:
    def __init__(
        self,
        session: BrowserSession,
        wanted: Sequence[Paper | SocialCard],
        on_done: Callable[[str, bytes], None],
        seconds: float,
    ) -> None:
        self._session = session
        self._waiting = deque(wanted)
        self._on_done = on_done
        self._seconds = seconds
        self._failures: dict[str, str] = {}

    async def run(self, tabs: int) -> dict[str, str]:
        try:
            async with asyncio.TaskGroup() as group:
                for n in range(max(1, min(tabs, len(self._waiting)))):
                    group.create_task(self._print_in_a_tab(n))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the others ended because of it
        return self._failures

    async def _print_in_a_tab(self, number: int) -> None:
        tab: BrowserTab | None = None
        file = self._session.folder / f"page-{number}.html"
        while self._waiting:
            item = self._waiting.popleft()
            try:
                file.write_text(item.document(), encoding="utf-8")
                if tab is None:
                    tab = await self._session.open_tab(file, self._seconds)
                else:
                    await tab.show(file, self._seconds)
                made = await (
                    self._print(tab, item) if isinstance(item, Paper) else self._draw(tab)
                )
            except (PdfError, ScriptError, RefusedError) as error:
                self._failures[item.key] = str(error)
            except TabLostError as error:
                self._failures[item.key] = str(error)
                tab = None
            except OSError as error:
                raise BrowserError(f"there is no room for its pages ({error.strerror})") from error
            else:
                self._on_done(item.key, made)

    async def _print(self, tab: BrowserTab, paper: Paper) -> bytes:
        printed = await tab.command("Page.printToPDF", _PDF, self._seconds)
        days = {"CreationDate": paper.date, "ModDate": paper.updated or paper.date}
        return finish_pdf(
            base64.b64decode(printed["data"]),
            {
                "Title": paper.title,
                "Author": paper.author,
                "Subject": paper.subject,
                "Keywords": ", ".join(paper.keywords),
                "Creator": paper.site_name,
            },
            {name: day for name, day in days.items() if day is not None},
        )

    async def _draw(self, tab: BrowserTab) -> bytes:
        await tab.command("Emulation.setDeviceMetricsOverride", _SCREEN, self._seconds)
        await tab.call(_FIT, seconds=self._seconds)
        taken = await tab.command("Page.captureScreenshot", {"format": "png"}, self._seconds)
        return base64.b64decode(taken["data"])
