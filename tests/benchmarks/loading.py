"""A page as a browser loads it: what is fetched when it is opened, scrolled and reached for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.serving import Answer, CountingServer

__all__ = ["PHASES", "WINDOWS", "Fetched", "Subject", "load", "open_browser"]

WINDOWS: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 380, "height": 800},
}
PHASES = ("opened", "scrolled", "reached")
"""The page is opened; its first chart is scrolled into view; the pointer is put on that chart."""
_STILL = 1.0
"""For how many seconds nothing must be asked before a phase counts as over."""
_PATIENCE = 30.0


@dataclass(frozen=True)
class Subject:
    """A page of a built site with charts.

    Attributes:
        name: its key in bench.json.
        label: what the table calls it.
        site: the folder of the built site.
        site_url: the address the site was built for.
        page: the page's address within the site.
        charts: how many charts there are.
        box: selector of the charts, shown or not.
        shown: selector of what a reader sees of each chart once the page is open.
        reached: selector of what there is once the first chart has been reached for.
        stood_in: addresses on other hosts in whose place the local server answers.
    """

    name: str
    label: str
    site: Path
    site_url: str
    page: str
    charts: int
    box: str
    shown: str
    reached: str
    stood_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """What a page fetched.

    Attributes:
        answers: what the server sent, by phase.
        foreign: what the page asked of other hosts, none of which is reached.
    """

    answers: dict[str, list[Answer]]
    foreign: list[str]


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """Start a browser that knows no host but this machine."""
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", alone])
        yield browser
        browser.close()


def load(browser: Browser, subject: Subject, window: str) -> Fetched:
    """Open a page with an empty cache, scroll to its first chart and reach for it.

    Raises:
        RuntimeError: not all of the charts are there for the reader to see.
    """
    answers: dict[str, list[Answer]] = {}
    foreign: list[str] = []
    with CountingServer(subject.site, subject.site_url) as server:
        context = browser.new_context(viewport=WINDOWS[window])
        page = context.new_page()
        ours = (server.url, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(ours) else foreign.append(r.url))

        page.goto(server.url + subject.page, wait_until="networkidle")
        _settle(page, server)
        shown = page.locator(f"{subject.shown} >> visible=true").count()
        if shown != subject.charts:
            raise RuntimeError(f"{subject.name} shows {shown} of {subject.charts} charts")
        answers["opened"] = server.take()

        box = page.locator(subject.box).first
        box.scroll_into_view_if_needed()
        _settle(page, server)
        answers["scrolled"] = server.take()

        box.hover()
        page.locator(subject.reached).first.wait_for()
        _settle(page, server)
        answers["reached"] = server.take()
        context.close()
    return Fetched(answers, sorted(set(foreign)))


def _settle(page: Page, server: CountingServer) -> None:
    """Wait until neither the page nor its workers ask for anything."""
    end = time.monotonic() + _PATIENCE
    page.wait_for_load_state("networkidle")
    while server.quiet_for() < _STILL and time.monotonic() < end:
        page.wait_for_timeout(100)
