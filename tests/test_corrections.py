"""Corrections, redirects and the copy for review, as a reader meets them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import html5lib

from support import Site, run_plumbline, visible_text

BODY = """Calls rose to 61 in 2023 [@port-2024].

## Why they rose

Fees fell.
"""
ENTRIES = [
    {"date": "2026-01-28", "kind": "minor", "note": "A comma."},
    {
        "date": "2026-01-25",
        "kind": "correction",
        "where": "Why they rose",
        "was": "16 <b>calls</b>",
        "now": "61 calls",
        "note": "Two digits had changed places.",
    },
    {"date": "2026-01-20", "kind": "update", "where": "The quay", "note": "Figures of 2023."},
]


def test_corrections_of_all_briefings_stand_on_one_page(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", BODY, corrections=ENTRIES)
    site.file("docs/methodology.md", "# How we check\n\n## When a briefing changes\n\nWe say so.\n")
    site.briefing("tolls", status="draft", corrections=ENTRIES[1:2])
    newer = {"date": "2026-01-30", "kind": "correction", "where": "#top", "note": "A name."}
    site.briefing("berths", BODY, corrections=[newer])
    built = site.build("--quiet", code=None)
    page = built.page("corrections/").has("A name.", "61 calls", "Figures of 2023.")
    page.has("16 <b>calls</b>").lacks("A comma.", "About tolls")
    assert page.text.index("A name.") < page.text.index("61 calls") < page.text.index("Figures of")
    links = [a.get("href") for a in page.main.iter("a")]
    assert "../briefings/ports/#correction-2" in links
    assert "../briefings/ports/#why-they-rose" in links
    assert "../methodology/#when-a-briefing-changes" in links
    own = built.page("briefings/ports/")
    assert 'id="correction-2"' in own.html
    assert '<a href="#why-they-rose">Why they rose</a>' in own.html
    own.has("The quay", "A comma.")
    assert ">The quay</a>" not in own.html  # there is no such place


def test_page_of_corrections_says_so_when_there_are_none(tmp_path: Path) -> None:
    built = Site(tmp_path).briefing("ports").build("--quiet", code=None)
    built.page("corrections/").has("There are none so far.")


def test_a_renamed_briefing_keeps_its_address(tmp_path: Path) -> None:
    site = Site(tmp_path).configure(site_url="https://host.example/project/")
    site.briefing("ports", aliases=["harbours"], title='Ports & "quays"')
    site.briefing("tolls", aliases=["fees"], status="draft")
    built = site.build("--quiet", code=None)
    html = (built.site / "briefings/harbours/index.html").read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert visible_text(tree) == 'This briefing has a new address Ports & "quays"'
    assert 'http-equiv="refresh" content="0; url=../ports/"' in html
    assert 'rel="canonical" href="https://host.example/project/briefings/ports/"' in html
    assert 'name="robots" content="noindex"' in html
    assert "<script" not in html
    assert "style" not in html
    lines = (built.site / "_redirects").read_text(encoding="utf-8")
    assert lines == "/project/briefings/harbours/* /project/briefings/ports/:splat 301\n"
    built.lacks_page("briefings/fees")
    assert "briefings/harbours" not in (built.site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_link_to_a_former_name_is_reported_with_the_new_one(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", aliases=["harbours"])
    site.briefing("tolls", "See [it](../harbours/index.md#top) and [it](../harbours/).\n")
    run = site.check()
    assert run.code == 1
    assert "the briefing 'harbours' is called 'ports' now" in run.log
    assert "Write ../ports/index.md#top." in run.log
    assert site.check("--fix").code == 0
    text = (tmp_path / "briefings/tolls/index.md").read_text(encoding="utf-8")
    assert "[it](../ports/index.md#top) and [it](../ports/index.md)" in text


def test_copy_for_review_holds_drafts_and_is_not_to_be_listed(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports").briefing("tolls", status="draft")
    site.briefing("berths", status="scheduled", date=dt.date(2026, 2, 20))
    run = run_plumbline(tmp_path, "build", "--drafts")
    assert run.code == 0, run.log
    folder = tmp_path / "review"
    for slug, mark in (("tolls", "Draft"), ("berths", "Scheduled"), ("ports", "")):
        html = (folder / f"briefings/{slug}/index.html").read_text(encoding="utf-8")
        assert f"<strong>{mark}.</strong>" in html or not mark
    pages = [p for p in folder.rglob("*.html") if not p.match("*/assets/*")]
    assert len(pages) > 10
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert re.search(r'<meta name="robots" content="noindex', html), path
    assert (folder / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"
    assert not (tmp_path / "site").exists()


def test_published_site_may_be_listed_and_has_no_banner(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports").briefing("tolls", status="draft")
    assert run_plumbline(tmp_path, "build", "-d", str(tmp_path / "out")).code == 0
    html = (tmp_path / "out/briefings/ports/index.html").read_text(encoding="utf-8")
    assert 'name="robots"' not in html
    assert "md-banner" not in html
    assert not (tmp_path / "out/briefings/tolls").exists()
    assert site.root == tmp_path


def test_copy_for_review_is_held_to_the_same_rules(tmp_path: Path) -> None:
    Site(tmp_path).briefing("tolls", "It rose [@nobody].\n", status="draft")
    assert run_plumbline(tmp_path, "build", "--drafts").code == 1
    assert not (tmp_path / "review").exists()
