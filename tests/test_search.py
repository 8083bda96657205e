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
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import ATTACK
from plumbline.adapters.search import index_site
from plumbline.search import indexing
from plumbline.search.canonical import join_parts
from plumbline.search.cbor import (
    CborError,
    encode_array,
    encode_integer,
    encode_text,
    encode_unsigned,
    parts,
    text,
)
from plumbline.search.indexing import IndexingError, build_index
from plumbline.search.packing import IndexFormatError, write_packed
from plumbline.search.pages import SearchPage, find_pages, share_out
from plumbline.search.postings import Numbering, merge_words, read_words
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


def varied_pages(folder: Path) -> list[SearchPage]:
    """Write pages that share words, with accents and without, and not all of their particulars."""
    for number in range(60):
        page = folder / ("briefings", "sources")[number % 2] / f"p{number}" / "index.html"
        page.parent.mkdir(parents=True)
        summary = '<meta name="s" content="Café exports" data-pagefind-meta="summary[content]">'
        page.write_text(
            '<!doctype html><html lang="en"><title>T</title>'
            f'<meta name="a" content="Topic {number % 7}" data-pagefind-filter="topic[content]">'
            f'<meta name="c" content="20{number % 9:02}-01-01" data-pagefind-sort="date[content]">'
            f"{summary if number % 3 == 0 else ''}"
            f"<body><main data-pagefind-body><h1>Page {number}</h1><p>The café of the cafe, "
            f"{'Île-de-France ' * (number % 4)} and {number} tonnes.</p></main>",
            encoding="utf-8",
        )
    return find_pages(folder, "pagefind")


def run_in_shares(shares: list[list[SearchPage]], site: Path, work: Path) -> dict[str, bytes]:
    """Return the files of an index that is made of shares, given in any order."""
    folders = []
    for number, share in enumerate(shares):
        folders.append(work / f"index-{number}")
        indexing._run_pagefind(indexing._gather(share, site, work / f"s{number}"), folders[-1])
    (work / "joined").mkdir()
    join_parts(folders, work / "joined", find_pages(site, "pagefind"))
    return tree_of_bytes(work / "joined")


def test_index_is_the_same_however_its_pages_were_read(tmp_path: Path) -> None:
    pages = varied_pages(tmp_path / "site")
    whole = run_in_shares([pages], tmp_path / "site", tmp_path / "whole")
    # Neighbours apart and the last first, in shares of which one has no summary at all.
    plain = [page for page in pages if int(page.path.split("/")[1][1:]) % 3]
    others = [page for page in pages if page not in plain]
    shares = [plain[::-2], others, plain[-2::-2]]
    assert run_in_shares(shares, tmp_path / "site", tmp_path / "shares") == whole
    assert build_index(tmp_path / "site", tmp_path / "index")
    assert tree_of_bytes(tmp_path / "index") == whole


def test_order_in_another_form_is_refused_and_not_left_out(tmp_path: Path) -> None:
    pages = pages_with_filters(tmp_path / "site", 3)
    path = pages / "p1" / "index.html"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("<h1>", '<h1 data-pagefind-sort="weight:3">'), encoding="utf-8")
    with pytest.raises(IndexFormatError, match="sorted by date, weight, which they do not say"):
        build_index(pages, tmp_path / "index")


def test_pages_of_several_languages_and_with_odd_names_are_indexed(tmp_path: Path) -> None:
    written = {
        "ü ber/index.html": "de",
        "a&b.html": "en",
        "c%20d/index.html": "en",
        "日本/x.html": "ja",
    }
    for name, language in written.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!doctype html><html lang="{language}"><body>'
            f"<p data-pagefind-body>Words of {language}.",
            encoding="utf-8",
        )
    assert build_index(tmp_path / "site", tmp_path / "site" / "pagefind")
    assert set(fragments(tmp_path / "site")) == {"/ü ber/", "/a&b.html", "/c%20d/", "/日本/x.html"}
    entry = json.loads((tmp_path / "site" / "pagefind" / "pagefind-entry.json").read_bytes())
    assert {code: language["page_count"] for code, language in entry["languages"].items()} == {
        "de": 1,
        "en": 2,
        "ja": 1,
    }


def test_orders_are_by_what_pages_say_and_then_by_address(tmp_path: Path) -> None:
    pages = varied_pages(tmp_path / "site")
    assert build_index(tmp_path / "site", tmp_path / "index")
    ((name, listed),) = (list(parts(order)) for order in parts(contents(tmp_path / "index")[4]))
    placed = [pages[number[-1] if len(number) == 2 else number[0]] for number in parts(listed)]
    assert text(name) == b"date"
    assert placed == sorted(pages, key=lambda page: (page.sorts["date"], page.url))


def test_pages_that_say_what_is_searched_are_found_by_address(tmp_path: Path) -> None:
    body = "<main data-pagefind-body>"
    written = {
        "b/index.html": (
            f'<meta data-pagefind-sort="day[content], n[id]" id=7 content="1 &amp; 2">{body}'
        ),
        "a/index.html": body,
        "a.html": f"{body}data-pagefind-sort=",
        "plain/index.html": "<main>",
        "pagefind/x/index.html": body,
        "a/chart.svg": body,
    }
    for path, content in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    found = find_pages(tmp_path, "pagefind")
    assert [(page.url, dict(page.sorts)) for page in found] == [
        ("/a.html", {}),
        ("/a/", {}),
        ("/b/", {"day": "1 & 2", "n": "7"}),
    ]


@pytest.mark.parametrize(
    ("sizes", "most", "shares"),
    [
        ([], 10, [[]]),
        ([4, 4], 10, [[4, 4]]),
        ([4, 4, 4], 10, [[4, 4], [4]]),
        ([30, 1, 1], 10, [[30], [1], [1]]),
        ([1, 1, 30], 10, [[1, 1, 30]]),
    ],
)
def test_shares_are_of_about_the_same_size(
    sizes: list[int], most: int, shares: list[list[int]]
) -> None:
    pages = [SearchPage(str(number), size) for number, size in enumerate(sizes)]
    assert [[page.size for page in share] for share in share_out(pages, most)] == shares


Pages = dict[int, tuple[list[int], list[int]]]
"""Places in the text and in particulars, by page."""


def encode_pages(pages: Pages) -> bytes:
    before, encoded = 0, []
    for number, places in sorted(pages.items()):
        lists = [encode_array([encode_integer(place) for place in listed]) for listed in places]
        encoded.append(encode_array([encode_unsigned(number - before), *lists]))
        before = number
    return encode_array(encoded)


def encode_chunk(words: dict[str, tuple[Pages, dict[str, Pages]]]) -> bytes:
    """Return words as Pagefind's documentation of its format has them, written plainly."""
    encoded = [
        encode_array(
            [
                encode_text(word.encode()),
                encode_pages(pages),
                encode_array(
                    [
                        encode_array([encode_text(form.encode()), encode_pages(on)])
                        for form, on in sorted(forms.items())
                    ]
                ),
            ]
        )
        for word, (pages, forms) in sorted(words.items(), key=lambda item: item[0].encode())
    ]
    return encode_array([encode_array(encoded)])


places = st.lists(st.integers(-70_000, 70_000), max_size=30)
some_pages = st.dictionaries(st.integers(0, 299), st.tuples(places, places), max_size=6)
some_words = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.tuples(some_pages, st.dictionaries(st.text("éa", min_size=1), some_pages, max_size=2)),
    max_size=6,
)


@settings(max_examples=50)
@given(some_words, st.randoms(use_true_random=False))
def test_words_of_parts_become_those_of_the_whole(
    words: dict[str, tuple[Pages, dict[str, Pages]]], random: Random
) -> None:
    # Each page goes to one of three parts, where it has another number.
    part_of = [random.randrange(3) for _ in range(300)]
    members = [[n for n in range(300) if part_of[n] == part] for part in range(3)]
    for numbers in members:
        random.shuffle(numbers)

    def cut(pages: Pages, part: int) -> Pages:
        return {i: pages[n] for i, n in enumerate(members[part]) if n in pages}

    read = []
    for part in range(3):
        held = {
            word: (
                cut(pages, part),
                {form: on for f, p in forms.items() for form, on in [(f, cut(p, part))] if on},
            )
            for word, (pages, forms) in words.items()
        }
        numbering = Numbering(members[part], range(80_000))
        read.append(read_words(encode_chunk(held), numbering))
    whole = {
        word: (pages, {form: on for form, on in forms.items() if on})
        for word, (pages, forms) in words.items()
    }
    joined = [word.encode() for word in merge_words(read)]
    assert encode_array([encode_array(joined)]) == encode_chunk(whole)


def test_particulars_have_the_numbers_of_the_whole() -> None:
    chunk = encode_chunk({"a": ({0: ([3, -1, 300], [-1, 5, -3, 7, 40])}, {})})
    (word,) = read_words(chunk, Numbering([4], [2, 9, 300]))
    assert encode_array([encode_array([word.encode()])]) == encode_chunk(
        {"a": ({4: ([3, -1, 300], [-3, 5, -301, 7, 40])}, {})}
    )


@pytest.mark.parametrize(
    "chunk",
    [
        b"",
        b"\x81",
        b"\x82\x80\x80",
        b"\x81\x80\x00",
        b"\x81\x81\x82\x61a\x80",
        b"\x81\x81\x83\x61a\x81\x00\x80",
        b"\x81\x81\x83\x61a\x81\x83\x05\x80\x80\x80",  # a page that there is not
        b"\xa1\x01\x02",
    ],
)
def test_chunk_of_another_layout_is_refused(chunk: bytes) -> None:
    with pytest.raises(CborError):
        list(read_words(chunk, Numbering([0, 1], [0])))


@pytest.mark.parametrize("content", [b"\x83\x01", b"\xa1\x01\x02", b"", b"\x86" + b"\x01" * 6])
def test_file_of_another_layout_is_refused(tmp_path: Path, content: bytes) -> None:
    pages = find_pages(pages_with_filters(tmp_path / "pages", 3), "pagefind")
    made = tmp_path / "made"
    indexing._run_pagefind(tmp_path / "pages", made)
    (file,) = made.glob("*.pf_meta")
    write_packed(file, content)
    (tmp_path / "index").mkdir()
    with pytest.raises(IndexFormatError):
        join_parts([made], tmp_path / "index", pages)


def test_index_of_other_pages_is_refused(tmp_path: Path) -> None:
    pages = find_pages(pages_with_filters(tmp_path / "pages", 3), "pagefind")
    indexing._run_pagefind(tmp_path / "pages", tmp_path / "made")
    (tmp_path / "index").mkdir()
    with pytest.raises(IndexFormatError, match="other pages"):
        join_parts([tmp_path / "made"], tmp_path / "index", pages[1:])


def filter_values(index: Path) -> Iterator[bytes]:
    for path in (index / "filter").iterdir():
        content = gzip.decompress(path.read_bytes())
        yield from content.split(b"Topic ")[1:] or content.split(b"Author ")[1:]


def test_index_that_is_no_longer_wanted_is_given_up(tmp_path: Path) -> None:
    pages = pages_with_filters(tmp_path / "pages", 50)
    assert not build_index(pages, tmp_path / "index", stop=lambda: True)


def test_failure_of_the_indexer_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexingError, match="empty or did not contain"):
        build_index(tmp_path / "empty", tmp_path / "index")
    with pytest.raises(FileNotFoundError, match="nowhere"):
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
