"""What is found: the index of a built site, read by what Pagefind wrote into it."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from hostile import ATTACK
from plumbline.adapters.search import index_site
from plumbline.search.canonical import IndexFormatError, canonicalise
from plumbline.search.cbor import parts, text
from plumbline.search.indexing import IndexingError, build_index
from support import DAY, Built, Site, run_mkdocs, tree_of_bytes

BRIEFING = "/briefings/reverse-kissinger-arithmetic/"
SIGNATURE = b"pagefind_dcd"


def fragments(site: Path) -> dict[str, dict[str, Any]]:
    """Return what the index holds of each page: its text, particulars and filters."""
    held = {}
    for path in (site / "pagefind" / "fragment").iterdir():
        content = gzip.decompress(path.read_bytes()).removeprefix(SIGNATURE)
        fragment = json.loads(content)
        held[fragment["url"]] = fragment
    return held


@pytest.fixture(scope="module")
def found(real_build: Built) -> dict[str, dict[str, Any]]:
    return fragments(real_build.site)


def test_briefings_sources_datasets_and_documents_are_found(
    found: dict[str, dict[str, Any]], real_build: Built
) -> None:
    folders = {"Briefing": "briefings", "Source": "sources", "Dataset": "data"}
    by_type: dict[str, set[str]] = {}
    for url, fragment in found.items():
        by_type.setdefault(fragment["filters"]["type"][0], set()).add(url)
    for name, folder in folders.items():
        pages = (real_build.site / folder).glob("*/index.html")
        assert by_type.pop(name) == {f"/{folder}/{page.parent.name}/" for page in pages}
    assert set(by_type) == {"Page"}
    assert "/methodology/" in by_type["Page"]
    assert not by_type["Page"] & {"/", "/search/", "/rules/", "/topics/"}


def test_briefing_is_found_by_what_it_says(found: dict[str, dict[str, Any]]) -> None:
    content = found[BRIEFING]["content"]
    for phrase in (
        "Could Washington outbid Beijing",
        "Commerce gives Washington little to bid with",
        "Relief from sanctions is worth more",
        "In February 1972 Richard Nixon spent a week in China",
        "far behind",  # the title of a chart
    ):
        assert phrase in content, phrase


@pytest.mark.parametrize(
    "boilerplate",
    [
        "What was checked",
        "numbers computed from our datasets",
        "Reference",
        "Hollow diamonds",  # the description of a chart
        "Data of China",  # its table
        "Explore",
        "Embed",
        "min read",
        "How we check",
        "¶",
    ],
)
def test_what_is_no_text_of_the_briefing_does_not_find_it(
    found: dict[str, dict[str, Any]], boilerplate: str
) -> None:
    assert boilerplate not in found[BRIEFING]["content"]


def test_briefing_is_narrowed_down_by_its_front_matter(found: dict[str, dict[str, Any]]) -> None:
    filters = found[BRIEFING]["filters"]
    assert filters["year"] == ["2026"]
    assert "China" in filters["region"]
    assert "China and Russia" in filters["topic"]
    assert filters["author"] == ["Plumbline Trade Desk"]
    meta = found[BRIEFING]["meta"]
    assert meta["date"] == "20 November 2026"
    assert meta["summary"].startswith("China’s goods trade with Russia")


def test_dataset_is_found_by_its_columns_and_not_by_its_rows(
    found: dict[str, dict[str, Any]],
) -> None:
    content = found["/data/us_russia_goods_trade_census/"]["content"]
    assert "Columns" in content
    assert "2593.9" not in content
    assert "seed-excess" not in content
    assert "Definition" not in content  # the head of the table of columns


def test_number_in_a_heading_is_part_of_the_title_of_its_section(
    found: dict[str, dict[str, Any]],
) -> None:
    titles = {a["id"]: a["text"] for a in found[BRIEFING]["anchors"] if a["element"] == "h2"}
    assert titles["forty-six-to-one"] == "Forty-six to one"
    assert titles["a-figure-ten-times-too-large"] == "A figure ten times too large"


def test_every_result_leads_to_a_page_and_its_sections_to_ids(
    found: dict[str, dict[str, Any]], real_build: Built
) -> None:
    checked = 0
    for url, fragment in found.items():
        page = real_build.page(url.lstrip("/"))
        ids = {element.get("id") for element in page.tree.iter()}
        for anchor in fragment["anchors"]:
            checked += 1
            assert anchor["id"] in ids, (url, anchor)
    assert checked > 50


def test_withdrawn_briefing_is_not_found_and_a_superseded_one_says_so(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    site.briefing("gone", body="Text.\n", status="withdrawn", withdrawal_reason="It was wrong.")
    site.briefing("old", body="Text.\n", status="superseded", superseded_by="new")
    site.briefing("new", body="Text.\n")
    held = fragments(site.build().site)
    assert "/briefings/gone/" not in held
    assert held["/briefings/old/"]["meta"]["kind"] == "Note (superseded)"
    assert held["/briefings/new/"]["meta"]["kind"] == "Note"


def test_hostile_words_are_held_as_written(hostile_build: Built) -> None:
    fragment = fragments(hostile_build.site)["/briefings/hostile/"]
    assert fragment["meta"]["title"] == f"Title {ATTACK}"
    # Of the values of filters Pagefind resolves character references twice.
    assert fragment["filters"]["topic"] == [f"Topic {unescape(ATTACK)}"]


@pytest.mark.slow
def test_two_builds_make_the_same_index(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    days = [f"20{year}-0{month}-15" for year in (20, 21, 22, 23) for month in range(1, 8)]
    for number, day in enumerate(days):
        site.briefing(f"b{number}", date=day, regions=["CHN", "RUS", "USA"][: number % 4])
    first = tree_of_bytes(site.build().site / "pagefind")
    second = tree_of_bytes(site.build().site / "pagefind")
    assert len([name for name in first if name.startswith("filter/")]) == 5
    assert first == second


def pages_with_filters(folder: Path, values: int) -> Path:
    """Write pages whose filters have many values, enough to show the order of a hash table."""
    for number in range(values):
        page = folder / f"p{number}" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            '<!doctype html><html lang="en"><title>T</title>'
            f'<meta name="a" content="Topic {number}" data-pagefind-filter="topic[content]">'
            f'<meta name="b" content="Author {number % 30}" data-pagefind-filter="author[content]">'
            f'<meta name="c" content="{2000 + number}-01-01" data-pagefind-sort="date[content]">'
            f"<body><main data-pagefind-body><h1>Page {number}</h1><p>Some words.</p></main>",
            encoding="utf-8",
        )
    return folder


def test_index_of_the_same_pages_is_the_same_to_the_byte(tmp_path: Path) -> None:
    pages = pages_with_filters(tmp_path / "pages", 300)
    runs = []
    for number in range(3):
        target = tmp_path / f"index{number}"
        assert build_index(pages, target)
        runs.append(tree_of_bytes(target))
    assert runs[0] == runs[1] == runs[2]
    values = list(filter_values(tmp_path / "index0"))
    assert len(values) == 330
    before = tree_of_bytes(tmp_path / "index0")
    canonicalise(tmp_path / "index0")
    assert tree_of_bytes(tmp_path / "index0") == before


def contents(index: Path) -> list[bytes]:
    """Return the table of contents: version, pages, chunks, filters, sorts, fields."""
    (file,) = index.glob("*.pf_meta")
    return list(parts(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE)))


def test_every_file_that_the_table_of_contents_names_is_there(tmp_path: Path) -> None:
    assert build_index(pages_with_filters(tmp_path / "pages", 300), tmp_path / "index")
    _, pages, chunks, filters, *_ = contents(tmp_path / "index")
    folders = {"fragment": (pages, 0), "index": (chunks, 2), "filter": (filters, 1)}
    for folder, (listed, place) in folders.items():
        named = {text(list(parts(entry))[place]).decode() for entry in parts(listed)}
        assert named == {file.stem for file in (tmp_path / "index" / folder).iterdir()}, folder


def test_fragments_have_short_names_unless_two_begin_alike(tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert build_index(pages_with_filters(tmp_path / "pages", 3000), index)
    names = [file.stem.removeprefix("en_") for file in (index / "fragment").iterdir()]
    assert len(names) == 3000
    short = {name for name in names if len(name) == 5}
    long = [name for name in names if name not in short]
    assert len(long) < 100 < len(short)
    begun = Counter(name[:5] for name in long)
    assert all(number > 1 for number in begun.values())
    assert not short & set(begun)


def test_chunk_without_words_comes_first(tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert build_index(pages_with_filters(tmp_path / "pages", 300), index)
    first, *others = parts(contents(index)[2])
    begin, end, name = map(text, parts(first))
    assert (begin, end) == (b"", b"")
    assert (index / "index" / f"{name.decode()}.pf_index").stat().st_size < 50
    assert all(text(next(parts(chunk))) for chunk in others)


def test_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    assert build_index(pages_with_filters(tmp_path / "pages", 3), tmp_path / "index")
    (file,) = (tmp_path / "index").glob("*.pf_meta")
    for content in (b"\x83\x01", b"\xa1\x01\x02", b""):
        file.write_bytes(gzip.compress(SIGNATURE + content))
        with pytest.raises(IndexFormatError):
            canonicalise(tmp_path / "index")


def filter_values(index: Path) -> Iterator[bytes]:
    for path in (index / "filter").iterdir():
        content = gzip.decompress(path.read_bytes())
        yield from content.split(b"Topic ")[1:] or content.split(b"Author ")[1:]


def test_index_that_is_no_longer_wanted_is_given_up(tmp_path: Path) -> None:
    pages = pages_with_filters(tmp_path / "pages", 50)
    assert not build_index(pages, tmp_path / "index", stop=lambda: True)


def test_failure_of_the_indexer_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexingError):
        build_index(tmp_path / "nowhere", tmp_path / "index")


def test_what_fails_beside_the_indexer_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*_: Any, **options: Any) -> subprocess.Popen[bytes]:
        begun.append(popen(["/bin/sleep", "60"], **options))
        return begun[0]

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(ValueError, match="elsewhere"), index_site(tmp_path):
        raise ValueError("elsewhere")
    assert begun[0].returncode == -signal.SIGKILL


def test_site_without_briefings_has_a_search_too(tmp_path: Path) -> None:
    run_mkdocs(Site(tmp_path / "site", empty=True).root, "build", day=DAY)
    assert (tmp_path / "site" / "site" / "pagefind" / "pagefind.js").is_file()
