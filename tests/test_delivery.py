"""How the site is delivered: its policy and headers, its frames, at a root and below a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import CHARTED, draw_all, reach, until
from conftest import build_once, copy_repository
from plumbline.project import date_of_build
from plumbline.site.security import content_security_policy, headers_file, page_policy
from support import ROOT, SITE_URL, Built, PageFile, Site, StaticServer, read_headers
from test_browser import KINDS, address

EMBED = "charts/power-of-siberia/embed/"
BASE = "/project/"
VIOLATIONS = """
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
"""


# --- The policy and the file of headers


def directives(policy: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in policy.split(";")}


def test_policy_lets_no_inline_script_and_no_other_host_through() -> None:
    policy = directives(page_policy())
    assert policy["default-src"] == ["'self'"]
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert policy["object-src"] == ["'none'"]
    assert policy["base-uri"] == policy["form-action"] == ["'self'"]
    for words in policy.values():
        for word in words:
            assert word in ("'self'", "'none'", "'wasm-unsafe-eval'", "data:", "blob:") or (
                word.startswith("'sha256-")
            )
    assert "frame-ancestors" not in policy, "a browser complains of it in a meta tag"
    assert directives(content_security_policy(framed=False))["frame-ancestors"] == ["'none'"]
    assert directives(content_security_policy(framed=True))["frame-ancestors"] == ["*"]


@pytest.mark.parametrize(
    ("path", "framed"),
    [
        ("/", False),
        ("/index.html", False),
        ("/404.html", False),
        ("/notes/", False),
        ("/notes/about-ports/index.html", False),
        ("/charts/", False),
        ("/charts/index.html", False),
        ("/charts/calls/embed/", True),
        ("/charts/calls/embed/index.html", True),
    ],
)
def test_each_page_has_one_policy_whatever_a_host_does_with_several_rules(
    path: str, framed: bool
) -> None:
    rules = read_headers(headers_file(["notes", "data"]))
    matching = [(name, value) for pattern, name, value in rules if pattern.fullmatch(path)]
    names = [name for name, _ in matching]
    assert len(names) == len(set(names)), "one host joins the values, another takes one"
    assert dict(matching)["Content-Security-Policy"] == content_security_policy(framed=framed)
    assert dict(matching)["X-Content-Type-Options"] == "nosniff"
    assert "Cache-Control" not in names


def test_file_of_headers_can_be_read_by_hosts() -> None:
    text = headers_file(["data", "about", "data"], ["assets/plotly-1.js"])
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    paths = [block[0] for block in blocks]
    assert len(paths) == len(set(paths)) < 100
    for path, *lines in blocks:
        assert path.startswith("/")
        assert path.count("*") <= 1
        assert lines
        for line in lines:
            assert re.fullmatch(r"  [A-Za-z-]+: \S.{0,1900}", line), line
    assert "/assets/plotly-1.js\n  Cache-Control: public, max-age=31536000, immutable" in text


def test_every_page_of_the_site_has_its_policy_by_meta_tag_and_header(real_build: Built) -> None:
    rules = read_headers((real_build.site / "_headers").read_text(encoding="utf-8"))
    pages = sorted(real_build.site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        own = f"/{page.relative_to(real_build.site)}"
        tree = PageFile(page).tree
        head = next(tree.iter("head"))
        metas = [e for e in head if e.get("http-equiv") == "Content-Security-Policy"]
        assert [e.get("content") for e in metas] == [page_policy()], own
        before = [e.tag for e in list(head)[: list(head).index(metas[0])]]
        assert not {"script", "style"} & set(before), f"{own}: a policy holds from where it stands"
        framed = bool(re.fullmatch(r"/charts/[^/]+/embed/index\.html", own))
        for path in {own, own.removesuffix("index.html")}:
            sent = [v for p, n, v in rules if n == "Content-Security-Policy" and p.fullmatch(path)]
            assert sent == [content_security_policy(framed=framed)], path


def test_what_is_kept_for_ever_has_a_digest_in_its_name(real_build: Built) -> None:
    rules = read_headers((real_build.site / "_headers").read_text(encoding="utf-8"))
    kept = 0
    for file in real_build.site.rglob("*"):
        path = f"/{file.relative_to(real_build.site)}"
        lasting = [v for p, n, v in rules if n == "Cache-Control" and p.fullmatch(path)]
        if file.is_file() and lasting:
            assert lasting == ["public, max-age=31536000, immutable"]
            assert re.search(r"[.-][0-9a-f]{8,}\.", file.name), path
            kept += 1
    assert kept >= 4


def test_no_page_has_a_script_or_a_style_of_its_own(real_build: Built) -> None:
    for page in sorted(real_build.site.rglob("*.html")):
        for element in PageFile(page).tree.iter():
            where = f"{page.relative_to(real_build.site)}: {element.tag} {element.attrib}"
            if element.tag == "script":
                assert element.get("src") or element.get("type", "").endswith("json"), where
            assert element.tag != "style", where
            assert "style" not in element.attrib, where
            assert not [name for name in element.attrib if str(name).startswith("on")], where
            for name in ("href", "src", "action"):
                assert not (element.get(name) or "").lower().startswith("javascript:"), where


# --- Under the policy, in a browser


@dataclass
class Quiet:
    """A page under the policy, and what it was refused."""

    page: Page
    messages: list[str] = field(default_factory=list)

    def expect(self) -> None:
        assert self.page.evaluate("violations") == []
        assert self.messages == []


@pytest.fixture
def quiet(browser: Browser) -> Iterator[Quiet]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.set_default_timeout(15_000)
    quiet = Quiet(page)
    page.on("console", lambda m: quiet.messages.append(f"{m.type}: {m.text}"))
    page.on("pageerror", lambda e: quiet.messages.append(f"error: {e}"))
    yield quiet
    quiet.expect()
    context.close()


@pytest.mark.browser
def test_server_of_the_tests_sends_the_headers(url: str, quiet: Quiet) -> None:
    for path, ancestors in (("", "'none'"), (EMBED, "*")):
        answer = quiet.page.goto(url + path)
        assert answer is not None
        policy = directives(answer.headers["content-security-policy"])
        assert policy["frame-ancestors"] == [ancestors]
    inline = "document.head.append(Object.assign(document.createElement('script'), {text: 'x=1'}))"
    quiet.page.evaluate(inline)
    assert quiet.page.evaluate("typeof x") == "undefined"
    assert len(quiet.page.evaluate("violations")) > 0, "a violation is seen"
    assert quiet.messages
    quiet.messages.clear()
    quiet.page.evaluate("violations.length = 0")


@pytest.mark.browser
def test_nothing_is_refused_on_any_kind_of_page(quiet: Quiet, url: str, site: Path) -> None:
    for pattern in KINDS.values():
        quiet.page.goto(url + address(site, pattern))
        expect(quiet.page.locator("h1")).to_be_visible()
        quiet.page.emulate_media(media="print")
        quiet.page.emulate_media(media="screen")
        quiet.expect()


@pytest.mark.browser
def test_nothing_is_refused_when_charts_are_used(quiet: Quiet, url: str) -> None:
    page = quiet.page
    page.goto(url + CHARTED)
    draw_all(page)
    bold = """() => {
      const word = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
      word.setAttribute("style", "font-weight:bold"); // as Plotly does
      return word.style.fontWeight;
    }"""
    assert page.evaluate(bold) == "bold"
    box = page.locator(".pl-figure").first
    for format_ in ("PNG", "SVG"):
        with page.expect_download() as download:
            box.get_by_role("button", name=f"Download as {format_}").click()
        assert Path(download.value.path()).stat().st_size > 5_000
    page.goto(url + EMBED)
    reach(page.locator(".pl-chart"))


@pytest.mark.browser
def test_nothing_is_refused_on_the_way_through_the_site(quiet: Quiet, url: str) -> None:
    page = quiet.page
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.loadedOnce = true")
    page.locator(f".pl-card__title a[href$='{CHARTED}']").first.click()
    expect(page.locator(".pl-briefing h1")).to_be_visible()
    reach(page.locator(".pl-chart").first)
    page.locator(".pl-claim").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.locator(".pl-tools details > summary").first.click()
    page.locator(".pl-theme").click()
    page.locator(".pl-footer a", has_text="Write a briefing").click()
    expect(page).to_have_url(f"{url}writing/")
    page.locator(".md-code__button").first.click()
    expect(page.locator(".md-dialog")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()")
    page.set_viewport_size({"width": 380, "height": 740})
    page.locator(".pl-menu summary").click()
    page.locator(".pl-menu").get_by_role("link", name="Topics").click()
    expect(page).to_have_url(f"{url}topics/")
    assert page.evaluate("window.loadedOnce"), "the page was loaded anew: nothing was instant"


@pytest.mark.browser
def test_tab_that_an_address_names_is_opened(browser: Browser, tmp_path: Path) -> None:
    body = '=== "One"\n\n    First.\n\n=== "Two"\n\n    Second.\n'
    built = Site(tmp_path).briefing("tabs", body).build()
    target = "briefings/tabs/#__tabbed_1_2"
    page = browser.new_page()
    page.add_init_script(VIOLATIONS)
    with StaticServer(built.site, SITE_URL) as server:
        page.goto(f"{server.url}briefings/tabs/")
        expect(page.get_by_text("First.")).to_be_visible()
        page.goto("about:blank")
        page.goto(server.url + target)
        expect(page.get_by_text("Second.")).to_be_visible()
        assert page.evaluate("violations") == []
    page.close()


# --- Colours


@pytest.mark.browser
def test_choice_of_colours_is_kept_and_holds_before_the_page_is_shown(
    browser: Browser, url: str
) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script(
        """const look = () => {
            if (document.body) {
                globalThis.schemeAtFirst = document.body.dataset.mdColorScheme;
            } else {
                requestAnimationFrame(look); // which comes before each picture of the page
            }
        };
        requestAnimationFrame(look);"""
    )
    page = context.new_page()
    page.goto(url)
    button = page.get_by_role("button", name="Colours")
    expect(button).to_have_accessible_name("Colours: as the system. Change")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_accessible_name("Colours: light. Change")
    page.keyboard.press("Space")
    expect(button).to_have_accessible_name("Colours: dark. Change")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(f"{url}about/")
    until(page, "globalThis.schemeAtFirst")
    assert page.evaluate("schemeAtFirst") == "slate", "the page was light at first"
    page.emulate_media(color_scheme="dark")
    button.click()  # as the system
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


# --- Frames


@pytest.mark.browser
@pytest.mark.parametrize(("path", "shown"), [(EMBED, True), (CHARTED, False), ("", False)])
def test_charts_alone_may_be_framed_by_other_sites(
    browser: Browser, url: str, tmp_path: Path, path: str, shown: bool
) -> None:
    frame = f'<iframe src="{url}{path}" width="600" height="600"></iframe>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{frame}")
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda m: messages.append(m.text))
    with StaticServer(tmp_path) as elsewhere:
        page.goto(elsewhere.url.replace("127.0.0.1", "localhost"), wait_until="networkidle")
        content = page.frame_locator("iframe").locator("main")
        expect(content).to_have_count(1 if shown else 0)
        assert any("frame-ancestors" in m for m in messages) is not shown
    page.close()


# --- Below a path


@pytest.fixture(scope="module")
def below(shared_folder: Path, monkeypatch_module: pytest.MonkeyPatch) -> Iterator[str]:
    """The repository's site, built for a path of a host and served there."""
    site_url = f"https://host.example{BASE}"
    monkeypatch_module.setenv("SITE_URL", site_url)
    built = build_once(shared_folder / "below", copy_repository, date_of_build(ROOT))
    with StaticServer(built.site, site_url, BASE) as server:
        yield server.url


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.slow
@pytest.mark.browser
def test_everything_works_below_a_path(quiet: Quiet, below: str, site: Path) -> None:
    page = quiet.page
    failed: list[str] = []
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    for pattern in KINDS.values():
        page.goto(below + address(site, pattern))
        expect(page.locator("h1")).to_be_visible()
        for link in page.evaluate("[...document.links].map(a => a.href)"):
            parts = urlsplit(link)
            if parts.hostname in ("127.0.0.1", "host.example"):
                assert parts.path.startswith(BASE), f"{pattern}: {link}"
    page.goto(below + CHARTED)
    draw_all(page)
    page.locator(".pl-claim").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.locator(".pl-tools details > summary").first.click()
    for name in ("CSV", "JSON"):
        link = page.locator(".pl-figure").first.get_by_role("link", name=name)
        assert page.request.get(str(link.evaluate("a => a.href"))).ok
    snippet = page.locator(".pl-snippet").first.text_content() or ""
    assert f'src="https://host.example{BASE}charts/' in snippet
    page.goto(below + EMBED)
    reach(page.locator(".pl-chart"))
    assert failed == []


@pytest.mark.browser
def test_navigation_below_a_path_is_instant(quiet: Quiet, below: str) -> None:
    page = quiet.page
    page.goto(below, wait_until="networkidle")
    page.evaluate("window.loadedOnce = true")
    page.locator(f".pl-card__title a[href$='{CHARTED}']").first.click()
    expect(page).to_have_url(below + CHARTED)
    reach(page.locator(".pl-chart").first)
    page.locator(".pl-wordmark").click()
    expect(page).to_have_url(below)
    expect(page.locator(".pl-home")).to_be_visible()
    assert page.evaluate("window.loadedOnce"), "the page was loaded anew: nothing was instant"


@pytest.mark.browser
def test_missing_page_below_a_path_leads_home_from_any_depth(quiet: Quiet, below: str) -> None:
    page = quiet.page
    for path in ("no-such-page", "briefings/no/such/page/"):
        answer = page.goto(below + path)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("h1")).to_have_text("There is no page at this address")
        expect(page.locator(".pl-theme")).to_be_visible()  # its script has run
        width = page.locator(".md-header").evaluate("e => getComputedStyle(e).position")
        assert width == "sticky", "its style sheets hold"
        links = page.locator(".md-content a")
        for index in range(links.count()):
            target = str(links.nth(index).evaluate("a => a.href"))
            assert page.request.get(target).ok, target
    quiet.messages = [m for m in quiet.messages if "status of 404" not in m]
