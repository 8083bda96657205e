"""PDFs and social cards of briefings: what is in them, when they are made and when not."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from browsing import CHARTED, draw_all
from plumbline.kept_files import KeptFiles
from plumbline.papers.document import Paper, Style, printed_parts, running_head
from plumbline.papers.pdf import PdfError, finish_pdf
from plumbline.papers.social_card import SocialCard
from support import ROOT, Built, PreviewServer, Site, by_class, visible_text

NOWHERE = {"PLUMBLINE_BROWSER": "/no/such/browser"}
PDF = "briefings/ports/ports.pdf"
CARD = "briefings/ports/card.png"
JUDGMENT = {"text": "Calls will rise again.", "confidence": "moderate"}


@pytest.fixture
def ports(tmp_path: Path) -> Site:
    body = "The port counted more calls [@port-2024, p. 4].\n\n## What it means\n\nMore ships.\n"
    return Site(tmp_path / "site").briefing(
        "ports",
        body=body,
        title="Calls — “at the port”",
        key_judgments=[JUDGMENT],
        language="en-GB",
    )


def text_of(pdf: Path) -> str:
    pages = (page.extract_text() for page in PdfReader(pdf).pages)
    return " ".join(" ".join(pages).split())


def outline_of(reader: PdfReader) -> list[str]:
    def walk(entries: Any) -> list[str]:
        return [t for e in entries for t in (walk(e) if isinstance(e, list) else [str(e.title)])]

    return walk(reader.outline)


def link_to_paper(built: Built, slug: str = "ports") -> list[str]:
    found = built.page(f"briefings/{slug}/").classed("pl-byline__paper")
    return [str(e.get("href")) for e in found]


def kept(site: Site) -> dict[str, float]:
    folder = site.root / ".cache" / "plumbline" / "papers"
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*")}


# --- What a paper holds


@pytest.mark.browser
def test_a_paper_is_tagged_and_says_what_it_is(real_build: Built) -> None:
    slug = CHARTED.split("/")[1]
    reader = PdfReader(real_build.site / CHARTED / f"{slug}.pdf")
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  (a value of PDF, not Python's)
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    told = reader.metadata
    assert told is not None
    assert told.title == real_build.page(CHARTED).classed("pl-briefing__header")[0][1].text
    assert told.author == "Plumbline Trade Desk"
    assert told.subject
    assert told.subject.startswith("China’s goods trade")
    assert told.creation_date == dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    sheet = reader.pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == (595, 842)  # A4


@pytest.mark.browser
def test_a_paper_prints_the_whole_briefing(real_build: Built) -> None:
    page, slug = real_build.page(CHARTED), CHARTED.split("/")[1]
    pdf = real_build.site / CHARTED / f"{slug}.pdf"
    text, reader = text_of(pdf), PdfReader(pdf)
    whole = re.sub(r"\s+", "", text)
    paragraphs = [e for e in page.classed("pl-body")[0].iter("p") if not e.get("class")]
    assert len(paragraphs) > 10
    for element in [*by_class(page.main, "pl-references__entry"), *page.classed("pl-standfirst")]:
        words = re.sub(r"\s+", "", "".join(element.itertext()))
        assert words in whole, words
    for judgment in page.classed("pl-judgments")[0].iter("p"):
        assert re.sub(r"\s+", "", "".join(judgment.itertext())) in whole
    headings = [re.sub("¶$", "", "".join(h.itertext())) for h in page.main.iter("h2")]
    # The list of claims stays on the web, and so does what leads to other pages.
    shown = [h for h in headings if h not in ("Numbers", "Related briefings")]
    assert [title for title in outline_of(reader) if title in headings] == shown
    total = len(reader.pages)
    for number, sheet in enumerate(reader.pages, start=1):
        words = sheet.extract_text()
        assert re.search(rf"\b{number} ?/ ?{total}\b", words), words[-200:]
        assert "Plumbline" in words
        assert number == 1 or words.count("Could Washington outbid Beijing") >= 1
    assert "Explore" not in text
    assert "Embed" not in text
    assert "min read" not in text
    assert f"https://plumbline.example/{CHARTED}" in whole


@pytest.mark.browser
def test_a_paper_draws_each_chart_once(real_build: Built) -> None:
    slug = CHARTED.split("/")[1]
    pdf = real_build.site / CHARTED / f"{slug}.pdf"
    text = text_of(pdf)
    assert len(re.findall(rb"/S /Figure\n/Alt <FEFF0046", pdf.read_bytes())) == 5  # "F…"
    charts = real_build.page(CHARTED).classed("pl-chart")
    assert len(charts) == 5
    for number in range(1, len(charts) + 1):
        assert len(re.findall(rf"Figure {number} [A-Z]", text)) == 1
    assert text.count("China–Russia goods trade") == 1  # names a line of the first picture


@pytest.mark.browser
def test_links_of_a_paper_lead_to_the_site_and_within(real_build: Built) -> None:
    slug = CHARTED.split("/")[1]
    reader = PdfReader(real_build.site / CHARTED / f"{slug}.pdf")
    links = [a.get_object() for p in reader.pages for a in p.get("/Annots", [])]
    targets = [str(a["/A"]["/URI"]) for a in links if "/A" in a]
    inner = [str(a["/Dest"]) for a in links if "/Dest" in a]
    assert targets
    assert [t for t in targets if not t.startswith(("https://", "http://"))] == []
    assert any(t.startswith("https://plumbline.example/data/") for t in targets)
    assert any(name.startswith("/ref-") for name in inner)
    raw = (real_build.site / CHARTED / f"{slug}.pdf").read_bytes()
    assert b"file:" not in raw


# --- When papers are made


@pytest.mark.slow
@pytest.mark.browser
def test_papers_are_printed_once_and_are_the_same_bytes(ports: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    first = ports.build(env=env)
    assert link_to_paper(first) == ["ports.pdf"]
    made = {name: (first.site / name).read_bytes() for name in (PDF, CARD)}
    before = kept(ports)
    assert len(before) == 2

    ports.briefing("docks")  # another page, so that lists and neighbours change
    second = ports.build(env=env, day=dt.date(2026, 2, 3))
    assert {name: (second.site / name).read_bytes() for name in (PDF, CARD)} == made
    after = kept(ports)
    assert len(after) == 4
    assert {name: after[name] for name in before} == before

    shutil.rmtree(ports.root / ".cache")
    third = ports.build(env=env)
    assert {name: (third.site / name).read_bytes() for name in (PDF, CARD)} == made


@pytest.mark.slow
@pytest.mark.browser
def test_a_changed_word_is_printed_anew(ports: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    assert "More ships." in text_of(ports.build(env=env).site / PDF)
    ports.edit("briefings/ports/index.md", "More ships.", "Fewer ships.")
    assert "Fewer ships." in text_of(ports.build(env=env).site / PDF)


@pytest.mark.slow
@pytest.mark.browser
def test_a_spoilt_cache_of_papers_is_printed_over(ports: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    made = (ports.build(env=env).site / PDF).read_bytes()
    for path in (ports.root / ".cache/plumbline/papers").iterdir():
        path.write_bytes(path.read_bytes()[:-10])
    assert (ports.build(env=env).site / PDF).read_bytes() == made


def test_without_a_browser_no_page_links_to_a_paper(ports: Site) -> None:
    built = ports.build(env=NOWHERE)
    assert not (built.site / PDF).exists()
    assert not (built.site / CARD).exists()
    assert link_to_paper(built) == []
    built.page("briefings/ports/").lacks("ports.pdf")
    said = [line for line in built.run.log.splitlines() if "cannot be printed" in line]
    assert len(said) == 1


@pytest.mark.slow
def test_publishing_asks_for_papers(ports: Site) -> None:
    run = ports.build(env={**NOWHERE, "PLUMBLINE_REQUIRE_PICTURES": "1"}, code=1).run
    assert "Briefings cannot be printed" in run.log


@pytest.mark.slow
def test_a_browser_that_fails_leaves_no_link_behind(ports: Site, tmp_path: Path) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    built = ports.build(env={"PLUMBLINE_BROWSER": str(broken)})
    assert "files could not be made" in built.run.log
    assert not (built.site / PDF).exists()
    built.page("briefings/ports/").lacks("ports.pdf").has("More ships.")


def test_a_preview_has_no_papers(ports: Site) -> None:
    with PreviewServer(ports) as server:
        page = server.shows("/briefings/ports/", "More ships.")
        assert "pl-byline__paper" not in page
        assert server.get("/" + PDF)[0] == 404


@pytest.mark.slow
@pytest.mark.browser
def test_a_withdrawn_briefing_has_no_paper(ports: Site, browser_path: str) -> None:
    ports.briefing("gone", status="withdrawn", withdrawal_reason="It was wrong.")
    built = ports.build(env={"PLUMBLINE_BROWSER": browser_path})
    assert (built.site / PDF).exists()
    assert not (built.site / "briefings/gone/gone.pdf").exists()
    assert link_to_paper(built, "gone") == []


@pytest.mark.slow
@pytest.mark.browser
def test_an_image_is_printed(ports: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    text = "![A crane](crane.png)\n\n<!--/paper-->\n\nThe end.\n"
    shutil.copyfile(
        ROOT / "docs/assets/images/screenshot.png", ports.root / "briefings/ports/crane.png"
    )
    ports.briefing("ports", body=text)
    pdf = ports.build(env=env).site / PDF
    reader = PdfReader(pdf)
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    objects = [thing for r in resources for thing in r.get("/XObject", {}).values()]
    assert "/Image" in [thing["/Subtype"] for thing in objects]
    assert "The end." in text_of(pdf)


@pytest.mark.slow
@pytest.mark.browser
def test_a_briefing_that_links_to_its_own_heading_prints_its_chart(
    ports: Site, browser_path: str
) -> None:
    chart = "id: calls\ntitle: Calls\ndata: port_calls\ntype: line\nx: year\ny: [calls]\nalt: Rise."
    ports.briefing(
        "ports", body=f"See [below](#two).\n\n```chart\n{chart}\n```\n\n## Two\n\nText.\n"
    )
    built = ports.build(env={"PLUMBLINE_BROWSER": browser_path})
    assert len(built.page("briefings/ports/").classed("pl-picture")) == 2
    assert b"/S /Figure" in (built.site / PDF).read_bytes()


# --- Social cards


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.browser
def test_each_briefing_has_a_card(real_build: Built) -> None:
    assert size_of((real_build.site / CHARTED / "card.png").read_bytes()) == (1200, 630)


def social_card(**changes: Any) -> SocialCard:
    values: dict[str, Any] = {
        "site_name": "Fixture",
        "kicker": "Note · 15 January 2026",
        "title": "Calls rose",
        "summary": "More ships called.",
        "language": "en",
        "chart_title": "",
        "chart_alt": "",
        "chart": "",
        "legend": (),
        "style": "",
        **changes,
    }
    return SocialCard(**values)


def test_a_hostile_headline_is_text_on_a_card() -> None:
    attack = "</h1></style><script>alert(1)</script><img src=x onerror=alert(2)>"
    html = social_card(
        title=attack,
        summary=attack,
        kicker=attack,
        site_name=attack,
        chart_title=attack,
        chart="<svg></svg>",
        legend=((attack, "series-1"),),
        language='"><script>',
    ).document()
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;alert(1)") == 7  # the title is in the head too


def test_a_long_summary_is_cut_after_a_sentence_or_between_words() -> None:
    first = "More ships called at the port than in any of the ten years before, and more left it."
    assert f"{first}</p>" in social_card(summary=f"{first} {'word ' * 40}").document()
    html = social_card(summary="word " * 60).document()
    assert "word …</p>" in html


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ({}, "Calls rose. More ships called."),
        ({"title": "Why did calls rise?", "summary": ""}, "Why did calls rise?"),
        (
            {"chart": "<svg/>", "chart_title": "Calls", "chart_alt": "A line rises to 905."},
            "Calls rose. Chart: Calls. A line rises to 905.",
        ),
    ],
)
def test_a_card_says_in_words_what_it_shows(shown: dict[str, str], said: str) -> None:
    assert social_card(**shown).alt == said


def test_the_words_for_a_card_are_as_many_as_x_takes() -> None:
    said = social_card(chart="<svg/>", chart_title="Calls", chart_alt="It rises. " * 90).alt
    assert len(said) <= 420
    assert re.search(r"\. It( rises)? …$", said)


@pytest.mark.browser
def test_the_card_of_a_briefing_is_described_to_those_who_do_not_see_it(real_build: Built) -> None:
    page = real_build.page(CHARTED)
    said = {
        str(e.get("property") or e.get("name")): str(e.get("content"))
        for e in page.tree.iter("meta")
    }
    assert said["og:image:alt"] == said["twitter:image:alt"]
    assert said["og:image:alt"].startswith(f"{said['og:title']}. Chart: ")
    chart = visible_text(page.classed("pl-figure__title")[0])
    assert chart in said["og:image:alt"]


def test_a_card_changes_its_key_with_what_it_shows() -> None:
    assert social_card().key == social_card().key
    assert social_card().key != social_card(title="Calls fell").key
    assert social_card().key != social_card(style="h1 { color: red }").key


# --- Documents and bytes


def paper(**changes: Any) -> Paper:
    values: dict[str, Any] = {
        "title": "Calls rose",
        "author": "Trade Desk",
        "subject": "",
        "keywords": (),
        "language": "en",
        "site_name": "Fixture",
        "address": "https://plumbline.example/briefings/ports/",
        "date": dt.date(2026, 1, 15),
        "updated": None,
        "body": "<p>Calls rose.</p>",
        "style": Style("p { margin: 0 }"),
        **changes,
    }
    return Paper(**values)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Calls fell"},
        {"author": "Another"},
        {"body": "<p>Calls fell.</p>"},
        {"style": Style("p { margin: 1em }")},
        {"updated": dt.date(2026, 1, 16)},
        {"address": ""},
    ],
)
def test_a_paper_changes_its_key_with_what_it_holds(change: dict[str, Any]) -> None:
    assert paper().key == paper().key
    assert paper(**change).key != paper().key


def test_a_document_is_closed_to_scripts_and_hosts() -> None:
    html = paper(title="</title><script>", style=Style("</style><b>")).document()
    assert "<script>" not in html
    assert html.count("</style>") == 2
    assert "default-src 'none'" in html
    assert "script-src" not in html


def test_without_an_address_relative_links_are_left_out() -> None:
    body = (
        '<a class="x" href="../docks/">Docks</a> <a href="#a">A</a> <a href="https://e.org/">E</a>'
    )
    html = paper(address="", body=body).document()
    assert '<a class="x">Docks</a> <a href="#a">A</a> <a href="https://e.org/">E</a>' in html
    assert "<base" not in html


def test_only_what_is_marked_is_printed() -> None:
    image = '<img alt="" src="x.png" srcset="y.png 2x">'
    page = f"a<!--paper-->{image}b<!--/paper-->c<!--paper-->d<!--/paper-->"
    parts = printed_parts(page, lambda address: f"data:image/png;base64,{address}")
    assert parts == '<img alt="" src="data:image/png;base64,x.png">bd'


def test_a_title_cannot_leave_its_string_in_a_style_sheet() -> None:
    css = running_head('a"; } </style> \\ \n body { display: none } /*', "Fixture")
    strings = re.findall(r'content:("[^"\n]*")', css)
    assert len(strings) == 4
    assert re.sub(r'"[^"\n]*"', "", css).count("{") == 6
    assert "<" not in css


PLAIN = (
    b"%PDF-1.4\n1 0 obj\n<</Creator (Chrome)\n/Producer (Skia/PDF m1)>>\nendobj\n"
    b"2 0 obj\n<</Kids [(node00000042)]\n/ID (node00000042)>>\nendobj\n"
)
TABLE = b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000070 00000 n \n"
END = b"trailer\n<</Size 3\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(PLAIN)


def test_particulars_of_a_pdf_are_replaced_and_its_table_still_fits() -> None:
    assert PLAIN.index(b"2 0 obj") == 70
    days = {"CreationDate": dt.date(2026, 1, 15)}
    done = finish_pdf(PLAIN + TABLE + END, {"Title": "Häfen", "Author": ""}, days)
    start = int(done.split(b"startxref\n")[1].split()[0])
    assert done.startswith(b"xref\n0 3\n", start)
    second = int(done[start:].split(b"\n")[4][:10])
    assert done.startswith(b"2 0 obj", second)
    assert b"/Title <FEFF004800E400660065006E>" in done
    assert b"/Author" not in done
    assert b"Chrome" not in done
    assert b"/Producer (Skia/PDF m1)" in done
    assert b"(D:20260115000000Z)" in done
    assert b"/ID (node00000001)" in done


@pytest.mark.parametrize("cut", [0, 1, 9, 60])
def test_what_is_no_pdf_of_chrome_is_refused(cut: int) -> None:
    broken = (PLAIN + TABLE + END)[: -cut - 1] if cut else b""
    with pytest.raises(PdfError):
        finish_pdf(broken.replace(b"%%EOF", b""), {}, {})


def test_kept_files_are_checked(tmp_path: Path) -> None:
    files, key, other = KeptFiles(tmp_path / "kept"), "a" * 64, "b" * 64
    assert files.get(key) is None
    files.put(key, b"content")
    assert files.get(key) == b"content"
    (tmp_path / "kept" / key).rename(tmp_path / "kept" / other)
    assert files.get(other) is None
    with pytest.raises(ValueError, match="no key"):
        files.get("../etc/passwd")


# --- Printing from the browser


@pytest.mark.browser
def test_a_page_prints_dark_on_white_with_pictures_in_any_theme(page: Page, url: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(url + CHARTED)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    draw_all(page)
    page.emulate_media(media="print", color_scheme="dark")
    colour = "e => getComputedStyle(e).color"
    assert page.locator(".pl-body > p").first.evaluate(colour) == "rgb(28, 33, 38)"
    for chart in page.locator(".pl-chart").all():
        assert chart.locator(".pl-picture--desk").is_visible()
        assert chart.locator(".pl-picture--phone").is_hidden()
        assert chart.locator(".pl-chart__plot").is_hidden()
    hidden = [".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".pl-tools", ".pl-neighbours"]
    for selector in [*hidden, ".pl-claims", ".headerlink", ".pl-byline__paper"]:
        for element in page.locator(selector).all():
            assert element.is_hidden(), selector
    assert page.locator(".pl-address").is_visible()
    fixed = """() => [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() &&
        getComputedStyle(e).position === "fixed").map(e => e.className)"""
    assert page.evaluate(fixed) == []  # it would stand on every sheet


@pytest.mark.browser
def test_printing_heads_pages_with_the_title(page: Page, url: str, tmp_path: Path) -> None:
    page.goto(url + CHARTED)
    page.pdf(path=tmp_path / "printed.pdf", format="Letter")
    sheets = PdfReader(tmp_path / "printed.pdf").pages
    assert sheets[0].mediabox.width == pytest.approx(612, abs=1)
    for sheet in sheets[1:]:
        assert "Could Washington outbid Beijing" in sheet.extract_text()
