"""What a reader meets in a browser: the site as served, nothing fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from browsing import CHARTED, PHONE, TABLET, Noise, draw_all, until
from hostile import ATTACK
from states import STATES
from support import SITE_URL, Built, StaticServer

pytestmark = pytest.mark.browser
KINDS = {
    "home": "",
    "archive": "briefings/",
    "briefing": CHARTED,
    "topics": "topics/",
    "topic": "topics/*/",
    "regions": "regions/",
    "region": "regions/*/",
    "authors": "authors/",
    "author": "authors/*/",
    "series": "series/*/",
    "datasets": "data/",
    "dataset": "data/*/",
    "sources": "sources/",
    "source": "sources/*/",
    "gallery": "charts/",
    "embedded chart": "charts/power-of-siberia/embed/",
    "rules": "rules/",
    "rule": "rules/*/",
    "corrections": "corrections/",
    "unchecked": "unchecked/",
    "search": "search/?q=trade",
    "document": "methodology/",
    "not found": "404.html",
}
"""One address of each kind of page; a star stands for the first there is."""


def address(site: Path, pattern: str) -> str:
    if "*" not in pattern:
        return pattern
    found = sorted(p.parent for p in site.glob(f"{pattern}index.html"))
    assert found, f"there is no page {pattern}"
    return f"{found[0].relative_to(site)}/"


@pytest.mark.parametrize("kind", KINDS)
def test_page_loads_quietly_from_its_own_host(
    page: Page, noise: Noise, url: str, site: Path, kind: str
) -> None:
    page.goto(url + address(site, KINDS[kind]), wait_until="networkidle")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_be_visible()
    assert noise.outside(url) == []
    assert noise.messages == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_on_a_phone(browser: Browser, url: str, site: Path, kind: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(url + address(site, KINDS[kind]))
    if kind == "briefing":
        draw_all(page)
    assert sticking_out(page) == (380, [])
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_nothing_sticks_out_of_a_briefing_in_any_state(
    browser: Browser, states_build: Built, state: str
) -> None:
    with StaticServer(states_build.site, SITE_URL) as server:
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        page.goto(server.url + STATES[state])
        assert sticking_out(page) == (380, [])
        context.close()


def sticking_out(page: Page) -> tuple[int, list[str]]:
    """Return how wide a page is, and what reaches beyond the window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.md-content *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .filter(e => !e.closest('.pl-table, pre, table, .pl-chart, .md-typeset__scrollwrap'))
            .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    return width, wide


def test_everything_can_be_read_without_javascript(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url + CHARTED)
    expect(page.locator(".pl-judgments li").first).to_be_visible()
    expect(page.locator(".pl-body > p").first).to_be_visible()
    expect(page.locator(".pl-references li").first).to_be_visible()
    mark = page.locator(".pl-cite__link").first
    mark.click()
    expect(page.locator(f"[id='{fragment(mark)}']")).to_be_in_viewport()
    context.close()


def test_note_mark_shows_its_reference(page: Page, url: str) -> None:
    page.set_viewport_size(TABLET)
    page.goto(url + CHARTED)
    mark = page.locator(".pl-cite__link").first
    target = page.locator(f"[id='{fragment(mark)}'] .pl-references__entry")
    shown = page.get_by_role("tooltip")

    mark.hover()
    expect(shown).to_have_text(target.inner_text())
    expect(shown).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)

    mark.focus()
    expect(shown).to_have_text(target.inner_text())
    expect(mark).to_have_attribute("aria-describedby", str(shown.get_attribute("id")))
    page.locator("h1").click()
    expect(shown).to_have_count(0)


def test_note_mark_leads_to_the_reference_and_back(page: Page, url: str) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    mark = page.locator(".pl-cite__link").nth(3)
    own, reference = str(mark.get_attribute("id")), fragment(mark)
    mark.scroll_into_view_if_needed()
    # Material notes where the reader stands once scrolling has ended; then a click may come.
    until(page, "history.state?.y === Math.round(scrollY)")
    mark.click()
    entry = page.locator(f"[id='{reference}']")
    expect(entry).to_be_in_viewport()
    expect(page).to_have_url(f"{url}{CHARTED}#{reference}")
    entry.locator(f"a[href$='#{own}']").click()
    expect(mark).to_be_in_viewport()
    expect(page).to_have_url(f"{url}{CHARTED}#{own}")
    draw_all(page)


def fragment(link: Locator) -> str:
    """Return the id that a link points at."""
    return unquote(str(link.evaluate("a => a.hash.slice(1)")))


def test_instant_navigation_keeps_charts_and_notes_alive(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.loadedOnce = true")
    page.locator(f".pl-card__title a[href$='{CHARTED}']").first.click()
    expect(page).to_have_url(url + CHARTED)
    expect(page.locator(".pl-briefing h1")).to_be_visible()
    draw_all(page)
    page.locator(".pl-claim").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.evaluate("window.loadedOnce"), "the page was loaded anew: nothing was instant"

    page.go_back()
    expect(page.locator(".pl-home")).to_be_visible()
    page.go_forward()
    expect(page.locator(".pl-briefing h1")).to_be_visible()
    draw_all(page)


def test_a_jump_within_the_page_keeps_the_style_of_charts(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    draw_all(page)
    page.locator(".md-nav--secondary a[href*='#references']").click()
    # Material empties the head of what a page did not bring along.
    until(page, "!document.querySelector(\"style[id^='plotly']\")")
    draw_all(page)
    svg = page.locator(".pl-chart .main-svg").first
    assert svg.evaluate("e => getComputedStyle(e).position") == "absolute"


def test_number_shows_what_it_rests_on(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    number = page.locator("#claim-us-ru-2023")
    number.hover()
    popover = page.locator(".pl-popover")
    popover.wait_for()
    assert "$5,170.4 million" in popover.inner_text()
    assert "SELECT" in popover.inner_text()
    page.keyboard.press("Escape")
    popover.wait_for(state="detached")
    number.focus()
    popover.wait_for()
    assert number.get_attribute("aria-describedby") == popover.get_attribute("id")


@pytest.mark.parametrize("kind", ["home", "briefing", "rules", "not found"])
def test_keyboard_focus_can_be_seen(page: Page, url: str, site: Path, kind: str) -> None:
    page.goto(url + address(site, KINDS[kind]))
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        look = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const style = getComputedStyle(e);
              return {
                html: e.outerHTML.slice(0, 160),
                visible: e.getClientRects().length > 0,
                outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
                field: e.matches('input'),
              };
            }"""
        )
        if look is None:
            break
        if not look["field"]:  # a text field shows its caret
            assert look["visible"], look
            assert look["outline"], look
            seen += 1
    assert seen > 5


def test_missing_page_helps(page: Page, noise: Noise, url: str) -> None:
    answer = page.goto(f"{url}briefings/no-such-briefing/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("h1")).to_be_visible()
    links = page.locator(".md-content a")
    assert links.count() >= 3
    for index in range(links.count()):  # they lead home from any depth
        target = str(links.nth(index).evaluate("a => a.pathname"))
        assert page.request.get(url.rstrip("/") + target).ok, target
    # Chromium itself reports the status of the page that was asked for.
    noise.messages = [m for m in noise.messages if "status of 404" not in m]


def test_printed_page_shows_text_and_references(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".pl-references li").first).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()


def test_hostile_words_do_nothing_in_a_browser(browser: Browser, hostile_build: Built) -> None:
    context = browser.new_context(viewport=TABLET)
    page = context.new_page()
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    with StaticServer(hostile_build.site, SITE_URL) as server:
        for where in ("", "briefings/", "briefings/hostile/", "topics/trade/"):
            page.goto(server.url + where, wait_until="networkidle")
            planted = "h1, h2, h3, title, header, .pl-card, .pl-figure, .pl-judgments, .md-nav"
            assert page.locator(planted).locator("img[src=x]").count() == 0, where
        page.goto(f"{server.url}briefings/hostile/", wait_until="networkidle")
        expect(page.locator("h1")).to_contain_text(ATTACK)
        page.locator(".pl-cite__link").first.hover()
        expect(page.get_by_role("tooltip")).to_be_visible()
    context.close()
    assert dialogs == []
