"""What browser tests share: Chromium, a page that must stay quiet, charts made interactive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from support import SITE_URL, Built, StaticServer, wait_until

__all__ = [
    "CHARTED",
    "PHONE",
    "TABLET",
    "Noise",
    "browser",
    "draw_all",
    "noise",
    "page",
    "reach",
    "site",
    "until",
    "url",
]

expect.set_options(timeout=30_000)
CHARTED = "briefings/reverse-kissinger-arithmetic/"
PHONE: ViewportSize = {"width": 380, "height": 740}
TABLET: ViewportSize = {"width": 1100, "height": 900}
"""A window without a margin for notes."""


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(real_build: Built) -> Path:
    return real_build.site


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    with StaticServer(site, SITE_URL) as server:
        yield server.url


@dataclass
class Noise:
    """What a page did beside showing itself."""

    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", self._hear)
        page.on("pageerror", lambda e: self.messages.append(f"error: {e}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text != "Enabled live reload":  # which a preview's page says, early or late
            self.messages.append(f"{message.type}: {message.text}")

    def outside(self, url: str) -> list[str]:
        return [u for u in self.requests if not u.startswith((url, "data:", "blob:"))]


@pytest.fixture
def noise() -> Noise:
    return Noise()


@pytest.fixture
def page(browser: Browser, noise: Noise, url: str) -> Iterator[Page]:
    """A page of a desktop browser; it fails a test that leaves the host or fills the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    noise.listen(page)
    yield page
    context.close()
    assert noise.outside(url) == []
    assert noise.messages == []


def reach(box: Locator) -> None:
    """Point at a chart, and wait until it is interactive."""
    box.scroll_into_view_if_needed()
    box.hover()
    expect(box).to_have_attribute("data-state", "drawn")
    expect(box.locator(".main-svg").first).to_be_visible()


def until(page: Page, expression: str) -> None:
    """Wait until an expression holds; Playwright's own way is `eval`, which pages forbid."""

    def holds() -> bool:
        try:
            return bool(page.evaluate(expression))
        except Error as error:  # the page has just been loaded anew
            if "context was destroyed" not in str(error):
                raise
            return False

    wait_until(holds, expression)


def draw_all(page: Page) -> None:
    """Make every chart of a page interactive."""
    charts = page.locator(".pl-chart")
    for index in range(charts.count()):
        reach(charts.nth(index))
