"""Every kind of page by axe, by keyboard, and without motion."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from browsing import CHARTED, PHONE, TABLET
from states import STATES
from support import SITE_URL, Built, StaticServer
from test_browser import KINDS, address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK: ViewportSize = {"width": 1280, "height": 900}
RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
"""All that axe looks for of itself, and the size of what is pointed at (WCAG 2.2)."""
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const inside = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (e.contains(top) || top.contains(e));
  };
  const rects = [...e.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
  return {
    html: e.outerHTML.slice(0, 160),
    seen: rects.some((r) => inside(r.left + r.width / 2, r.top + r.height / 2)),
    outline: getComputedStyle(e).outlineStyle !== "none",
    top: box.top,
  };
}"""


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], node["html"][:200]) for v in found for node in v["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_whole_page(
    browser: Browser, url: str, site: Path, kind: str
) -> None:
    assert violations_of_page(browser, url + address(site, KINDS[kind])) == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_on_a_briefing_in_any_state(
    browser: Browser, states_build: Built, state: str
) -> None:
    with StaticServer(states_build.site, SITE_URL) as server:
        assert violations_of_page(browser, server.url + STATES[state]) == []


def violations_of_page(browser: Browser, address: str) -> list[tuple[object, ...]]:
    """Return what axe finds on a page, in both themes, on a desk and a phone."""
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    found: list[tuple[object, ...]] = []
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            found += [(scheme, size["width"], *violation) for violation in violations(page)]
    context.close()
    return found


def test_axe_finds_nothing_in_an_open_menu_or_popover(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    page.locator(".pl-cite__link").first.hover()
    expect(page.locator(".pl-sidenote--marked")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size(TABLET)
    page.locator(".pl-cite__link").nth(1).hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert violations(page) == []
    page.locator("#claim-us-ru-2023").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("SELECT")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.locator(".pl-menu summary").click()
    expect(page.locator(".pl-menu nav")).to_be_in_viewport()
    assert violations(page) == []


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("kind", ["home", "briefing", "dataset", "document", "not found"])
def test_focus_is_seen_wherever_it_goes_and_never_caught(
    browser: Browser, url: str, site: Path, kind: str, width: str
) -> None:
    context = browser.new_context(
        viewport=DESK if width == "desk" else PHONE, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(url + address(site, KINDS[kind]), wait_until="networkidle")
    for key in ("Tab", "Shift+Tab"):
        way: list[str] = []
        for _ in range(40):
            page.keyboard.press(key)
            look = page.evaluate(FOCUS)
            if look is None:  # round the end of the page
                break
            way.append(look["html"])
            assert look["seen"], f"{key}: focus is hidden: {look}"
            assert look["outline"], f"{key}: focus does not show: {look}"
        assert len(way) > 5
        assert all(one != other for one, other in pairwise(way)), "focus is caught"
    context.close()


def test_skip_link_comes_first_and_leads_past_the_header(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.locator(".pl-links").get_by_role("link", name="Topics").click()
    expect(page).to_have_url(f"{url}topics/")
    page.evaluate("document.activeElement.blur()")
    skip = page.get_by_role("link", name="Skip to content")
    skip.focus()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}topics/")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('.md-content') !== null"
    assert page.evaluate(inside), page.evaluate("document.activeElement.outerHTML")


def test_skip_link_works_without_javascript(browser: Browser, url: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind in ("home", "briefing", "rule", "not found"):
        page.goto(url + address(site, KINDS[kind]))
        expect(page.locator(".pl-skip")).to_have_attribute("href", "#content")
        expect(page.locator("#content")).to_have_count(1)
    context.close()


def test_menu_of_a_narrow_window_works_by_keyboard(page: Page, url: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(url, wait_until="networkidle")
    opener, inside = page.locator(".pl-menu summary"), page.locator(".pl-menu nav")
    expect(inside).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(opener).to_be_focused()

    page.keyboard.press("Space")
    inside.get_by_role("link", name="Topics").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}topics/")
    expect(page.locator(".pl-menu nav")).to_be_hidden()


def test_menu_closes_when_focus_leaves_it(page: Page, url: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(url, wait_until="networkidle")
    page.locator(".pl-menu summary").click()
    expect(page.locator(".pl-menu nav")).to_be_visible()
    page.locator(".pl-card__title a").first.focus()
    expect(page.locator(".pl-menu nav")).to_be_hidden()


def test_popover_is_a_tooltip_that_holds_nothing_to_tab_to(page: Page, url: str) -> None:
    page.set_viewport_size(TABLET)
    page.goto(url + CHARTED)
    mark = page.locator(".pl-cite__link").nth(1)
    mark.focus()
    shown = page.get_by_role("tooltip")
    expect(shown).to_be_visible()
    assert shown.locator("a").count() > 0
    assert shown.locator("[id], a:not([tabindex='-1'])").count() == 0
    shown.hover()  # it stays while it is pointed at
    page.wait_for_timeout(400)
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(mark).to_be_focused()
    assert mark.get_attribute("aria-describedby") is None


def test_focus_is_not_hidden_by_the_header(page: Page, url: str) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    marks = page.locator(".pl-cite__link")
    marks.nth(marks.count() - 1).focus()
    header = page.locator(".md-header").evaluate("e => e.getBoundingClientRect().bottom")
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        look = page.evaluate(FOCUS)
        assert look["top"] >= header - 1 or look["search"], look


def test_reduced_motion_is_honoured(browser: Browser, url: str) -> None:
    longest = """() => Math.max(...[...document.querySelectorAll("*")].flatMap((e) => {
        const style = getComputedStyle(e);
        return `${style.transitionDuration},${style.animationDuration}`.split(",");
    }).map(parseFloat))"""
    found = {}
    for motion in ("reduce", "no-preference"):
        context = browser.new_context(reduced_motion=motion, viewport=PHONE)
        page = context.new_page()
        page.goto(url + CHARTED)
        expect(page.locator(".pl-menu")).to_be_visible()
        found[motion] = page.evaluate(longest)
        if motion == "reduce":
            scroll = "getComputedStyle(document.documentElement).scrollBehavior"
            assert page.evaluate(scroll) == "auto"
        context.close()
    assert found["reduce"] < 0.001
    assert found["no-preference"] > 0.1, "there is motion to leave out"
