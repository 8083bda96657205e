"""Searching as a reader does it: the dialog, its keys, its filters, and the page /search/."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect

from browsing import CHARTED, PHONE, Noise
from hostile import ATTACK
from plumbline.search.indexing import build_index
from support import SITE_URL, Built, PageFile, PreviewServer, Site, StaticServer, by_class

pytestmark = pytest.mark.browser

RESULT = ".pl-search__result"
INDEXED = 60_000
"""Milliseconds in which a preview has its index; it works at it when nothing else is to be done."""


def open_search(page: Page, words: str = "") -> Locator:
    """Open the dialog with its key and type what to look for."""
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    field = dialog.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.press_sequentially(words)
    return dialog


def rarest_word(site: Path, of: str) -> str:
    """Return the longest word of a briefing's text that stands on no other page."""

    def words(path: Path, name: str = "") -> set[str]:
        tree = PageFile(path).tree
        texts = by_class(tree, name) if name else [tree]
        found = " ".join(" ".join(text.itertext()) for text in texts)
        return set(re.findall(r"(?<= )[a-z]{6,}(?= )", found))

    own = words(site / of / "index.html", "pl-body")
    pages = [p for p in site.rglob("index.html") if p != site / of / "index.html"]
    longest: str = max(sorted(own.difference(*map(words, pages))), key=len)
    return longest


def test_briefing_is_found_by_a_word_of_its_text(page: Page, url: str, site: Path) -> None:
    word = rarest_word(site, CHARTED)
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page, word)
    result = dialog.locator(RESULT)
    expect(result).to_have_count(1)
    expect(dialog.get_by_role("status")).to_have_text("1 result")
    expect(result.locator("mark").first).to_have_text(re.compile(word, re.IGNORECASE))
    expect(result).to_contain_text("Briefing · 20 November 2026 · ")
    result.locator(".pl-search__title a").click()
    expect(page).to_have_url(url + CHARTED)
    expect(dialog).to_be_hidden()


def test_nothing_is_fetched_before_the_dialog_is_opened(page: Page, noise: Noise, url: str) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    assert not [address for address in noise.requests if "/pagefind/" in address]
    open_search(page, "trade")
    expect(page.locator(RESULT).first).to_be_visible()
    assert [address for address in noise.requests if "/pagefind/pagefind.js" in address]


@pytest.mark.parametrize(
    ("asked", "results"),
    [
        ("sort=date", "Dataset · "),
        ("type=Source", "Source · "),
        ("author=Plumbline+Trade+Desk", "B"),
    ],
)
def test_search_without_words_fetches_what_it_shows(
    page: Page, noise: Noise, url: str, asked: str, results: str
) -> None:
    page.goto(f"{url}search/?{asked}", wait_until="networkidle")
    shown = page.get_by_role("main").locator(".pl-search__about")
    expect(shown.first).to_contain_text(results)
    expect(page.get_by_role("main").get_by_role("group", name="Type")).to_be_visible()
    fetched = [urlsplit(address).path for address in noise.requests]
    assert len([path for path in fetched if path.endswith(".pf_index")]) <= 1  # one without words
    fragments = [path for path in fetched if path.endswith(".pf_fragment")]
    assert len(fragments) == len(set(fragments)) == shown.count() <= 10


def test_filters_with_their_counts_cost_little_before_one_is_chosen(
    page: Page, noise: Noise, url: str
) -> None:
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page)
    dialog.locator("summary").click()
    kinds = dialog.get_by_role("group", name="Type")
    source = kinds.get_by_text(re.compile(r"^Source$")).locator("xpath=..")
    number = re.findall(r"\d+$", source.inner_text().strip())[0]
    assert not [address for address in noise.requests if address.endswith(".pf_filter")]
    kinds.get_by_role("checkbox", name="Source").check()
    expect(dialog.get_by_role("status")).to_have_text(f"{number} results")
    expect(dialog.locator(RESULT).first).to_contain_text("Source")


def test_filters_opened_while_results_are_on_their_way_are_shown(
    browser: Browser, url: str
) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(url, wait_until="networkidle")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*.pf_fragment", hold)
    dialog = open_search(page, "trade")
    expect(dialog.get_by_role("status")).to_contain_text("results")
    dialog.locator("summary").click()
    page.wait_for_timeout(100)
    assert held
    page.unroute_all()  # which lets them go
    expect(dialog.get_by_role("group", name="Type")).to_be_visible()
    expect(dialog.locator(RESULT).first).to_be_visible()
    page.context.close()


def test_common_words_are_not_searched_for(page: Page, noise: Noise, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page)
    field, status = dialog.get_by_role("searchbox"), dialog.get_by_role("status")
    field.fill("the of")  # at once: half a word is searched for where typing pauses
    expect(status).to_contain_text("nearly every page")
    assert not [address for address in noise.requests if address.endswith(".pf_index")]
    field.fill("pipeline")
    expect(status).to_have_text(re.compile(r"^\d+ results?$"))
    number = status.inner_text()
    field.fill("the zzyzxqwv")
    expect(status).to_contain_text("Nothing found")
    field.fill("The pipeline of")
    expect(status).to_have_text(number)


def test_index_out_of_reach_is_not_taken_for_nothing_found(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page)
    page.wait_for_load_state("networkidle")
    for pattern in ("**/*.pf_index", "**/pagefind-entry.json*"):
        page.route(pattern, lambda route: route.abort())
    field, status = dialog.get_by_role("searchbox"), dialog.get_by_role("status")
    field.fill("pipeline")
    expect(status).to_contain_text("could not be loaded. Try again")
    page.unroute_all()
    field.fill("pipelines")
    expect(dialog.locator(RESULT).first).to_be_visible()
    page.context.close()


def test_new_index_in_the_place_of_the_loaded_one_is_searched(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    served = tmp_path / "site"
    shutil.copytree(site, served)
    page = browser.new_page()
    with StaticServer(served, SITE_URL) as server:
        page.goto(f"{server.url}about/", wait_until="networkidle")
        dialog = open_search(page, "pipeline")
        expect(dialog.locator(RESULT).first).to_be_visible()  # so the former index is there
        file = served / CHARTED / "index.html"
        html = file.read_text(encoding="utf-8")
        body = '<div class="pl-body" data-pagefind-body>'
        file.write_text(html.replace(body, f"{body}<p>Quizzaciously.</p>"), encoding="utf-8")
        build_index(served, served / "pagefind")
        dialog.get_by_role("searchbox").fill("quizzaciously")
        expect(dialog.locator(RESULT)).to_have_count(1)
    page.context.close()


@pytest.mark.parametrize("part", ["pagefind.js", "pagefind-entry.json*", "*.pf_meta", "wasm.*"])
def test_part_of_the_index_that_is_missed_once_is_fetched_again(
    browser: Browser, url: str, part: str
) -> None:
    page = browser.new_page()
    page.goto(url, wait_until="networkidle")
    page.route(f"**/pagefind/{part}", lambda route: route.fulfill(status=404), times=1)
    open_search(page, "pipeline")
    expect(page.locator(RESULT).first).to_be_visible()
    page.context.close()


def test_back_returns_to_words_and_filters(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.goto(f"{url}search/?type=Source", wait_until="networkidle")
    main = page.get_by_role("main")
    main.get_by_role("searchbox").fill("sanctions")
    asked = f"{url}search/?q=sanctions&type=Source"
    expect(page).to_have_url(asked)
    main.locator(f"{RESULT} .pl-search__title a").first.click()
    expect(page).to_have_url(re.compile(r"/sources/[^/]+/"))
    page.go_back()
    expect(page).to_have_url(asked)
    expect(main.get_by_role("searchbox")).to_have_value("sanctions")
    expect(main.get_by_role("checkbox", name="Source")).to_be_checked()
    expect(main.locator(RESULT).first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(url)


def test_filters_can_be_taken_back_when_they_leave_nothing(page: Page, url: str) -> None:
    page.goto(f"{url}search/?q=pipeline&topic=Methods&type=Source", wait_until="networkidle")
    main = page.get_by_role("main")
    expect(main.get_by_role("status")).to_contain_text("Nothing found")
    main.get_by_role("checkbox", name="Source").click()  # and it is gone: it would leave nothing
    expect(main.locator(RESULT).first).to_be_visible()


def test_search_works_by_keyboard_alone(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.keyboard.press("Tab")
    before = page.evaluate("document.activeElement.outerHTML")
    dialog = open_search(page, "sanctions")
    expect(dialog.locator(RESULT).first).to_be_visible()
    links = dialog.locator(f"{RESULT} a")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.outerHTML") == before

    page.keyboard.press("Control+k")
    expect(dialog).to_be_visible()
    dialog.get_by_role("searchbox").fill("sanctions")
    expect(dialog.locator(RESULT).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(url) + r"[a-z]+/.+/"))
    expect(dialog).to_be_hidden()


def test_focus_stays_in_the_open_dialog(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page, "sanctions")
    expect(dialog.locator(RESULT).first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"  # the browser's own controls
            " || document.activeElement.closest('dialog') !== null"
        )


def test_button_opens_and_closes_the_dialog(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    button = page.get_by_role("button", name="Search", exact=True)
    button.click()
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_slash_in_a_field_is_a_letter(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page, "and/or")
    expect(dialog.get_by_role("searchbox")).to_have_value("and/or")


def test_filters_narrow_and_their_counts_hold(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page, "trade")
    kinds = dialog.get_by_role("group", name="Type")
    expect(kinds).to_be_visible()
    for name in ("Dataset", "Source"):
        box = kinds.get_by_role("checkbox", name=name)
        number = re.findall(r"\d+$", str(box.locator("xpath=..").inner_text()).strip())[0]
        box.check()
        results = "1 result" if number == "1" else f"{number} results"
        expect(dialog.get_by_role("status")).to_have_text(results)
        for about in dialog.locator(".pl-search__about").all_inner_texts():
            assert about.startswith(name)
        expect(box).to_be_focused()
        kinds.get_by_role("checkbox", name=name).uncheck()
    kinds.get_by_role("checkbox", name="Dataset").check()
    expect(dialog.locator("summary")).to_have_text("Filters (1)")
    dialog.get_by_role("button", name="All results").click()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"q": ["trade"], "type": ["Dataset"]}
    assert urlsplit(page.url).path == "/search/"


def test_results_are_sorted_by_date(page: Page, url: str) -> None:
    page.goto(f"{url}search/?q=trade&type=Source", wait_until="networkidle")
    main = page.get_by_role("main")
    expect(main.locator(RESULT).first).to_be_visible()
    main.get_by_label("Sort by").select_option("date")
    expect(page).to_have_url(f"{url}search/?q=trade&type=Source&sort=date")
    expect(main.locator(RESULT).first).to_be_visible()
    page.wait_for_timeout(300)
    years = [int(y) for y in re.findall(r"(\d{4})\n", "\n".join(abouts(main)) + "\n")]
    assert len(years) > 5
    assert years == sorted(years, reverse=True)


def abouts(within: Locator) -> list[str]:
    return within.locator(".pl-search__about").all_inner_texts()


def test_result_leads_to_the_section(page: Page, url: str) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    dialog = open_search(page, "sanctions relief")
    section = dialog.locator(".pl-search__sections a", has_text="What we do not know")
    section.click()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{url}{CHARTED}#what-we-do-not-know")
    expect(page.locator("#what-we-do-not-know")).to_be_in_viewport()


def test_address_of_the_search_page_holds_words_and_filters(page: Page, url: str) -> None:
    page.goto(f"{url}search/?q=kissinger&type=Briefing", wait_until="networkidle")
    main = page.get_by_role("main")
    expect(main.get_by_role("searchbox")).to_have_value("kissinger")
    expect(main.locator(RESULT).first).to_contain_text("Could Washington outbid")
    expect(main.get_by_role("checkbox", name="Briefing")).to_be_checked()
    main.get_by_role("searchbox").fill("customs & tariffs")
    expect(page).to_have_url(f"{url}search/?q=customs+%26+tariffs&type=Briefing")
    page.reload()
    expect(main.get_by_role("searchbox")).to_have_value("customs & tariffs")
    main.get_by_role("checkbox", name="Briefing").uncheck()
    expect(page).to_have_url(f"{url}search/?q=customs+%26+tariffs")


def test_focus_stays_on_a_filter_that_leaves_nothing(page: Page, url: str) -> None:
    page.goto(f"{url}search/?q=zzyzxqwv&type=Briefing", wait_until="networkidle")
    main = page.get_by_role("main")
    box = main.get_by_role("checkbox", name="Briefing 0")
    box.focus()
    box.evaluate("box => box.dataset.drawn = 'before'")
    box.press("Space")
    expect(box).not_to_have_attribute("data-drawn", "before")  # the filters are drawn anew
    expect(page).to_have_url(f"{url}search/?q=zzyzxqwv")
    expect(box).not_to_be_checked()
    expect(box).to_be_focused()


def test_dialog_leads_to_the_search_page(page: Page, url: str) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    open_search(page, "pipeline")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}search/?q=pipeline")
    expect(page.get_by_role("main").locator(RESULT).first).to_be_visible()


def test_search_survives_instant_navigation(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.stays = true")
    open_search(page, "washington outbid beijing")
    page.locator(f"{RESULT} .pl-search__title a", has_text="Could Washington").click()
    expect(page).to_have_url(url + CHARTED)
    expect(page.locator(".pl-briefing")).to_be_visible()
    assert page.evaluate("window.stays")  # the document is still the same
    dialog = open_search(page)
    dialog.get_by_role("searchbox").fill("customs")
    expect(dialog.locator(RESULT).first).to_be_visible()
    first = dialog.locator(f"{RESULT} a").first.get_attribute("href")
    assert page.request.get(str(first)).ok
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{url}search/?q=customs")


def test_nothing_found_is_said(page: Page, url: str) -> None:
    page.goto(f"{url}search/?q=zzyzxqwv", wait_until="networkidle")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Nothing found")


def test_missing_index_is_said(browser: Browser, site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("pagefind"))
    page = browser.new_page()
    with StaticServer(copy, SITE_URL) as server:
        page.goto(f"{server.url}search/?q=trade", wait_until="networkidle")
        status = page.get_by_role("main").get_by_role("status")
        expect(status).to_contain_text("could not be loaded")
    page.context.close()


def test_search_page_without_javascript_leads_to_the_lists(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(f"{url}search/")))
    main = page.get_by_role("main")
    assert "needs JavaScript" in main.locator("noscript").evaluate("n => n.textContent")
    main.get_by_role("link", name="all briefings by date").click()
    expect(page).to_have_url(f"{url}briefings/")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_axe_finds_nothing_in_dialog_and_page(
    browser: Browser, url: str, scheme: Any, size: str
) -> None:
    viewport = PHONE if size == "phone" else {"width": 1280, "height": 900}
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    dialog = open_search(page, "trade")
    expect(dialog.locator(RESULT).first).to_be_visible()
    if size == "phone":
        dialog.locator("summary").click()
    expect(dialog.get_by_role("group", name="Type")).to_be_visible()
    report = Axe().run(page, context={"include": [["#search-dialog"]]})
    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.goto(f"{url}search/?q=trade&type=Source", wait_until="networkidle")
    expect(page.get_by_role("main").locator(RESULT).first).to_be_visible()
    report = Axe().run(page, context={"include": [["main"], [".pl-masthead__tools"]]})
    assert report.violations_count == 0, report.generate_report()
    context.close()


def test_hostile_words_are_inert_in_results(browser: Browser, hostile_build: Built) -> None:
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    with StaticServer(hostile_build.site, SITE_URL) as server:
        page.goto(server.url, wait_until="networkidle")
        dialog = open_search(page, "script alert onerror")
        result = dialog.locator(RESULT, has=page.locator("a[href*='briefings/hostile/']"))
        expect(result).to_have_count(1)
        title = result.locator(".pl-search__title a")
        assert title.evaluate("a => a.textContent") == f"Title {ATTACK}"
        expect(dialog.locator(f"{RESULT} mark").first).to_be_visible()
        expect(dialog.get_by_role("group", name="Topic")).to_be_visible()
        assert dialog.locator("img, script").count() == 0
        written = dialog.evaluate(
            "d => [...new Set([...d.querySelectorAll('*')].map(e => e.tagName))]"
        )
        assert set(written) <= TAGS
        page.wait_for_timeout(300)
    context.close()
    assert dialogs == []


TAGS = {
    *("A", "BUTTON", "DETAILS", "DIV", "FIELDSET", "FORM", "H2", "INPUT", "LABEL", "LEGEND"),
    *("LI", "MARK", "OL", "OPTION", "P", "SELECT", "SPAN", "SUMMARY", "UL"),
}
"""Elements of the dialog and of what is found."""

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
)


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Send the policy along."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def strict_url(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a path, under the strict policy; the theme's inline scripts are refused."""
    folder = tmp_path_factory.mktemp("strict")
    (folder / "project").symlink_to(site, target_is_directory=True)
    handler = partial(_Strict, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/project/"
    server.shutdown()
    server.server_close()


def test_search_works_under_a_strict_policy_below_a_path(browser: Browser, strict_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda m: None if "inline script" in m.text else refused.append(m.text),
    )
    page.goto(f"{strict_url}search/?q=sanctions", wait_until="networkidle")
    main = page.get_by_role("main")
    expect(main.locator(RESULT).first).to_be_visible()
    link = main.locator(f"{RESULT} a").first
    assert str(link.get_attribute("href")).startswith(strict_url)
    assert page.request.get(str(link.get_attribute("href"))).ok
    assert refused == []
    context.close()


@pytest.mark.slow
def test_preview_says_that_the_index_is_being_built_and_then_finds(
    browser: Browser, tmp_path: Path
) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Stevedores unloaded the ships.\n")
    page = browser.new_page()
    with PreviewServer(site) as server:
        # The index of the start may be there already; without one the reader is told.
        page.route("**/pagefind-entry.json*", lambda route: route.fulfill(status=404))
        page.goto(f"http://127.0.0.1:{server.port}/search/?q=stevedores")
        status = page.get_by_role("main").get_by_role("status")
        expect(status).to_contain_text("being built")
        page.unroute("**/pagefind-entry.json*")
        results = page.get_by_role("main").locator(RESULT)
        expect(results).to_have_count(1, timeout=INDEXED)
        site.briefing("ports", body="Longshoremen unloaded the ships.\n")
        server.shows("/briefings/ports/", "Longshoremen")
        former = server.get("/pagefind/pagefind-entry.json")[1]
        page.wait_for_timeout(300)
        for _ in range(INDEXED // 100):
            if server.get("/pagefind/pagefind-entry.json")[1] not in ("", former):
                break
            page.wait_for_timeout(100)
        page.goto(f"http://127.0.0.1:{server.port}/search/?q=longshoremen")
        expect(results).to_have_count(1, timeout=INDEXED)
        assert server.alive
    page.context.close()
