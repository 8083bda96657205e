"""The design as a browser shows it: measure, notes in the margin, confidence, masthead."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import CHARTED, PHONE
from support import ROOT, SITE_URL, Site, StaticServer

pytestmark = pytest.mark.browser

LINES = """() => [...document.querySelectorAll('.pl-body > p')].flatMap(p => {
  const lines = [];
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest('sup')) continue;
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      const last = lines.at(-1);
      if (last && Math.abs(last.bottom - box.bottom) < 6) last.count++;
      else lines.push({bottom: box.bottom, count: 1});
    }
  }
  return lines.slice(0, -1).map(line => line.count);
})"""
"""Characters of each line of running text, the last of a paragraph left out."""

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.pl-body > *, .pl-briefing__footer, .pl-judgments')]
    .filter(e => e.getClientRects().length)
    .map(e => {
      const range = document.createRange();
      range.selectNodeContents(e);
      const box = e.matches('.pl-sidenote, .pl-figure')
        ? e.getBoundingClientRect() : range.getBoundingClientRect();
      return {note: e.matches('.pl-sidenote'), name: e.textContent.trim().slice(0, 40), box};
    });
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap((a, i) => boxes.slice(i + 1)
    .filter(b => (a.note || b.note) && meet(a.box, b.box))
    .map(b => [a.name, b.name]));
}"""
"""Notes that overlap each other or anything else of the briefing."""


def opened(browser: Browser, address: str, width: int, *, script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [1280, 1920])
def test_lines_of_running_text_can_be_read(browser: Browser, url: str, width: int) -> None:
    page = opened(browser, url + CHARTED, width)
    lines = page.evaluate(LINES)
    page.context.close()
    assert len(lines) > 40
    assert 55 <= median(lines) <= 80, median(lines)
    assert max(lines) <= 90, max(lines)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A briefing of short paragraphs with more notes than there is room for beside them."""
    site = Site(tmp_path_factory.mktemp("crowded") / "site")
    records = "".join(
        f"  - id: s{n}\n    type: report\n    title: The long title of the report number {n}\n"
        f"    author: [{{literal: A service with a long name}}]\n    issued: '2024-03-01'\n"
        for n in range(40)
    )
    site.file("briefings/sources/many.yml", f"references:\n{records}")
    cited = [f"Short [{'; '.join(f'@s{n}' for n in range(k, k + 8))}].\n" for k in (0, 8, 16, 24)]
    chart = (
        "```chart\nid: calls\ntitle: Calls\ndata: port_calls\ntype: bar\nx: year\n"
        "y: [calls]\nalt: Bars.\n```\n"
    )
    quoted = f"> Said [{'; '.join(f'@s{n}' for n in range(32, 40))}].\n"
    site.briefing("crowded", body="\n".join([*cited[:2], chart, *cited[2:], "## Next\n", quoted]))
    with StaticServer(site.build().site, SITE_URL) as server:
        yield f"{server.url}briefings/crowded/"


@pytest.mark.parametrize("width", [1280, 1600, 1920])
@pytest.mark.parametrize("script", [True, False])
def test_notes_in_the_margin_overlap_nothing(
    browser: Browser, url: str, crowded: str, width: int, *, script: bool
) -> None:
    for address, least in ((url + CHARTED, 10), (crowded, 40)):
        page = opened(browser, address, width, script=script)
        shown = page.locator(".pl-sidenote:visible")
        assert shown.count() >= least
        assert page.evaluate(OVERLAPS) == []
        edge = page.evaluate("document.documentElement.scrollWidth")
        page.context.close()
        assert edge == width


def test_notes_stand_level_with_their_paragraph(browser: Browser, url: str) -> None:
    page = opened(browser, url + CHARTED, 1600)
    first = page.locator(".pl-sidenote").first.bounding_box()
    text = page.locator(".pl-body > p").first.bounding_box()
    page.context.close()
    assert first is not None
    assert text is not None
    assert first["x"] >= text["x"] + text["width"]
    assert text["y"] <= first["y"] < text["y"] + text["height"]


def test_mark_of_a_note_in_sight_marks_the_note(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    mark, note = page.locator(".pl-cite__link").first, page.locator(".pl-sidenote").first
    assert note.get_attribute("data-note") == mark.evaluate("a => a.hash.slice(1)")
    entry = f".pl-references__entry[id='{note.get_attribute('data-note')}-entry']"
    for way in ("pointer", "keyboard"):
        if way == "pointer":
            mark.hover()
        else:
            mark.focus()
        expect(note).to_have_class("pl-sidenote pl-sidenote--marked")
        expect(mark).to_have_attribute(
            "aria-describedby", str(page.locator(entry).get_attribute("id"))
        )
        expect(page.get_by_role("tooltip")).to_have_count(0)
        if way == "pointer":
            page.locator("h1").hover()
        else:
            page.keyboard.press("Escape")
        expect(page.locator(".pl-sidenote--marked")).to_have_count(0)
        assert mark.get_attribute("aria-describedby") is None


def test_mark_of_a_note_out_of_sight_shows_the_reference(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    cited = page.locator(".pl-body .pl-cite__link").evaluate_all("all => all.map(a => a.hash)")
    again = max(
        cited, key=lambda hash: len(cited) - cited.index(hash) if cited.count(hash) > 1 else 0
    )
    note = page.locator(f".pl-sidenote[data-note='{again.removeprefix('#')}']")
    mark = page.locator(f".pl-body .pl-cite__link[href$='{again}']").last
    mark.scroll_into_view_if_needed()
    expect(note).not_to_be_in_viewport()
    mark.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    expect(page.locator(".pl-sidenote--marked")).to_have_count(0)


@pytest.mark.parametrize("width", [380, 768, 1200])
def test_no_notes_where_there_is_no_margin(browser: Browser, url: str, width: int) -> None:
    page = opened(browser, url + CHARTED, width)
    assert page.locator(".pl-sidenote").count() > 10
    expect(page.locator(".pl-sidenote:visible")).to_have_count(0)
    page.context.close()


def test_confidence_shows_without_colour(browser: Browser, url: str) -> None:
    page = opened(browser, url + CHARTED, 1280)
    filled = page.evaluate(
        """() => [...document.querySelectorAll('.pl-confidence')].map(e => [
          e.textContent.trim().split(' ')[0],
          [...e.querySelectorAll('.pl-scale i')].map(
            i => getComputedStyle(i).backgroundColor !== 'rgba(0, 0, 0, 0)')])"""
    )
    page.context.close()
    bars = {"High": [True] * 3, "Moderate": [True, True, False], "Low": [True, False, False]}
    assert {name for name, _ in filled} == set(bars)
    assert all(bars[name] == shown for name, shown in filled)


def test_menu_of_a_phone_opens_by_keyboard_and_closes_on_the_next_page(
    browser: Browser, url: str
) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    topics = page.locator(".pl-menu a", has_text="Topics")
    expect(topics).to_be_hidden()
    page.locator(".pl-menu summary").focus()
    page.keyboard.press("Enter")
    expect(topics).to_be_visible()
    topics.click()
    expect(page.locator("h1")).to_have_text("Topics")
    expect(topics).to_be_hidden()
    context.close()


def test_long_words_do_not_stick_out_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    site = Site(tmp_path).briefing("ports", title=f"{long} and what came of it", summary=long)
    with StaticServer(site.build().site, SITE_URL) as server:
        for where in ("", "briefings/", "briefings/ports/", "topics/trade/"):
            context = browser.new_context(viewport=PHONE)
            page = context.new_page()
            page.goto(server.url + where)
            assert page.evaluate("document.documentElement.scrollWidth") == 380, where
            context.close()


@pytest.mark.usefixtures("browser_path")
def test_screenshots_are_written(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tests" / "screenshots.py"), "--site", str(site)]
    command += ["--into", str(tmp_path), "--kind", "home", "--width", "380"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    written = {p.name: p.read_bytes() for p in sorted(tmp_path.iterdir())}
    assert list(written) == ["home-380-dark.png", "home-380-light.png"]
    for picture in written.values():
        assert int.from_bytes(picture[16:20], "big") == 380  # width, in the header of a PNG
    assert len(set(written.values())) == 2
