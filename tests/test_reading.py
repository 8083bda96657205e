"""Pages as readers use them: notes, related briefings, reports of errors, listings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from plumbline.site.report import fill_in, new_issue_address
from plumbline.site.sidenotes import place_sidenotes
from support import SITE_URL, Built, Element, PageFile, Site, by_class, visible_text

CHARTED = "briefings/reverse-kissinger-arithmetic/"
TRACKER = "https://tracker.example/new?labels=error"
CALLS = "[{}](claim:calls)"
COUNTED = {"calls": {"value": "port_calls.calls", "where": {"year": 2024}}}


def targets(page: PageFile) -> list[str]:
    return [str(e.get("href")) for e in page.classed("pl-report")]


def asked(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


# --- Notes in the margin


def notes(page: PageFile) -> list[Element]:
    return page.classed("pl-sidenote")


def test_source_stands_once_beside_the_block_that_first_cites_it(tmp_path: Path) -> None:
    body = "One [@customs-2025].\n\n- Two [@port-2024; @customs-2025].\n\nThree [@port-2024].\n"
    page = Site(tmp_path).briefing("ports", body=body).build().page("briefings/ports/")
    blocks = [
        (e.tag, visible_text(e)) for e in list(page.classed("pl-body")[0]) if e.tag != "section"
    ]
    assert blocks == [
        ("aside", "1 Customs Service, Tables of the customs service, 2025"),
        ("p", "One.1"),
        ("aside", "2 Port Authority, Annual report of the port, 2024"),
        ("ul", "Two.2, 1"),
        ("p", "Three.2"),
    ]


def test_note_in_the_margin_is_for_the_eye_alone(real_build: Built) -> None:
    shown = notes(real_build.page(CHARTED))
    assert len(shown) > 10
    for note in shown:
        assert note.get("aria-hidden") == "true"
        assert note.get("hidden") is not None  # without a style sheet it is not there
        inside = [e for e in note.iter() if e is not note]
        assert not [e for e in inside if e.tag == "a" or e.get("id") or e.get("tabindex")]


def test_note_escapes_what_a_record_holds(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", body="One [@port-2024].\n")
    site.edit("briefings/sources/sources.yml", "Annual report of the port", "A <script>port")
    note = notes(site.build("--quiet", code=None).page("briefings/ports/"))[0]
    assert {e.tag for e in note.iter()} == {"aside", "sup", "cite"}
    assert "A <script>port" in visible_text(note)


def test_body_without_citations_is_left_as_it_is() -> None:
    html = '<p title="a > b">One<br>two<img src="x"></p>\n<ul>\n<li><p>x</p></li>\n</ul>\n'
    assert place_sidenotes(html, {}, {}) == html


# --- Related briefings


def related(page: PageFile) -> list[tuple[str, str]]:
    return [
        (visible_text(by_class(item, "pl-card__title")[0]), visible_text(why))
        for section in page.classed("pl-related")
        for item in section.iter("li")
        for why in by_class(item, "pl-related__why")
    ]


def test_related_briefings_are_those_that_share_most(tmp_path: Path) -> None:
    site = Site(tmp_path)
    cited = f"Calls came to {CALLS.format('1,234')} [@port-2024].\n"
    site.edit("briefings/data/port_calls.csv", first_row(site), "2024,1234")
    site.briefing("ports", body=cited, claims=COUNTED)
    site.briefing("twin", body=cited, claims=COUNTED, date=dt.date(2026, 1, 2))
    site.briefing("older", body="One [@port-2024].\n", date=dt.date(2026, 1, 3))
    site.briefing("newer", body="Two [@port-2024].\n", date=dt.date(2026, 1, 4))
    site.briefing("topical", date=dt.date(2026, 1, 5))
    site.briefing("gone", body=cited, claims=COUNTED, status="withdrawn", withdrawal_reason="No.")
    site.briefing("draft", body=cited, claims=COUNTED, status="draft")
    assert related(site.build().page("briefings/ports/")) == [
        ("About twin", "Shares 1 source, 1 dataset and the topic Trade"),
        ("About newer", "Shares 1 source and the topic Trade"),
        ("About older", "Shares 1 source and the topic Trade"),
    ]


def first_row(site: Site) -> str:
    rows = (site.root / "briefings/data/port_calls.csv").read_text(encoding="utf-8").splitlines()
    return next(row for row in rows if row.startswith("2024,"))


def test_briefing_that_shares_nothing_names_no_related_ones(tmp_path: Path) -> None:
    page = Site(tmp_path).briefing("ports").build().page("briefings/ports/")
    assert page.classed("pl-related") == []


# --- Reports of errors


def reporting(tmp_path: Path, address: str | None) -> PageFile:
    site = Site(tmp_path).configure(site_url=SITE_URL, plumbline={"report_issue_url": address})
    if address is None:
        site.configure(site_url=SITE_URL)
    site.edit("briefings/data/port_calls.csv", first_row(site), "2024,1234")
    chart = (
        "```chart\nid: calls\ntitle: Calls & more\ndata: port_calls\ntype: bar\nx: year\n"
        "y: [calls]\nalt: Bars.\n```\n"
    )
    table = "```table\nid: years\ntitle: Calls by year\ndata: port_calls\n```\n"
    body = f"Calls came to {CALLS.format('1,234')} [@port-2024].\n\n{chart}\n{table}"
    site.briefing("ports", body=body, claims=COUNTED, title="Ports & tolls")
    return site.build().page("briefings/ports/")


def test_error_is_reported_with_the_very_claim_or_figure(tmp_path: Path) -> None:
    page = reporting(tmp_path, TRACKER)
    found = [asked(address) for address in targets(page)]
    base = f"{SITE_URL}briefings/ports/"
    assert [(q["labels"], q["title"]) for q in found] == [("error", "Error in “Ports & tolls”")] * 4
    assert [q["body"].split() for q in found] == [
        [f"{base}#chart-calls", "Calls", "&", "more"],
        [f"{base}#table-years", "Calls", "by", "year"],
        [f"{base}#claim-calls", "1,234"],
        [base],
    ]
    ids = {str(e.get("id")) for e in page.tree.iter() if e.get("id")}
    assert {"chart-calls", "table-years", "claim-calls"} <= ids


@pytest.mark.slow
def test_error_is_reported_by_mail(tmp_path: Path) -> None:
    addresses = targets(reporting(tmp_path, "mailto:errors@example.org"))
    assert len(addresses) == 4
    for address in addresses:
        assert address.startswith("mailto:errors@example.org?subject=Error%20in%20")
        assert "+" not in address  # a mail program would show it


@pytest.mark.slow
def test_nothing_is_reported_where_no_address_is_set(tmp_path: Path) -> None:
    assert targets(reporting(tmp_path, None)) == []


@pytest.mark.parametrize(
    ("repository", "form"),
    [
        ("https://github.com/o/r", "https://github.com/o/r/issues/new"),
        ("https://github.com/o/r.git/", "https://github.com/o/r/issues/new"),
        ("https://gitlab.com/o/r", "https://gitlab.com/o/r/-/issues/new"),
        ("https://code.example/o/r", ""),
        ("", ""),
    ],
)
def test_error_is_reported_at_the_repository(repository: str, form: str) -> None:
    assert new_issue_address(repository) == form


def test_repository_of_the_site_is_where_errors_are_reported(tmp_path: Path) -> None:
    site = Site(tmp_path).configure(site_url=SITE_URL, repo_url="https://github.com/o/r")
    page = site.briefing("ports").build().page("briefings/ports/")
    assert targets(page)[0].startswith("https://github.com/o/r/issues/new?title=Error%20in%20")


@pytest.mark.parametrize(
    ("base", "filled"),
    [
        ("https://a.example/new", "https://a.example/new?title=x%20%26%20y&body=a%0Ab%23c"),
        (
            "https://a.example/?p=1#top",
            "https://a.example/?p=1&title=x%20%26%20y&body=a%0Ab%23c#top",
        ),
        ("mailto:a@b.example", "mailto:a@b.example?subject=x%20%26%20y&body=a%0Ab%23c"),
    ],
)
def test_text_of_a_report_is_encoded(base: str, filled: str) -> None:
    assert fill_in(base, "x & y", "a\nb#c") == filled


# --- Home and listings


def test_home_shows_the_chart_of_its_lead(real_build: Built) -> None:
    page = real_build.page("")
    still = page.classed("pl-still")
    assert len(still) == 1
    leads_to = str(next(still[0].iter("a")).get("href"))
    lead, _, chart = leads_to.partition("#")
    assert chart in {e.get("id") for e in real_build.page(lead).classed("pl-figure")}
    assert len(by_class(still[0], "pl-picture")) == 2
    ids = [str(e.get("id")) for e in page.tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_home_leads_with_a_briefing_that_still_stands(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("tolls", date=dt.date(2026, 1, 2))
    site.briefing("ports", status="withdrawn", withdrawal_reason="Wrong.")
    titles = [visible_text(e) for e in site.build().page("").classed("pl-card__title")]
    assert titles == ["About tolls", "About ports"]


def test_parts_of_a_series_stand_in_their_order(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for day, slug in enumerate(("first", "second", "third"), start=1):
        site.briefing(slug, series="Ports", date=dt.date(2026, 1, day))
    page = site.build().page("series/ports/")
    titles = [visible_text(e) for e in page.classed("pl-card__title")]
    assert titles == ["About first", "About second", "About third"]


def test_index_of_data_says_what_each_dataset_is(real_build: Built) -> None:
    page = real_build.page("data/")
    entry = next(
        e
        for e in (i for listed in page.classed("pl-index") for i in listed.iter("li"))
        if "Currency shares" in visible_text(e)
    )
    facts = visible_text(by_class(entry, "pl-index__facts")[0])
    assert "International Monetary Fund" in facts
    assert "12 rows" in facts
    assert "retrieved 23 November 2026" in facts


def test_index_of_topics_describes_them(real_build: Built) -> None:
    page = real_build.page("topics/")
    page.has("China and Russia", "briefings", "The relationship between Beijing and Moscow")


def test_place_of_the_reader_is_marked_in_the_masthead(real_build: Built) -> None:
    links = [
        (visible_text(e), e.get("aria-current"))
        for nav in by_class(real_build.page(CHARTED).tree, "pl-links")
        for e in nav.iter("a")
    ]
    assert ("Briefings", "true") in links
    assert [name for name, current in links if current] == ["Briefings"]
