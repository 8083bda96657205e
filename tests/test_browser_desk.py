"""The panel of the preview and its desk, as an author sees them in a browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from browsing import PHONE, Noise, until
from support import ROOT, PreviewServer, Site, wait_until
from test_accessibility import violations

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
FAULTY = """Calls rose [@port-2025]. The port counted 905 of them, and *905* is a lot.

We wrote of it [elsewhere](#nowhere), at length [@port-2024].
"""
LONG = "".join(f"Paragraph {n} says little.\n\n" for n in range(80))
HOSTILE = "<img src=x onerror=alert(1)>"
MARKED = """() => Object.fromEntries([...CSS.highlights].map(
  ([name, ranges]) => [name.slice(3), [...ranges].map((range) => range.toString())]
))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    site = Site(tmp_path_factory.mktemp("desk") / "site")
    overrides = site.root / "docs" / "overrides"
    shutil.copytree(ROOT / "docs" / "overrides", overrides)
    site.configure(theme={"custom_dir": str(overrides)})
    site.briefing("steady")
    site.briefing("long", body=LONG)
    site.briefing("faulty", body=FAULTY)
    hostile: dict[str, Any] = {HOSTILE: 1}
    site.briefing("hostile", **hostile)
    site.briefing("unfinished", status="draft", title="A draft of ours")
    site.briefing("later", status="scheduled", date="2026-03-01", title="One for later")
    with PreviewServer(site) as started:
        started.shows("/_desk/", "briefings/faulty/index.md", "One for later")
        yield started


@pytest.fixture(scope="module")
def url(server: PreviewServer) -> str:
    return f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def site(server: PreviewServer) -> Site:
    return server.site


@pytest.fixture
def still(page: Page) -> Page:
    """A page that does not load itself anew after a save."""
    page.route("**/livereload/client.js*", lambda r: r.fulfill(content_type="text/javascript"))
    return page


def finding(code: str) -> str:
    return f".pl-finding:has(a:has-text('{code} '))"


def test_words_that_a_finding_is_about_are_marked(still: Page, url: str) -> None:
    still.goto(f"{url}briefings/faulty/")
    until(still, "CSS.highlights.get('pl-error')?.size === 2")
    assert still.evaluate(MARKED) == {
        "error": ["port-2025", "elsewhere"],  # not the address, which nobody sees
        "warning": [],
        "note": ["905", "905"],
    }
    places = still.evaluate(
        """() => [...CSS.highlights.get('pl-note')]
          .map((range) => range.startContainer.parentElement.tagName)"""
    )
    assert places == ["P", "EM"]  # the same words, each at its own place


def test_finding_leads_to_its_words_and_they_to_it(still: Page, url: str) -> None:
    still.set_viewport_size({"width": 1280, "height": 400})
    still.goto(f"{url}briefings/faulty/")
    panel = still.locator(".pl-desk")
    panel.locator("summary").click()
    item = panel.locator(finding("LI005"))
    item.get_by_role("button", name="Show in the text").click()
    assert still.evaluate("getSelection().toString()") == "elsewhere"
    expect(still.locator(".pl-body a", has_text="elsewhere")).to_be_in_viewport()
    panel.locator("summary").click()
    expect(item).not_to_be_visible()
    still.locator(".pl-cite__unknown").click()
    expect(panel.locator(finding("CI001"))).to_have_class(re.compile("pl-finding--found"))
    expect(panel.locator(finding("CI001"))).to_be_visible()


def test_place_is_copied_and_opened_in_an_editor(still: Page, url: str, site: Site) -> None:
    still.context.grant_permissions(["clipboard-read", "clipboard-write"])
    still.goto(f"{url}briefings/faulty/")
    still.locator(".pl-desk summary").click()
    item = still.locator(finding("CI001"))
    place = "briefings/faulty/index.md:13:13"
    item.get_by_role("button", name=f"Copy {place}").click()
    expect(still.locator(".pl-desk__status")).to_have_text(f"Copied: {place}")
    assert still.evaluate("navigator.clipboard.readText()") == place
    expect(item.get_by_role("link", name=f"Edit {place}")).to_have_attribute(
        "href", f"vscode://file/{str(site.root).lstrip('/')}/{place}"
    )
    expect(item.get_by_role("link", name="CI001 unknown-citation")).to_have_attribute(
        "href", re.compile(r"rules/unknown-citation/$")
    )


def test_findings_arrive_without_a_new_page(still: Page, url: str, site: Site) -> None:
    still.goto(f"{url}briefings/steady/")
    panel = still.locator(".pl-desk")
    expect(panel.locator("summary")).to_have_text("Nothing found on this page")
    still.evaluate("window.same = true")
    panel.locator("summary").click()
    site.briefing("steady", body="Calls rose [@port-2025].\n")
    expect(panel.locator("summary")).to_have_text("1 error on this page")
    expect(panel.locator(finding("CI001"))).to_be_visible()  # it has stayed open
    expect(panel.locator("summary")).to_be_focused()
    expect(panel.get_by_role("status")).to_have_text("1 error on this page")
    site.briefing("steady")
    expect(panel.locator("summary")).to_have_text("Nothing found on this page")
    assert still.evaluate("window.same") is True


def test_panel_stays_as_it_was_left_when_the_page_loads_anew(
    page: Page, url: str, site: Site
) -> None:
    page.goto(f"{url}briefings/steady/")
    page.locator(".pl-desk summary").click()
    expect(page.locator(".pl-desk__body")).to_be_visible()
    page.evaluate("window.same = true")
    site.briefing("steady", body="Another wording.\n")
    expect(page.locator(".pl-body")).to_contain_text("Another wording.")
    assert page.evaluate("window.same") is None
    expect(page.locator(".pl-desk__body")).to_be_visible()
    site.briefing("steady")


def test_reader_stays_where_they_were_when_the_page_loads_anew(
    page: Page, url: str, server: PreviewServer
) -> None:
    site = server.site
    site.briefing("steady", body=f"{LONG}The first end.\n")
    page.set_viewport_size(DESK)
    try:
        server.shows("/briefings/steady/", "The first end.")
        page.goto(f"{url}briefings/steady/")
        # Material notes it when scrolling has ended; a late reload may come between.
        until(page, "(window.scrollTo(0, 1500), history.state?.y === 1500)")
        page.evaluate("window.same = true")
        site.briefing("steady", body=f"{LONG}The second end.\n")
        expect(page.locator(".pl-body")).to_contain_text("The second end.")
        assert page.evaluate("window.same") is None
        until(page, "scrollY === 1500")
    finally:
        site.briefing("steady")


def test_panel_says_that_a_rebuild_failed_until_it_succeeds(
    still: Page, url: str, site: Site
) -> None:
    kept = (site.root / "mkdocs.yml").read_bytes()
    still.goto(f"{url}briefings/faulty/")
    site.file("mkdocs.yml", "site_name: [never closed\n")
    failure = still.locator(".pl-desk__failure")
    expect(failure).to_contain_text("The last save could not be taken in.")
    still.goto(f"{url}_desk/")
    expect(failure).to_contain_text("The last save could not be taken in.")
    expect(still.locator(finding("CI001"))).to_be_visible()
    site.file("mkdocs.yml", kept)
    expect(failure).to_have_count(0)


def test_page_that_cannot_be_rendered_comes_back_when_it_is_mended(
    page: Page, noise: Noise, url: str, site: Site
) -> None:
    template = "docs/overrides/partials/macros.html"
    kept = (site.root / template).read_bytes()
    page.set_viewport_size(DESK)
    page.goto(f"{url}briefings/long/")
    until(page, "(window.scrollTo(0, 1500), history.state?.y === 1500)")
    site.file(template, kept + b"{% never closed")
    expect(page.locator("h1")).to_have_text("This page could not be rendered")
    expect(page.locator("h1")).to_be_in_viewport()
    line = kept.count(b"\n") + 1
    expect(page.locator("p").first).to_contain_text(f"{template}:{line}: ")
    site.file(template, kept)
    expect(page.locator("h1")).to_have_text("About long")
    until(page, "scrollY === 1500")
    known = ("live reload", "Failed to load resource")  # the page itself, and its icon
    assert [m for m in noise.messages if not any(words in m for words in known)] == []
    noise.messages.clear()


def test_desk_lists_and_filters_everything(still: Page, url: str, site: Site) -> None:
    still.goto(f"{url}_desk/")
    files = still.locator(".pl-desk__file")
    expect(files).to_have_text(["briefings/faulty/index.md", "briefings/hostile/index.md"])
    expect(still.locator("section", has_text="Drafts").last).to_contain_text("A draft of ours")
    expect(still.locator("section[aria-labelledby=scheduled]")).to_contain_text(
        re.compile(r"1 March 2026\s+One for later\s+in 29 days")
    )
    still.evaluate("window.same = true")
    still.get_by_label("Rule").select_option("unknown-key")
    expect(files).to_have_text(["briefings/hostile/index.md"])
    expect(still.locator(".pl-finding__message")).to_contain_text(HOSTILE)
    assert still.url == f"{url}_desk/?rule=unknown-key"
    assert still.evaluate("window.same") is True
    still.reload()
    expect(still.get_by_label("Rule")).to_have_value("unknown-key")
    expect(files).to_have_text(["briefings/hostile/index.md"])
    still.get_by_label("Rule").select_option("")
    still.get_by_label("Severity").select_option("note")
    expect(files).to_have_text(["briefings/faulty/index.md"])
    site.briefing("steady", body="Calls [@port-1999].\n")
    still.get_by_label("Severity").select_option("")
    expect(files).to_contain_text(["briefings/steady/index.md"])
    expect(still.get_by_label("File").locator("option")).to_contain_text(
        ["briefings/steady/index.md (1)"]
    )
    site.briefing("steady")
    expect(files).to_have_count(2)


def test_lists_are_there_without_a_script(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}briefings/faulty/")
    page.locator(".pl-desk summary").click()
    expect(page.locator(finding("CI001"))).to_be_visible()
    expect(page.locator(".pl-desk button:visible")).to_have_count(0)
    page.locator(".pl-desk__all").click()
    page.get_by_label("Severity").select_option("note")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator(".pl-desk__file")).to_have_text(["briefings/faulty/index.md"])
    expect(page.locator(".pl-finding--error")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("path", ["briefings/faulty/", "briefings/steady/", "_desk/", "topics/"])
def test_axe_finds_nothing_in_panel_and_desk(still: Page, url: str, path: str) -> None:
    still.goto(url + path)
    expect(still.locator(".pl-desk__all, .pl-desk__file").first).to_contain_text(
        re.compile("on the whole site|faulty")
    )
    summary = still.locator(".pl-desk summary")
    if summary.count():
        summary.click()
    for scheme in ("light", "dark"):
        still.emulate_media(color_scheme=scheme)
        for size in (DESK, PHONE):
            still.set_viewport_size(size)
            assert violations(still) == [], (scheme, size)
            assert still.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_json_tells_programs_the_same(server: PreviewServer) -> None:
    status, text = server.get("/_desk/diagnostics.json?page=briefings/faulty/")
    told = json.loads(text)
    assert (status, told["checking"], told["failure"]) == (200, False, None)
    assert [(f["code"], f["line"]) for f in told["findings"]] == [
        ("CI001", 13),
        ("NU009", 13),
        ("NU009", 13),
        ("LI005", 15),
    ]
    again = server.get(f"/_desk/diagnostics.json?page=briefings/faulty/&since={told['version']}")
    assert again == (200, "{}")
    for query in ("", "?page=%ff", "?since=%00", "?severity=grave", "?page=briefings/../x/&page="):
        status, text = server.get(f"/_desk/diagnostics.json{query}")
        assert status == 200, query
        assert set(json.loads(text)["counts"]) == {"error", "note"}
    assert HOSTILE not in server.get("/_desk/")[1]


def test_json_says_how_many_findings_it_leaves_out(server: PreviewServer, site: Site) -> None:
    address = "/_desk/diagnostics.json?rule=unknown-citation&file=briefings/many/index.md"
    site.briefing("many", body=" ".join(f"Calls rose [@none-{n}]." for n in range(520)))
    try:
        wait_until(
            lambda: json.loads(server.get(address)[1])["left_out"] == 20, "20 are left out", 60
        )
        assert len(json.loads(server.get(address)[1])["findings"]) == 500
    finally:
        shutil.rmtree(site.root / "briefings" / "many")
