"""Feeds, the site map, robots.txt and llms.txt, read by programs that are not ours."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from hostile import ATTACK
from machines import write_full_site
from support import SITE_URL, Built, Site

PLAIN_ATTACK = ATTACK.replace("\u202e", "")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_feed(built: Built, address: str) -> feedparser.FeedParserDict:
    """Read a feed as a feed reader does; it must not be ill-formed."""
    found = feedparser.parse((built.site / address).read_bytes(), sanitize_html=False)
    assert not found.bozo, (address, found.get("bozo_exception"))
    return found


def ids(feed: feedparser.FeedParserDict) -> list[str]:
    """Return the ids of a feed's entries without the site's address."""
    return [entry.id.removeprefix(SITE_URL) for entry in feed.entries]


def last_changes(built: Built) -> dict[str, str | None]:
    """Return the addresses of the site map with their days."""
    root = ET.parse(built.site / "sitemap.xml").getroot()  # noqa: S314  (our own file)
    return {
        (url.findtext(f"{MAP}loc") or "").removeprefix(SITE_URL): url.findtext(f"{MAP}lastmod")
        for url in root.iter(f"{MAP}url")
    }


@pytest.mark.parametrize("which", ["real_build", "full_build", "hostile_build"])
def test_every_feed_is_well_formed_and_names_itself(
    request: pytest.FixtureRequest, which: str
) -> None:
    built: Built = request.getfixturevalue(which)
    addresses = [str(p.relative_to(built.site)) for p in built.site.rglob("feed.xml")]
    assert len(addresses) >= 4
    for address in addresses:
        feed = read_feed(built, address)
        assert feed.version == "atom10"
        links = {link.rel: link.href for link in feed.feed.links}
        assert feed.feed.id == links["self"]
        assert feed.feed.id.startswith(SITE_URL)
        assert feed.feed.updated.endswith("T00:00:00Z")
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.title
            assert entry.authors
            assert entry.updated.endswith("T00:00:00Z")


def test_site_feed_lists_what_is_public_newest_first(full_build: Built) -> None:
    feed = read_feed(full_build, "feed.xml")
    assert ids(feed) == ["briefings/ports/", "briefings/tolls/", "briefings/gone/"]
    assert feed.feed.updated == "2026-01-25T00:00:00Z"
    entry = feed.entries[0]
    assert entry.title == "Ports & {tolls}: 100% of $5_000 -- it's “up”"
    assert entry.summary == "Calls rose, <really>."
    assert [author.name for author in entry.authors] == [
        "Trade, Energy & Desk",
        "Vera Example Person",
    ]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("trade", "Trade")]
    assert entry.published == "2026-01-15T00:00:00Z"
    assert {(link.type, link.href.removeprefix(SITE_URL)) for link in entry.links} == {
        ("text/html", "briefings/ports/"),
        ("text/markdown", "briefings/ports/ports.md"),
    }
    assert feed.entries[2].summary == "Withdrawn. It was wrong."


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("topics/trade/feed.xml", ["briefings/ports/", "briefings/tolls/", "briefings/gone/"]),
        ("authors/trade-desk/feed.xml", ["briefings/ports/", "briefings/gone/"]),
        ("authors/energy-desk/feed.xml", ["briefings/tolls/"]),
        ("series/harbours/feed.xml", ["briefings/ports/"]),
    ],
)
def test_feed_of_a_listing_holds_its_briefings(
    full_build: Built, address: str, expected: list[str]
) -> None:
    assert ids(read_feed(full_build, address)) == expected


def test_corrections_have_a_feed_and_keep_their_ids(full_build: Built) -> None:
    feed = read_feed(full_build, "corrections/feed.xml")
    assert ids(feed) == ["briefings/ports/#correction-2", "briefings/ports/#correction-1"]
    assert feed.entries[0].summary == "“904” now reads “905”."
    assert feed.entries[0].updated == "2026-01-25T00:00:00Z"
    assert feed.entries[0].title.startswith("Correction: Ports")
    assert feed.feed.updated == "2026-01-25T00:00:00Z"


def test_corrections_feed_without_corrections_is_empty_and_dated(tmp_path: Path) -> None:
    built = Site(tmp_path).briefing("ports").build()
    feed = read_feed(built, "corrections/feed.xml")
    assert (feed.entries, feed.feed.updated) == ([], "2026-01-15T00:00:00Z")


def test_site_without_briefings_has_no_feed(tmp_path: Path) -> None:
    built = Site(tmp_path).briefing("idea", status="draft").build()
    assert not list(built.site.rglob("feed.xml"))


def test_pages_lead_to_their_feeds(full_build: Built) -> None:
    page = full_build.page("topics/trade/")
    feeds = [e for e in page.tree.iter("link") if e.get("type") == "application/atom+xml"]
    assert [(e.get("href"), str(e.get("rel")).split()) for e in feeds] == [
        ("feed.xml", ["alternate"]),
        ("../../feed.xml", ["alternate"]),
    ]
    assert feeds[0].get("title") == "Fixture: Trade"


def test_hostile_texts_come_out_of_a_feed_as_they_are(hostile_build: Built) -> None:
    feed = read_feed(hostile_build, "feed.xml")
    assert f"Title {PLAIN_ATTACK}" in [entry.title for entry in feed.entries]


@pytest.mark.slow
def test_feeds_and_files_do_not_depend_on_the_day_of_the_build(tmp_path: Path) -> None:
    site = write_full_site(tmp_path / "site")
    names = ["feed.xml", "corrections/feed.xml", "llms.txt", "sitemap.xml", "sitemap.xml.gz"]
    names += ["briefings/ports/ports.md", "briefings/ports/ports.bib"]

    def files(day: dt.date) -> dict[str, bytes]:
        built = site.build(day=day)
        held = {name: (built.site / name).read_bytes() for name in names}
        # gzip notes when it packed; what it packed counts.
        held["sitemap.xml.gz"] = gzip.decompress(held["sitemap.xml.gz"])
        return held

    assert files(dt.date(2026, 1, 31)) == files(dt.date(2026, 3, 31))


def test_site_map_has_days_of_content_only(full_build: Built) -> None:
    days = last_changes(full_build)
    assert days["briefings/ports/"] == "2026-01-25"
    assert days["briefings/tolls/"] == "2026-01-10"
    assert days["topics/trade/"] == "2026-01-25"
    assert days["authors/energy-desk/"] == "2026-01-10"
    assert days["data/port_calls/"] == "2025-03-14"
    assert days[""] == "2026-01-25"
    assert days["rules/unknown-citation/"] is None
    assert "briefings/idea/" not in days


def test_site_map_of_the_real_site_dates_no_page_of_docs(real_build: Built) -> None:
    days = last_changes(real_build)
    assert days["methodology/"] is None
    assert days["briefings/reverse-kissinger-arithmetic/"]


def test_robots_are_told_of_the_site_map(full_build: Built) -> None:
    text = (full_build.site / "robots.txt").read_text(encoding="utf-8")
    assert text.splitlines()[-1] == f"Sitemap: {SITE_URL}sitemap.xml"


def test_llms_txt_lists_briefings_and_datasets(full_build: Built) -> None:
    text = (full_build.site / "llms.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "# Fixture"
    assert lines[2].startswith("> ")
    address = f"{SITE_URL}briefings/ports/ports.md"
    title = r"Ports & {tolls}: 100% of $5\_000 -- it's “up”"
    assert f"- [{title}](<{address}>): 2026-01-15. Calls rose, &lt;really>." in lines
    assert f"- [Calls at the port](<{SITE_URL}data/port_calls/port_calls.csv>)" in lines
    assert "idea" not in text
