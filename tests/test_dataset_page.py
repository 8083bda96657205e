"""The page of a dataset: what it says, what it offers, and what rests on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from plumbline.evidence.claim_values import claim_outcomes
from plumbline.project import Mode, Project
from plumbline.site.usage import datasets_of
from support import Built, PreviewServer, Site, by_class, visible_text

PACKAGE = """\
licenses: [{name: CC0-1.0, path: "https://creativecommons.org/publicdomain/zero/1.0/"}]
resources:
  - name: port_calls
    path: port_calls.csv
    title: Calls at the port
    description: Ships that called.
    homepage: https://port.example/calls
    sources: [{title: Port Authority, path: "https://port.example/"}, {title: An old ledger}]
    citekeys: [port-2024, customs-2025]
    retrieved: 2025-03-14
    vintage: Report for 2024
    reporter: DEU
    prices: nominal
    schema:
      primaryKey: year
      fields:
        - {name: year, type: year, title: Year, unit: never shown as a figure}
        - {name: calls, type: integer, title: Calls, unit: calls, flow: total, prices: real}
        - {name: remark, type: string, description: "What <b>the clerk</b> wrote."}
  - name: port_dues
    path: port_dues.csv
    licenses: [{name: notspecified, title: No licence stated}, {path: terms.pdf}]
    retrieved: 2025-03-14
    citekeys: [port-2024]
    schema: {fields: [{name: dues, type: number, unit: USD, prices: nominal}]}
"""
CALLS = "year,calls,remark\n2023,850,+1 for the <i>Ahoy</i>\n2024,905,\n"
BODY = """\
Calls rose to [905](claim:calls-2024) [@port-2024].

```chart
id: calls
title: "Up to [905](claim:calls-2024) & more"
data: port_calls
x: year
y: [calls]
alt: A line that rises.
```

```table
id: remarks
title: What was remarked
data: port_calls
```
"""
CLAIMS = {
    "calls-2024": {"value": "port_calls.calls", "where": {"year": "2024"}},
    "growth": {"change": {"of": "port_calls.calls", "from": "2023", "to": "2024"}},
    "unused": {"value": "port_calls.calls", "where": {"year": "2023"}},
}


def write(site: Site) -> Site:
    site.file("briefings/data/datapackage.yaml", PACKAGE)
    site.file("briefings/data/port_calls.csv", CALLS)
    site.file("briefings/data/port_dues.csv", "dues\n1.5\n")
    site.briefing(
        "ports",
        body=BODY,
        title="Busy [905](claim:calls-2024) ports",
        summary="They rose by [6.5%](claim:growth).",
        claims=CLAIMS,
    )
    gone = {"status": "withdrawn", "withdrawal_reason": "The data were wrong."}
    site.briefing("withdrawn", body=BODY.replace("id: calls", "id: gone"), claims=CLAIMS, **gone)
    body = BODY.replace("id: calls", "id: drafted")
    return site.briefing("draft", body=body, claims=CLAIMS, status="draft")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return write(Site(tmp_path_factory.mktemp("datasets") / "site")).build()


def links(built: Built, page: str) -> dict[str, str]:
    """Return the addresses of a page's links by their text."""
    main = built.page(page).main
    return {visible_text(a): a.get("href") or "" for a in main.iter("a")}


def test_page_says_where_the_data_are_from_and_when(built: Built) -> None:
    page = built.page("data/port_calls/")
    page.has("Ships that called.", "Report for 2024", "14 March 2025", "An old ledger")
    page.has("Germany", "CC0-1.0")
    found = links(built, "data/port_calls/")
    assert found["CC0-1.0"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert found["Port Authority"] == "https://port.example/"
    assert found["https://port.example/calls"] == "https://port.example/calls"
    cited = next(text for text in found if "Annual report of the port" in text)
    assert found[cited] == "../../sources/port-2024/"


def test_licence_without_an_address_on_the_web_is_no_link(built: Built) -> None:
    built.page("data/port_dues/").has("No licence stated; terms.pdf")
    assert "terms.pdf" not in links(built, "data/port_dues/")


def test_words_of_a_table_stand_at_the_left_and_its_numbers_at_the_right(built: Built) -> None:
    table = by_class(built.page("briefings/ports/").main, "pl-cells")[-1]
    heads = [th for th in table.iter("th") if th.get("scope") == "col"]
    assert [th.get("class") for th in heads] == [None, None, "pl-cells__text"]
    assert [td.get("class") for td in table.iter("td")] == [None, "pl-cells__text"] * 2


def test_columns_have_units_and_what_must_be_known_of_them(built: Built) -> None:
    columns = by_class(built.page("data/port_calls/").main, "pl-table")[0]
    rows = [[visible_text(cell) for cell in row] for row in columns.iter("tr")]
    assert rows == [
        ["Column", "Label", "Unit", "Basis", "Definition"],
        ["year", "Year", "never shown as a figure", "", ""],
        ["calls", "Calls", "calls", "exports plus imports, real, in prices of a base year", ""],
        ["remark", "remark", "", "", "What <b>the clerk</b> wrote."],
    ]


def test_rows_and_downloads_are_offered(built: Built) -> None:
    built.page("data/port_calls/").has("+1 for the <i>Ahoy</i>", "2 rows, 64 bytes", "apostrophe")
    found = links(built, "data/port_calls/")
    for address in (found["Download CSV"], found["Data Package"]):
        assert (built.site / "data/port_calls" / address).resolve().is_file()
    assert built.page("data/port_calls/port_calls.csv").path.stat().st_size == 64
    built.page("data/port_dues/").lacks("apostrophe").has("1 row, 11 bytes")
    assert links(built, "data/")["datapackage.json"] == "datapackage.json"


def test_charts_and_numbers_that_rest_on_it_are_listed(built: Built) -> None:
    page = built.page("data/port_calls/")
    found = links(built, "data/port_calls/")
    assert found["Up to 905 & more"] == "../../briefings/ports/#chart-calls"
    assert found["What was remarked"] == "../../briefings/ports/#table-remarks"
    assert found["calls-2024"] == "../../briefings/ports/#claim-calls-2024"
    assert found["growth"] == "../../briefings/ports/"  # stands in the summary alone
    page.has("calls-2024 Calls, 2024: 905", "growth change of Calls, 2023 to 2024: 6.47059%")
    page.has("In Busy 905 ports")
    page.lacks("unused", "briefings/withdrawn/#", "briefings/draft")
    unused = [visible_text(heading) for heading in built.page("data/port_dues/").main.iter("h2")]
    assert unused
    assert not {"Charts and tables", "Numbers"} & set(unused)


def test_published_page_offers_no_claims(built: Built) -> None:
    built.page("data/port_calls/").lacks("copy-claim", "data-claim", "Copy as claim")
    assert not [*(built.site / "assets").rglob("copy-claim*")]


def test_new_values_do_not_reach_which_datasets_a_briefing_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plumbline.graph._FEW_FIREWALLS", 0)  # what is reached is marked
    site = write(Site(tmp_path / "site"))
    for path in (site.root / "briefings", *site.root.glob("briefings/**/*")):
        os.utime(path, (1, 1))  # what was written a moment ago is looked at again
    project = Project(site.root, Mode.CHECK)
    project.advance()
    assert datasets_of(project, "ports") == ("port_calls",)
    assert set(claim_outcomes(project, "ports")) == {"calls-2024", "growth", "unused"}
    data = site.root / "briefings" / "data" / "port_calls.csv"
    data.write_text(CALLS.replace("850", "851"), encoding="utf-8")
    project.advance()
    assert datasets_of.holds(project, "ports")
    assert not claim_outcomes.holds(project, "ports")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    site = write(Site(tmp_path_factory.mktemp("preview") / "site"))
    with PreviewServer(site) as started:
        yield started


def test_preview_shows_edited_data_in_the_package(server: PreviewServer) -> None:
    server.shows("/data/datapackage.json", '"vintage": "Report for 2024"')
    server.site.edit("briefings/data/datapackage.yaml", "Report for 2024", "Report for 2025")
    server.shows("/data/datapackage.json", '"vintage": "Report for 2025"')
    server.shows("/data/port_calls/", "Report for 2025")


@pytest.fixture
def page(server: PreviewServer, browser_path: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        context = browser.new_context()
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        shown = context.new_page()
        shown.goto(f"http://127.0.0.1:{server.port}/data/")
        yield shown
        browser.close()


@pytest.mark.browser
def test_cell_is_copied_as_a_claim_in_preview(page: Page) -> None:
    line = "port-calls-calls-2024: {value: port_calls.calls, where: {year: 2024}}"
    page.route("**/*.js", lambda route: route.abort())  # what the next page needs is here already
    page.get_by_role("link", name="Calls at the port").click()  # without loading a whole page
    button = page.get_by_role("button", name="Copy as claim")
    expect(button).to_have_count(2)
    expect(button.nth(1)).to_have_css("opacity", "0")
    button.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=line)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == line
    button.nth(0).hover()
    expect(button.nth(0)).to_have_css("opacity", "1")


@pytest.mark.browser
def test_claim_is_shown_where_the_clipboard_is_out_of_reach(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{page.url}port_calls/")
    page.get_by_role("button", name="Copy as claim").first.click()
    expect(page.get_by_text("Copy it from here: port-calls-calls-2023:")).to_be_visible()
