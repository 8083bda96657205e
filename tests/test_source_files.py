"""Files of sources: CSL-JSON and BibTeX with their places, worded dates, addresses compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.content.json_source import read_json
from plumbline.content.text_file import TextFile
from plumbline.evidence import bibtex
from plumbline.evidence.addresses import (
    doi_in_address,
    normalise_address,
    tracking_parameters,
)
from plumbline.evidence.bibtex import read_bibtex
from plumbline.evidence.sources import Source, SourceFile, read_sources
from plumbline.evidence.worded_dates import read_worded_date

BIB = r"""@string{hp = "Harbour Press"}
@book{quay-2024,
  title  = {The {New} Quay: H\"afen},
  author = {{Port Authority} and M{\"u}ller, A.},
  publisher = hp, isbn = {978-0-306-40615-7},
  date = {2024-03},
}
"""


def read_bib(text: str, cache: Path | None = None) -> SourceFile:
    return read_bibtex(TextFile("a.bib", text), cache)


def codes(file: SourceFile) -> list[tuple[str, int]]:
    return [(f.code, f.location.line) for f in file.findings]


def only(file: SourceFile) -> Source:
    (source,) = file.sources
    return source


def spelt(source: Source, text: str, *path: str | int) -> str:
    """Return what stands at the place of a field."""
    where = source.locate(*path)
    assert where.line == where.end_line
    return text.split("\n")[where.line - 1][where.column - 1 : where.end_column - 1]


def test_json_keeps_strings_and_places() -> None:
    text = '[\n\t{"id": "a", "page": 12, "none": null, "x": {"y": [true, "\\ud83d\\udea2"]}}\n]'
    document = read_json(text, "a.json")
    assert document.findings == []
    assert document.data == [{"id": "a", "page": "12", "none": None, "x": {"y": ["true", "🚢"]}}]
    assert document.locate((0, "page")).column == text.split("\n")[1].index("12") + 1
    assert document.locate_key((0, "x")).line == 2


def test_json_half_a_surrogate_pair_can_be_written() -> None:
    document = read_json('["\\ud83d"]', "a.json")
    assert document.data == ["\ufffd"]


def test_json_says_where_a_key_is_repeated() -> None:
    document = read_json('{"a": {"b": 1},\n "a": {"b": 2}, "c": 3}', "a.json")
    assert document.data == {"a": {"b": "1"}, "c": "3"}
    assert [(f.code, f.location.line) for f in document.findings] == [("YA003", 2)]


@pytest.mark.parametrize(
    "text", ["[1", '{"a"}', "nonsense", "[" * 41 + "]" * 41, "[" * 100_000, "9" * 5000]
)
def test_broken_json_is_one_finding(text: str) -> None:
    document = read_json(text, "a.json")
    assert document.data is None
    assert [f.code for f in document.findings] == ["SR041"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def strings(value: object) -> object:
    if isinstance(value, dict):
        return {k: strings(v) for k, v in value.items()}
    if isinstance(value, list):
        return [strings(v) for v in value]
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


@given(json_values)
@settings(max_examples=200)
def test_json_is_read_as_json_reads_it(value: object) -> None:
    document = read_json(json.dumps(value, indent=1), "a.json")
    assert document.data == strings(value)


def test_csl_json_prefers_the_citation_key() -> None:
    text = '[{"id": "http://zotero.org/1", "citation-key": "quay", "type": "book", "title": "Q"}]'
    source = only(read_sources(TextFile("a.json", text)))
    assert source.key == "quay"
    assert spelt(source, text, "title") == '"Q"'


def test_bibtex_becomes_csl_with_its_places() -> None:
    file = read_bib(BIB)
    source = only(file)
    assert file.findings == ()
    assert source.record["publisher"] == "Harbour Press"
    assert source.record["author"][0] == {"literal": "Port Authority"}
    assert source.record["issued"] == {"date-parts": [[2024, 3]]}
    assert spelt(source, BIB, "ISBN") == "{978-0-306-40615-7}"
    assert spelt(source, BIB, "issued") == "{2024-03}"
    assert spelt(source, BIB, "publisher") == "hp"
    assert source.location.line == 2


def test_bibtex_bad_entries_leave_the_good_ones() -> None:
    again = "@misc{quay-2024, title={B}}\n@misc{, title={C}}\n"
    text = "@book{open, title = {A\n\n" + BIB + again
    file = read_bib(text)
    assert [s.key for s in file.sources] == ["quay-2024"]
    assert codes(file) == [("SR040", 1), ("SR004", 10), ("SR001", 11)]
    assert not file.complete


def test_bibtex_entry_that_pandoc_rejects_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = bibtex._run_pandoc

    def reject(text: str) -> list[object]:
        if "{bad" in text:
            raise bibtex._PandocError("it is bad")
        return real(text)

    monkeypatch.setattr(bibtex, "_run_pandoc", reject)
    entries = [f"@misc{{{key}, title={{T}}}}" for key in ("a", "b", "bad", "c")]
    file = read_bib("\n".join(entries))
    assert [s.key for s in file.sources] == ["a", "b", "c"]
    assert codes(file) == [("SR040", 3)]


def test_bibtex_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache" / "bibtex.json"
    first = read_bib(BIB, cache)

    def refuse(_: str) -> list[object]:
        raise AssertionError("asked again")

    monkeypatch.setattr(bibtex, "_run_pandoc", refuse)
    assert read_bib(BIB, cache) == first
    whole = cache.read_text()
    for damaged in ("[]", whole.replace("title", "titel"), "[" * 100_000, whole[:-1]):
        cache.write_text(damaged)
        with pytest.raises(AssertionError, match="asked again"):
            read_bib(BIB, cache)


def test_bibtex_is_read_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    expected = read_bib(BIB)
    assert read_bib(BIB, tmp_path / "file" / "bibtex.json") == expected
    assert read_bib(BIB, tmp_path / "folder") == expected


def test_bibtex_helpers_are_no_works() -> None:
    text = "@xdata{hp, publisher={Harbour Press}}\n@book{a, title={T}, xdata={hp}, year=2024}\n"
    text += "@set{both, entryset={a}}\n"
    source = only(read_bib(text))
    assert source.record["publisher"] == "Harbour Press"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3rd of May 2024", "2024-05-03"),
        ("May 3, 2024", "2024-05-03"),
        ("Sept. 2024", "2024-09"),
        ("30 february 2024", "2024-02-30"),
        ("2024-05-03", None),
        ("spring 2024", None),
        ("May 2024 or later", None),
        ("Maying 2024", None),
    ],
)
def test_worded_dates(text: str, date: str | None) -> None:
    assert read_worded_date(text) == date


def test_addresses_of_one_page_are_equal() -> None:
    page = "https://example.org/quay?a=1&b=2"
    for other in (
        "http://www.example.org:80/quay/?b=2&a=1#calls",
        "HTTPS://EXAMPLE.org/qu%61y/index.html?a=1&utm_source=x&b=2",
    ):
        assert normalise_address(other) == normalise_address(page)
    for other in (f"{page}&c=3", page.replace("quay", "Quay"), f"{page}#/calls"):
        assert normalise_address(other) != normalise_address(page)


@given(st.text())
def test_no_address_is_too_odd(text: str) -> None:
    for url in (text, f"https://{text}", f"http://[{text}"):
        normalise_address(url)
        tracking_parameters(url)
        doi_in_address(url)


def test_tracking_goes_and_the_rest_stays() -> None:
    url = "https://example.org/q?utm_source=a&id=%20x&fbclid=b#top"
    assert tracking_parameters(url) == (
        ["utm_source", "fbclid"],
        "https://example.org/q?id=%20x#top",
    )


def test_doi_in_address() -> None:
    assert doi_in_address("http://dx.doi.org/10.1000%2F182") == "10.1000/182"
    assert doi_in_address("https://example.org/10.1000/182") is None
