"""Charts as a reader meets them: pictures, interactive, by keyboard, embedded, without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from browsing import CHARTED, PHONE, Noise, draw_all, reach
from support import SITE_URL, Built, StaticServer, by_class, parse_page

pytestmark = pytest.mark.browser
GALLERY = "charts/"
EMBED = "charts/us-russia-trade/embed/"
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": dict(PHONE)}

TEXTS = """() => [...document.querySelectorAll('.pl-picture')]
  .filter(svg => svg.getClientRects().length && svg.getBoundingClientRect().height)
  .map(svg => {
    const box = svg.getBoundingClientRect();
    return {
      chart: svg.closest('.pl-chart').dataset.chart,
      width: box.width, height: box.height,
      texts: [...svg.querySelectorAll('text')].map(t => {
        const b = t.getBoundingClientRect();
        return [t.textContent, b.left - box.left, b.top - box.top, b.right - box.left,
                b.bottom - box.top];
      }),
    };
  })"""
"""The texts of every picture that is shown, with their boxes within it."""


@pytest.mark.parametrize("where", [CHARTED, GALLERY, EMBED])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_seen_without_javascript(
    browser: Browser, url: str, where: str, width: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDTHS[width])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url + where)
    charts = page.locator(".pl-chart")
    assert charts.count() >= 1
    for index in range(charts.count()):
        pictures = charts.nth(index).locator(".pl-picture:visible")
        expect(pictures).to_have_count(1)
        shown = pictures.first.bounding_box()
        assert shown is not None
        assert shown["height"] > 100
        assert shown["width"] > 300
    for summary in page.locator(".pl-figure__data > summary").all():
        summary.click()
        table = summary.locator("xpath=..").locator("table")
        expect(table.locator("td").first).to_be_visible()
        assert table.locator("tbody tr").count() >= 2
    expect(page.locator(".pl-tool--explore:visible")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("where", [CHARTED, GALLERY])
@pytest.mark.parametrize("width", WIDTHS)
def test_words_in_pictures_are_neither_cut_nor_covered(
    browser: Browser, url: str, where: str, width: str
) -> None:
    context = browser.new_context(viewport=WIDTHS[width])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url + where)
    pictures = page.evaluate(TEXTS)
    context.close()
    assert len(pictures) >= 3
    problems = []
    for picture in pictures:
        placed = [t for t in picture["texts"] if t[0].strip()]
        assert placed, picture["chart"]
        for text, left, top, right, bottom in placed:
            if (
                left < -1
                or top < -1
                or right > picture["width"] + 1
                or bottom > picture["height"] + 1
            ):
                problems.append(f"{picture['chart']}: {text!r} is cut")
        for number, (text, left, top, right, bottom) in enumerate(placed):
            for other, a, b, c, d in placed[number + 1 :]:
                across, down = min(right, c) - max(left, a), min(bottom, d) - max(top, b)
                if across > 1 and down > 3:  # line boxes are taller than letters
                    problems.append(f"{picture['chart']}: {text!r} covers {other!r}")
    assert problems == []


def test_nothing_is_fetched_before_a_reader_reaches_for_a_chart(
    page: Page, noise: Noise, url: str
) -> None:
    page.goto(url + CHARTED, wait_until="networkidle")
    page.locator(".pl-chart").first.scroll_into_view_if_needed()
    page.locator("h1").hover()
    assert [u for u in noise.requests if "plotly" in u or "figure.json" in u] == []
    reach(page.locator(".pl-chart").first)
    fetched = [u for u in noise.requests if "plotly" in u or "figure.json" in u]
    assert len(fetched) == 2


def test_pointing_at_a_value_shows_it_with_its_unit(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    box = page.locator("#chart-power-of-siberia .pl-chart")
    reach(box)
    size = box.bounding_box()
    assert size is not None
    box.hover(position={"x": size["width"] * 0.92, "y": size["height"] / 2})
    expect(box.locator(".hoverlayer")).to_contain_text("31.12 billion cubic metres")
    expect(box.locator(".hoverlayer")).to_contain_text("2024")


def test_several_charts_of_a_page_become_interactive(page: Page, url: str) -> None:
    page.goto(url + GALLERY)
    draw_all(page)
    assert (
        page.locator(".pl-chart[data-state='drawn']").count() == page.locator(".pl-chart").count()
    )
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    static = [i for i in ids if re.search(r"-(desk|phone)-", i)]
    assert len(static) == len(set(static)) > 10


def test_a_chart_follows_light_and_dark_as_picture_and_interactive(page: Page, url: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(url + CHARTED)
    picture = page.locator("#chart-us-russia-trade .pl-picture--desk text").first
    interactive = page.locator("#chart-power-of-siberia .main-svg .xtick text").first
    reach(page.locator("#chart-power-of-siberia .pl-chart"))

    def inks() -> list[str]:
        return [str(e.evaluate("e => getComputedStyle(e).fill")) for e in (picture, interactive)]

    light = inks()
    page.locator(".pl-theme").click()  # from the system's to light
    page.locator(".pl-theme").click()  # from light to dark
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(interactive).not_to_have_css("fill", light[1])
    dark = inks()
    assert all(luminance(d) > luminance(bright) for d, bright in zip(dark, light, strict=True))
    page.locator(".pl-theme").click()  # from dark to the system's
    expect(interactive).to_have_css("fill", light[1])


def luminance(colour: str) -> int:
    return sum(int(n) for n in re.findall(r"\d+", colour)[:3])


def test_a_chart_is_explored_by_keyboard_alone(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    figure = page.locator("#chart-us-russia-trade")
    figure.locator(".pl-figure__source a").last.focus()
    page.keyboard.press("Tab")
    explore = figure.locator(".pl-tool--explore")
    expect(explore).to_be_focused()
    expect(figure.locator(".pl-chart")).to_have_attribute("data-state", "drawn")
    expect(explore).to_have_text("Reset view")

    series = figure.get_by_role("button", name="Series")
    page.keyboard.press("Shift+Tab")  # over the links of the source line, back to the chart's bar
    while not series.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    expect(series).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(series).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    bars = figure.locator(".main-svg .trace.bars")
    expect(bars).to_have_count(1)
    page.keyboard.press("Escape")
    expect(series).to_be_focused()
    expect(series).to_have_attribute("aria-expanded", "false")

    explore.focus()
    page.keyboard.press("Enter")
    expect(bars).to_have_count(2)
    page.keyboard.press("Tab")
    expect(figure.locator(".pl-figure__data summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(figure.locator(".pl-figure__data td").first).to_be_visible()


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_downloaded_picture_brings_title_and_source(
    page: Page, url: str, tmp_path: Path, kind: str
) -> None:
    page.goto(url + CHARTED)
    figure = page.locator("#chart-us-russia-trade")
    reach(figure.locator(".pl-chart"))
    with page.expect_download() as waiting:
        figure.get_by_role("button", name=f"Download as {kind}").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == f"us-russia-trade.{kind.lower()}"
    content = saved.read_bytes()
    if kind == "PNG":
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20], "big") == 2 * 760
    else:
        words = re.sub(r"<[^>]*>", " ", content.decode())
        for said in (
            "never reached $52 billion",
            "Source: U.S. Census Bureau",
            "US exports to Russia",
        ):
            assert said in words


def test_nothing_moves_when_a_chart_becomes_interactive(browser: Browser, url: str) -> None:
    for width in WIDTHS.values():
        context = browser.new_context(viewport=width, has_touch=True)  # type: ignore[arg-type]
        page = context.new_page()
        page.add_init_script(
            """window.shifts = [];
            new PerformanceObserver(list => {
              for (const shift of list.getEntries()) {
                const moved = shift.sources.filter(s => s.node?.closest?.('.md-content'));
                if (moved.length) shifts.push([shift.value, moved[0].node.className]);
              }
            }).observe({type: 'layout-shift', buffered: true});"""
        )
        page.goto(url + CHARTED, wait_until="networkidle")
        before = page.locator(".pl-figure").last.evaluate("e => e.offsetTop")
        charts = page.locator(".pl-chart")
        for index in range(charts.count()):
            charts.nth(index).scroll_into_view_if_needed()
            charts.nth(index).tap()
            expect(charts.nth(index)).to_have_attribute("data-state", "drawn")
        page.wait_for_timeout(300)
        assert page.evaluate("shifts") == []
        assert page.locator(".pl-figure").last.evaluate("e => e.offsetTop") == before
        context.close()


@pytest.mark.parametrize("broken", ["**/plotly-*.js", "**/figure.json*"])
def test_failed_load_leaves_the_picture_and_says_so(
    browser: Browser, url: str, broken: str
) -> None:
    context = browser.new_context()
    page = context.new_page()

    def refuse(route: Route) -> None:
        route.fulfill(status=503)

    page.route(broken, refuse)
    page.goto(url + CHARTED)
    figure = page.locator(".pl-figure").first
    figure.locator(".pl-chart").hover()
    expect(figure.get_by_role("status")).to_contain_text("the picture stays")
    expect(figure.locator(".pl-picture--desk")).to_be_visible()
    page.unroute(broken)
    page.locator("h1").hover()
    reach(figure.locator(".pl-chart"))
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", [CHARTED, GALLERY, EMBED, "data/us_russia_goods_trade_census/"])
def test_axe_finds_nothing_in_figures_and_data(
    browser: Browser, url: str, where: str, scheme: str
) -> None:
    for width in WIDTHS.values():
        context = browser.new_context(viewport=width, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url + where, wait_until="networkidle")
        for opened in page.locator(".pl-tools details > summary").all()[:4]:
            opened.click()
        if page.locator(".pl-chart").count():
            reach(page.locator(".pl-chart").first)
        found = Axe().run(page, context=".md-content" if where != EMBED else None)
        context.close()
        assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


def test_embedded_chart_follows_the_theme_it_is_asked_for(page: Page, url: str) -> None:
    for theme, scheme in (("dark", "slate"), ("light", "default")):
        page.goto(f"{url}{EMBED}?theme={theme}")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.emulate_media(color_scheme="dark")
    page.goto(url + EMBED)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    reach(page.locator(".pl-chart"))


def test_embedded_chart_says_when_it_has_changed_since(page: Page, url: str) -> None:
    page.goto(f"{url}{EMBED}?v=0000000000")
    expect(page.get_by_role("status").first).to_have_text("Updated since embedded")
    mark = page.locator("body").get_attribute("data-fingerprint")
    page.goto(f"{url}{EMBED}?v={mark}")
    expect(page.locator(".pl-embed__updated")).to_be_hidden()


def test_snippet_shows_the_chart_in_another_site(
    browser: Browser, url: str, real_build: Built, tmp_path: Path
) -> None:
    tree = parse_page((real_build.site / CHARTED / "index.html").read_text(encoding="utf-8"))
    codes = ["".join(e.itertext()) for e in by_class(tree, "pl-snippet")]
    snippet = next(c for c in codes if "us-russia-trade/embed" in c)
    assert "never reached $52 billion</a>" in snippet
    assert "Source: U.S. Census Bureau" in snippet
    page_text = f"<!doctype html><meta charset=utf-8><title>Elsewhere</title>{snippet}"
    (tmp_path / "index.html").write_text(page_text.replace(SITE_URL, url), encoding="utf-8")
    page = browser.new_page()
    with StaticServer(tmp_path) as elsewhere:
        page.goto(elsewhere.url)
        frame = page.frame_locator("iframe")
        expect(frame.locator(".pl-figure__title")).to_contain_text("never reached $52 billion")
        expect(frame.locator(".pl-picture:visible")).to_have_count(1)
        expect(frame.locator(".pl-embed__from")).to_contain_text("Census country file of April")
        expect(frame.locator(".pl-embed__updated")).to_be_hidden()
        assert page.locator("iframe").evaluate("e => e.clientHeight") > 400
    page.close()


def test_table_of_a_chart_names_units_sources_and_query(page: Page, url: str) -> None:
    page.goto(url + CHARTED)
    data = page.locator("#chart-us-russia-trade .pl-figure__data")
    data.locator("summary").click()
    expect(data.locator("thead")).to_contain_text("US exports to Russia (USD billion)")
    last = data.locator("tbody tr").last
    expect(last.locator("th")).to_have_text("2024")
    expect(last).to_contain_text("provisional")
    expect(last.locator("a")).to_have_text("U.S. Census Bureau")
    expect(data.locator(".pl-origin")).to_contain_text("SELECT year, us_exports, us_imports FROM")
    for name in ("CSV", "JSON"):
        answer = page.request.get(str(data.get_by_role("link", name=name).evaluate("a => a.href")))
        assert answer.ok
        assert "2011" in answer.text()
