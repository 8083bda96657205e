"""The page of numbers without a check, as a reader and an editor meet it."""

from __future__ import annotations

from pathlib import Path

from support import Site

RECORDS = """\
references:
  - id: gazette-2025
    type: article-newspaper
    title: Calls at the port
    container-title: Harbour Gazette
    issued: "2025-03"
"""
BODY = """\
Fees fell by 17 per cent. Calls rose to 61 in 2023 [@port-2024]. They were
44 a year before, by one report [@gazette-2025].

The class of [1984]{.uncounted} sails on.

Of `[12]{.uncounted}`, in code, nothing is said.
"""
IGNORED = {
    "rule": "number-not-in-source",
    "reason": "The passage is <b>lost</b>.",
    "until": "2027-01-31",
}


def library(folder: Path) -> Site:
    site = Site(folder).file("briefings/sources/gazette.yml", RECORDS)
    site.file("briefings/sources/excerpts/port-2024.md", "---\nkey: port-2024\n---\n\n60 calls\n")
    return site.file("briefings/terms.yml", "- Pier 39\n")


def test_numbers_without_a_check_are_listed_with_the_reason(tmp_path: Path) -> None:
    site = library(tmp_path).briefing("ports", BODY, title="Ports & tolls", ignore=[IGNORED])
    page = site.build("--quiet", code=None).page("unchecked/")
    page.has("In 1 briefing 3 numbers are counted.", "That leaves 3.", "Ports & tolls")
    listed = page.text[page.text.index("Counted and not") : page.text.index("Numbers not counted")]
    for sentence, reason in (
        (
            "Fees fell by 17 per cent.",
            "It is neither bound to our data nor followed by a citation.",
        ),
        (
            "Calls rose to 61 in 2023.",
            "The passages that we keep of the cited source do not hold it.",
        ),
        ("They were 44 a year before, by one report.", "Harbour Gazette, Calls at the port, 2025"),
    ):
        assert sentence in listed
        assert reason in listed
    assert "briefings/ports/index.md:" in listed
    links = [a.get("href") for a in page.main.iter("a")]
    assert "../briefings/ports/" in links
    assert "../rules/unbound-number/" in links


def test_what_authors_set_aside_is_listed(tmp_path: Path) -> None:
    site = library(tmp_path).briefing("ports", BODY, ignore=[IGNORED])
    page = site.build("--quiet", code=None).page("unchecked/")
    page.has("The class of 1984 sails on", "Pier 39").lacks("nothing is said")
    page.has("number-not-in-source", "The passage is <b>lost</b>.", "Until 31 January 2027.")


def test_page_says_so_when_all_is_confirmed(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "Nothing is counted here.\n")
    site.briefing("tolls", BODY, status="draft")
    page = site.build("--quiet", code=None).page("unchecked/")
    page.has(
        "In 1 briefing 0 numbers are counted.",
        "That leaves none.",
        "There are none.",
        "None is set aside.",
    )
    page.lacks("17 per cent")


def test_number_is_quoted_from_the_text_it_stands_in(tmp_path: Path) -> None:
    judgments = [
        {"text": "Fees fell.", "confidence": "low"},
        {"text": f"{'Fees fell and so it went on, ' * 12} by 17 per cent.", "confidence": "low"},
    ]
    site = Site(tmp_path).briefing("ports", "Fees fell.\n", key_judgments=judgments)
    page = site.build("--quiet", code=None).page("unchecked/")
    page.has("In a key judgment", "and so it went on, by 17 per cent.", "… ")
