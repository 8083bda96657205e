"""How a briefing is cited: the reference on its page, and files that come back equal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from browsing import CHARTED
from hostile import ATTACK
from machines import read_record
from plumbline.outputs.bibliography import to_bibtex, to_csl_json, to_ris
from support import Built, Site, visible_text, wait_until

FORMATS = {"bibtex": "bib", "biblatex": "bib", "ris": "ris", "csljson": "json"}
COMPARED = ("type", "title", "issued", "number", "publisher", "DOI", "URL", "author")


def comparable(record: dict[str, Any]) -> dict[str, Any]:
    """Return what is compared of a record.

    pandoc's reader of RIS knows no numbers of reports and takes SN for an ISSN, passes over DA, so
    that of the date the year is left, and has no names of institutions: one is a family name alone.
    """
    kept = {name: record[name] for name in COMPARED if name in record}
    kept["title"] = kept["title"].replace("’", "'")  # which pandoc sets in CSL-JSON alone
    if "ISSN" in record:
        kept["number"] = record["ISSN"]
    kept["author"] = [" ".join(_parts(name)) for name in record.get("author", [])]
    return kept


def _parts(name: dict[str, str]) -> list[str]:
    order = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix", "literal")
    joined = [name[part] for part in order if part in name]
    # "Trade, Energy & Desk," comes out of RIS as a family name with a suffix.
    return [f"{name['family']}, {name['suffix']}"] if "suffix" in name else joined


def read_ris_date(text: str) -> dict[str, Any]:
    """Return the date of a RIS file, whose year must be that of the record."""
    lines = dict(line.split("  - ", 1) for line in text.splitlines() if line)
    parts = [int(part) for part in lines["DA"].strip("/").split("/")]
    assert lines["PY"] == str(parts[0])
    return {"date-parts": [parts]}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", ["ports", "tolls", "gone"])
def test_pandoc_reads_the_same_record_from_every_file(
    full_build: Built, slug: str, form: str
) -> None:
    folder = full_build.site / "briefings" / slug
    expected = read_record((folder / f"{slug}.json").read_text(encoding="utf-8"), "csljson")
    with (folder / f"{slug}.{FORMATS[form]}").open(encoding="utf-8", newline="") as file:
        text = file.read()
    found = read_record(text, form)
    if form == "ris":
        found["issued"] = read_ris_date(text)
    assert comparable(found) == comparable(expected)


def test_record_says_what_the_front_matter_says(full_build: Built) -> None:
    text = (full_build.site / "briefings/ports/ports.json").read_text(encoding="utf-8")
    assert read_record(text, "csljson") == {
        "id": "ports",
        "type": "report",
        "title": "Ports & {tolls}: 100% of $5_000 -- it’s “up”",  # pandoc sets the apostrophe
        "author": [
            {"literal": "Trade, Energy & Desk"},
            {"family": "Example Person", "given": "Vera"},
        ],
        "issued": {"date-parts": [[2026, 1, 15]]},
        "publisher": "Fixture",
        "number": "H-2026-01",
        "DOI": "10.1000/port_(2024)",
        "URL": "https://plumbline.example/briefings/ports/",
        "language": "en-GB",
        "abstract": "Calls rose, <really>.",
        "keyword": "Trade",
    }


def test_record_of_the_real_briefing_comes_back_equal(real_build: Built) -> None:
    stem = real_build.site / CHARTED / CHARTED.split("/")[1]
    texts = {f: stem.with_suffix(f".{x}").read_text(encoding="utf-8") for f, x in FORMATS.items()}
    records = {form: read_record(text, form) for form, text in texts.items()}
    records["ris"]["issued"] = read_ris_date(texts["ris"])
    compared = [comparable(record) for record in records.values()]
    assert compared == [compared[0]] * len(compared)
    assert compared[0]["author"] == ["Plumbline Trade Desk"]


TEXT = st.text(
    st.sampled_from(list("aB é“’'`\"--{}[]()<>%$#&_~^\\|;:@/!?=*+.,0")), min_size=1, max_size=30
)


@given(title=TEXT, number=TEXT)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_character_is_lost_in_bibtex(title: str, number: str) -> None:
    record = {
        "id": "a",
        "type": "report",
        "title": f"T {title} t",
        "number": f"N{number}n",
        "publisher": "P",
        "author": [{"literal": f"A {title} and B"}],
        "issued": {"date-parts": [[2026, 1, 5]]},
    }
    found = read_record(to_bibtex(record), "bibtex")
    for name in ("title", "number"):
        assert found[name].split() == str(record[name]).split()
    assert found["author"][0]["literal"].split() == f"A {title} and B".split()


@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_hostile_record_comes_back_equal(hostile_build: Built, form: str) -> None:
    folder = hostile_build.site / "briefings" / "hostile"
    text = (folder / f"hostile.{FORMATS[form]}").read_text(encoding="utf-8")
    found = read_record(text, form)
    assert found["title"] == f"Title {ATTACK}".replace("\u202e", "")
    assert found["type"] == "report"


def test_line_breaks_in_texts_add_no_line_to_ris() -> None:
    record = {"id": "a", "title": "A\nER  - \nTY  - BOOK", "issued": {"date-parts": [[2026, 1, 5]]}}
    assert to_ris(record).count("\r\n") == 6
    assert read_record(to_csl_json({**record, "type": "report"}), "csljson")["id"] == "a"


def test_page_shows_the_reference_in_the_style_of_the_site(full_build: Built) -> None:
    page = full_build.page("briefings/ports/")
    (block,) = page.classed("pl-citing")
    shown = visible_text(block)
    assert "Cite this briefing" in shown
    assert "Trade, Energy & Desk" in shown
    assert "Ports & {Tolls}: 100% of $5_000" in shown
    links = {e.get("href") for e in block.iter("a")}
    assert {"ports.bib", "ports.ris", "ports.json", "ports.md"} <= links


@pytest.mark.slow
def test_reference_follows_the_chosen_style(tmp_path: Path) -> None:
    site = Site(tmp_path).configure(plumbline={"citation_style": "apa"})
    built = site.briefing("ports", report_number="H-1").build()
    (shown,) = built.page("briefings/ports/").classed("pl-citing__reference")
    assert visible_text(shown).startswith("Trade Desk. (2026). About ports (H-1). Fixture.")


@pytest.mark.browser
def test_buttons_copy_the_reference_and_the_files(page: Page, url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(url + CHARTED)
    status = page.locator(".pl-citing__said")
    for name, expected in (
        ("Copy the reference", "Plumbline Trade Desk. Could Washington Outbid"),
        ("Copy BibTeX", "@techreport{reverse-kissinger-arithmetic,"),
        ("Copy RIS", "TY  - RPRT"),
        ("Copy CSL-JSON", "["),
    ):
        page.evaluate("navigator.clipboard.writeText('nothing')")
        page.get_by_role("button", name=name, exact=True).click()
        wait_until(partial(_holds, page, expected), name)
        expect(status).to_have_text("Copied.")


def _holds(page: Page, start: str) -> bool:
    """Whether the clipboard's text begins so."""
    return str(page.evaluate("navigator.clipboard.readText()")).startswith(start)


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_without_scripts_the_files_are_links_and_no_button_is_shown(bare: Page, url: str) -> None:
    bare.goto(url + CHARTED)
    expect(bare.locator(".pl-citing a", has_text="BibTeX")).to_be_visible()
    expect(bare.locator(".pl-citing__copy").first).to_be_hidden()
