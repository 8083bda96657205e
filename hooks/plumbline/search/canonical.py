"""Pagefind's files in a form that does not change from run to run; parts of an index become one.

Pagefind numbers pages in the order in which the system lists their files, and writes the values of
each filter, and the list of filters, in that of a hash table: the same pages make another index on
another disk, and in another run. Their hash is their file's name, which the index's table of
contents repeats, whose hash is a name in turn. Here pages are numbered by their addresses, values
and filters are put in alphabetical order, and files are named anew by what they hold.

Pagefind takes half a megabyte of memory for each page that it reads. So it makes the index of a
large site in parts, and here they become one.

Every search begins with the table of contents, which has a line for each page. So it is made
smaller where nothing is lost: the names of the files that results are read from have no more digits
than tell them apart, and pages' numbers of words, which only weigh in the ranking, are rounded, as
the authors of Pagefind found to do no harm (issue 998 of their repository).

What can be chosen of each filter, and how many pages that leaves, takes all files of filters. Their
sums are written once more into a small file for each language, `filters.<language>.json`, which is
enough until there is a word or a choice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plumbline.search.cbor import (
    CborError,
    encode_array,
    encode_text,
    encode_unsigned,
    parts,
    text,
    unsigned,
)
from plumbline.search.chunks import write_chunks
from plumbline.search.packing import IndexFormatError, digest, read_packed, write_packed
from plumbline.search.pages import SearchPage
from plumbline.search.postings import Numbering, Word, merge_words, read_words

__all__ = ["join_parts"]

_ENTRY = "pagefind-entry.json"
_UNUSED = ("-ui.js", "-ui.css", "-highlight.js", ".pf_meta", _ENTRY)
"""How files end that are not taken over: the site has dialogs of its own, and the rest is written
anew."""
_DIGITS = 10
_FEW_DIGITS = 5
"""Hexadecimal digits that a fragment is named by if no other one begins with them."""
_PRECISION = 4
"""Binary digits that a page's number of words is rounded to."""


def join_parts(folders: Sequence[Path], target: Path, pages: Sequence[SearchPage]) -> None:
    """Make one index, in its canonical form, of parts that Pagefind has written.

    Args:
        folders: the parts; their files are moved.
        target: the folder of the index, in which there is none.
        pages: all pages, in the order in which they are numbered.

    Raises:
        IndexFormatError: a file is not laid out as expected.
    """
    for name in ("fragment", "index", "filter"):
        (target / name).mkdir()
    entries = [json.loads((folder / _ENTRY).read_text(encoding="utf-8")) for folder in folders]
    found: dict[str, list[_Part]] = {}
    try:
        for folder, entry in zip(folders, entries, strict=True):
            for code, language in entry["languages"].items():
                found.setdefault(code, []).append(_read_part(folder, language))
        for code, several in sorted(found.items()):
            several[0].entry.update(_write_language(several, target, code, pages))
    except (CborError, KeyError) as error:
        raise IndexFormatError(str(error)) from error
    for folder in folders:
        for path in folder.iterdir():
            if path.is_file() and not path.name.endswith(_UNUSED):
                path.replace(target / path.name)
    languages = {code: several[0].entry for code, several in found.items()}
    _write_json(target / _ENTRY, {**entries[0], "languages": languages})


@dataclass(frozen=True, slots=True)
class _Fragment:
    """The file that a result is read from: its page's address, what it is named by, its words."""

    file: Path
    url: str
    digest: str
    words: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of an index holds in one language, by its table of contents."""

    entry: dict[str, Any]
    version: bytes
    fragments: list[_Fragment]
    chunks: list[Path]
    filters: list[Path]
    orders: list[bytes]
    particulars: list[bytes]


def _read_part(folder: Path, entry: dict[str, Any]) -> _Part:
    contents = list(parts(read_packed(folder / f"pagefind.{entry['hash']}.pf_meta")))
    if len(contents) != 6:
        raise IndexFormatError("the table of contents has other entries")
    version, pages, chunks, filters, orders, particulars = contents
    return _Part(
        entry,
        version,
        [_read_fragment(folder, page) for page in parts(pages)],
        [folder / "index" / f"{_last(chunk)}.pf_index" for chunk in parts(chunks)],
        [folder / "filter" / f"{_last(named)}.pf_filter" for named in parts(filters)],
        [text(next(parts(order))) for order in parts(orders)],
        list(parts(particulars)),
    )


def _read_fragment(folder: Path, page: bytes) -> _Fragment:
    """Return what the table of contents says of a page: [name of its fragment, words]."""
    name, words = parts(page)
    file = folder / "fragment" / f"{text(name).decode()}.pf_fragment"
    content = read_packed(file)
    return _Fragment(file, json.loads(content)["url"], digest(content), unsigned(words))


def _last(entry: bytes) -> str:
    """Return the name of a file, which stands last in an entry of the table of contents."""
    return text(list(parts(entry))[-1]).decode()


def _write_language(
    several: Sequence[_Part], target: Path, code: str, pages: Sequence[SearchPage]
) -> dict[str, Any]:
    """Write the index of one language; return what the list of languages says of it anew."""
    fragments = {f.url: f for part in several for f in part.fragments}
    present = [page for page in pages if page.url in fragments]
    if len(present) != sum(len(part.fragments) for part in several):
        raise IndexFormatError("the index has other pages than it was made of")
    numbers = {page.url: number for number, page in enumerate(present)}
    ordered = [fragments[page.url] for page in present]
    particulars = sorted({name for part in several for name in part.particulars}, key=text)
    renumbered = [
        Numbering(
            [numbers[f.url] for f in part.fragments],
            [particulars.index(name) for name in part.particulars],
        )
        for part in several
    ]
    words = merge_words(map(_read_all_words, several, renumbered))
    filters = _merge_filters(several, numbers)
    contents = [
        several[0].version,
        _write_fragments(ordered, target / "fragment", code),
        write_chunks(words, target / "index", code),
        _write_filters(filters, target / "filter", code),
        _encode_sorts(present, {order.decode() for part in several for order in part.orders}),
        encode_array(particulars),
    ]
    content = encode_array(contents)
    name = f"{code}_{digest(content)[:_DIGITS]}"
    write_packed(target / f"pagefind.{name}.pf_meta", content)
    sums = {f: {v: len(on) for v, on in values.items()} for f, values in filters.items()}
    _write_json(target / f"filters.{code}.json", sums)
    return {"hash": name, "page_count": len(present)}


def _read_all_words(part: _Part, numbering: Numbering) -> Iterator[Word]:
    for path in part.chunks:
        yield from read_words(read_packed(path), numbering)


def _write_fragments(fragments: Sequence[_Fragment], folder: Path, code: str) -> bytes:
    """Move fragments to their place; return the list of pages: [[name, number of words], …].

    Those that begin alike have longer names, lest one takes over the name that another had in a
    former build, which a browser may still hold.
    """
    use = Counter(f.digest[:_FEW_DIGITS] for f in fragments)
    listed = []
    for fragment in fragments:
        few = fragment.digest[:_FEW_DIGITS]
        name = f"{code}_{few if use[few] == 1 else fragment.digest[:_DIGITS]}"
        fragment.file.replace(folder / f"{name}.pf_fragment")
        spare = max(fragment.words.bit_length() - _PRECISION, 0)
        words = encode_unsigned(fragment.words >> spare << spare)
        listed.append(encode_array([encode_text(name.encode()), words]))
    return encode_array(listed)


Filters = dict[str, dict[str, list[int]]]
"""On which pages each value of each filter stands."""


def _merge_filters(several: Sequence[_Part], numbers: Mapping[str, int]) -> Filters:
    """Return the filters of all parts, each of which is [name, [[value, pages], …]]."""
    merged: Filters = {}
    for part in several:
        for path in part.filters:
            name, values = parts(read_packed(path))
            found = merged.setdefault(text(name).decode(), {})
            for entry in parts(values):
                value, pages = parts(entry)
                urls = (part.fragments[unsigned(page)].url for page in parts(pages))
                found.setdefault(text(value).decode(), []).extend(numbers[url] for url in urls)
    return merged


def _write_filters(filters: Filters, folder: Path, code: str) -> bytes:
    """Write filters; return their list: [[filter, name of its file], …]."""
    listed = []
    for filter_name, values in sorted(filters.items()):
        encoded = [
            encode_array([encode_text(value.encode()), _encode_numbers(sorted(on))])
            for value, on in sorted(values.items())
        ]
        content = encode_array([encode_text(filter_name.encode()), encode_array(encoded)])
        name = f"{code}_{digest(content)[:_DIGITS]}"
        write_packed(folder / f"{name}.pf_filter", content)
        listed.append(encode_array([encode_text(filter_name.encode()), encode_text(name.encode())]))
    return encode_array(listed)


def _encode_sorts(pages: Sequence[SearchPage], orders: set[str]) -> bytes:
    """Return the orders of pages, [[order, pages], …], by text as Pagefind orders what are days.

    Raises:
        IndexFormatError: pages say in a form that is not known here what they are sorted by.
    """
    if orders != {order for page in pages for order in page.sorts}:
        raise IndexFormatError(
            f"pages are sorted by {', '.join(sorted(orders))}, which they do not say as "
            'data-pagefind-sort="order[attribute]"'
        )
    listed = []
    for order in sorted(orders):
        placed = [number for number, page in enumerate(pages) if order in page.sorts]
        placed.sort(key=lambda number: pages[number].sorts[order])
        listed.append(encode_array([encode_text(order.encode()), _encode_numbers(placed)]))
    return encode_array(listed)


def _encode_numbers(numbers: Sequence[int]) -> bytes:
    return encode_array([encode_unsigned(number) for number in numbers])


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False), encoding="utf-8")
