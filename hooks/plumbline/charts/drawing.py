"""Plotly figures drawn as SVG by the machine's Chrome."""

from __future__ import annotations

import asyncio
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.browser import BrowserError, ScriptError, TabLostError
from plumbline.charts.figure_request import FigureRequest

if TYPE_CHECKING:
    from plumbline.browser_session import BrowserSession, BrowserTab

__all__ = ["draw_figures"]

_SECONDS = 60.0
# The figure comes over DevTools' pipe. Plotly needs neither eval nor images nor a network to draw
# it; its style sheet is made by its script.
_PAGE = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src file:; \
style-src 'unsafe-inline'">
<title>Drawing</title>
<script src="plotly.js"></script>
"""
_READY = "() => typeof Plotly === 'object' && typeof Plotly.toImage === 'function'"
_DRAW = """async (figure, width, height) => {
  try {
    return await Plotly.toImage(
      { data: figure.data, layout: figure.layout },
      { format: "svg", imageDataOnly: true, width, height },
    );
  } finally {
    document.body.replaceChildren();
  }
}"""


def draw_figures(
    requests: Sequence[FigureRequest],
    browser: Path,
    plotly_script: Path,
    on_done: Callable[[str, str], None],
    *,
    tabs: int = 2,
    seconds: float = _SECONDS,
) -> dict[str, str]:
    """Draw figures, several at a time, in a Chrome that is started for them and ended again.

    The drawings are as Plotly makes them: not safe to put in a page before `clean_svg`, and with
    random ids. One of which a part would be a bitmap, such as a heat map, is not given out, as that
    part is lost in cleaning.

    Args:
        requests: the figures, drawn about in this order.
        browser: Chrome, from `find_browser`.
        plotly_script: plotly.min.js.
        on_done: called in the calling thread with key and SVG as each figure is finished, so that
            nothing is lost when the rest is interrupted. What it raises ends the drawing.
        tabs: how many are drawn at once; more than there are cores gain nothing.
        seconds: how long Chrome may take to start, and over one figure.

    Returns:
        Why a figure was not drawn, by key: one sentence without a full stop.

    Raises:
        BrowserError: Chrome does not start, ends or stops answering, or cannot read the script.
    """
    from plumbline.browser_session import run_in_browser

    if not requests:
        return {}

    async def work(session: BrowserSession) -> dict[str, str]:
        return await _Drawing(session, requests, on_done, seconds).run(plotly_script, tabs)

    return run_in_browser(browser, work, seconds)


class _Drawing:
    def __init__(
        self,
        session: BrowserSession,
        requests: Sequence[FigureRequest],
        on_done: Callable[[str, str], None],
        seconds: float,
    ) -> None:
        self._session = session
        self._waiting = deque(requests)
        self._on_done = on_done
        self._seconds = seconds
        self._page = session.folder / "drawing.html"
        self._failures: dict[str, str] = {}

    async def run(self, plotly_script: Path, tabs: int) -> dict[str, str]:
        try:
            shutil.copyfile(plotly_script, self._session.folder / "plotly.js")
            self._page.write_text(_PAGE, encoding="utf-8")
        except OSError as error:
            raise BrowserError(f"Plotly’s script cannot be copied: {error.strerror}") from error
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(max(1, min(tabs, len(self._waiting)))):
                    group.create_task(self._draw_in_a_tab())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None  # the others ended because of it
        return self._failures

    async def _draw_in_a_tab(self) -> None:
        tab: BrowserTab | None = None
        while self._waiting:
            request = self._waiting.popleft()
            tab = tab or await self._open_tab()
            try:
                svg = await tab.call(
                    _DRAW, request.figure, request.width, request.height, seconds=self._seconds
                )
            except ScriptError as error:
                why = str(error).removeprefix("Error: ")
                self._failures[request.key] = f"Plotly does not draw it: {why}"
            except TabLostError as error:
                self._failures[request.key] = f"it is not drawn: {error}"
                tab = None
            else:
                if "<image" in svg:  # in text, "<" is written &lt;
                    self._failures[request.key] = "Plotly draws a part of it as a bitmap"
                else:
                    self._on_done(request.key, svg)

    async def _open_tab(self) -> BrowserTab:
        tab = await self._session.open_tab(self._page, self._seconds)
        if not await tab.call(_READY, seconds=self._seconds):
            raise BrowserError("Chrome cannot read Plotly’s script")
        return tab
