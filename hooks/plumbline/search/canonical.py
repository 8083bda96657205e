"""Pagefind's files in an order that does not change from run to run, and the smaller for it.

Pagefind writes the values of each filter, and the list of filters, in the order of a hash table,
which differs between two runs over the same pages. Their hash is their file's name, which the
index's table of contents repeats, whose hash is a name in turn. Here values and filters are put
in alphabetical order and the files named anew by what they hold.

Every search begins with the table of contents, which has a line for each page. So it is made
smaller where nothing is lost: the names of the files that results are read from are cut to what
tells them apart, and pages' numbers of words, which only weigh in the ranking, are rounded, as the
authors of Pagefind found to do no harm (issue 998 of their repository).

A search without words, for a filter or for the newest, makes Pagefind 1.5 fetch the whole index:
an empty word lies within every chunk. A chunk that has the empty word and nothing else comes
first here, and is the only one that is fetched then. (Pagefind 1.6 fetches none; their pull
request 1317.)

What can be chosen of each filter, and how many pages that leaves, takes all files of filters. Their
sums are written once more into a small file for each language, `filters.<language>.json`, which is
enough until there is a word or a choice.

The files of Pagefind are gzip streams of CBOR behind a signature.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

from plumbline.search.cbor import (
    CborError,
    encode_array,
    encode_text,
    encode_unsigned,
    length,
    parts,
    text,
    unsigned,
)

__all__ = ["IndexFormatError", "canonicalise"]

_SIGNATURE = b"pagefind_dcd"
_PAGES, _CHUNKS, _FILTERS, _SORTS = 1, 2, 3, 4
"""Places in the table of contents, an array: version, pages, chunks, filters, sorts, fields."""
_DIGITS = 5
"""Hexadecimal digits that a fragment is named by if no other one begins with them."""
_PRECISION = 4
"""Binary digits that a page's number of words is rounded to."""
_EMPTY_CHUNK = encode_array([encode_array([])])
"""A chunk of the index in which there are no words."""


class IndexFormatError(ValueError):
    """A file of the index is not laid out as this version of Pagefind lays it out."""


def canonicalise(folder: Path) -> None:
    """Bring an index that Pagefind has written into its canonical form.

    Raises:
        IndexFormatError: a file is not laid out as expected.
    """
    try:
        _canonicalise(folder)
    except CborError as error:
        raise IndexFormatError(str(error)) from error


def _canonicalise(folder: Path) -> None:
    filters = {}
    sums: dict[str, dict[str, dict[str, int]]] = {}
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        content = _sort_filter(_read(path))
        language, _, former = path.stem.rpartition("_")
        name = f"{language}_{_digest(content, len(former))}"
        filters[path.stem.encode()] = name.encode()
        sums.setdefault(language, {}).update(_sum_up(content))
        path.unlink()
        _write(path.with_name(f"{name}.pf_filter"), content)
    fragments = _shorten(folder / "fragment")
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        former = language["hash"]
        path = folder / f"pagefind.{former}.pf_meta"
        prefix, _, digest = former.rpartition("_")
        contents = list(parts(_read(path)))
        if len(contents) <= _SORTS:
            raise IndexFormatError("the table of contents is too short")
        contents[_PAGES] = encode_array(
            [_page(page, fragments) for page in parts(contents[_PAGES])]
        )
        contents[_CHUNKS] = _begin_empty(contents[_CHUNKS], folder, prefix)
        contents[_FILTERS] = _rename_filters(contents[_FILTERS], filters)
        contents[_SORTS] = encode_array(sorted(parts(contents[_SORTS])))
        content = encode_array(contents)
        language["hash"] = f"{prefix}_{_digest(content, len(digest))}"
        path.unlink()
        _write(folder / f"pagefind.{language['hash']}.pf_meta", content)
        _write_json(folder / f"filters.{prefix}.json", sums.get(prefix, {}))
    _write_json(entry_path, entry)


def _digest(content: bytes, length: int) -> str:
    return hashlib.sha256(content).hexdigest()[:length]


def _sort_filter(content: bytes) -> bytes:
    """Return a filter, [name, [[value, pages], …]], with its values in order."""
    name, values = parts(content)
    return encode_array([name, encode_array(sorted(parts(values)))])


def _sum_up(content: bytes) -> dict[str, dict[str, int]]:
    """Return of a filter how many pages each value leaves."""
    name, values = parts(content)
    entries = (list(parts(entry)) for entry in parts(values))
    return {text(name).decode(): {text(value).decode(): length(pages) for value, pages in entries}}


def _rename_filters(filters: bytes, names: dict[bytes, bytes]) -> bytes:
    """Return the list of filters, [[filter, name of its file], …], in order and by their names."""
    renamed = []
    for entry in parts(filters):
        name, file = parts(entry)
        renamed.append(encode_array([name, encode_text(names[text(file)])]))
    return encode_array(sorted(renamed))


def _shorten(folder: Path) -> dict[bytes, bytes]:
    """Cut the names of fragments, which are hashes of what they hold; return old to new.

    Those that begin alike keep their names, lest one takes over the name of another in a later
    build, which a browser may still hold.
    """
    names = {path.stem: _cut(path.stem) for path in folder.glob("*.pf_fragment")}
    use = Counter(names.values())
    new = {old: short if use[short] == 1 else old for old, short in names.items()}
    for old, short in new.items():
        if old != short:
            (folder / f"{old}.pf_fragment").rename(folder / f"{short}.pf_fragment")
    return {old.encode(): short.encode() for old, short in new.items()}


def _cut(name: str) -> str:
    language, _, digits = name.rpartition("_")
    return f"{language}_{digits[:_DIGITS]}"


def _page(page: bytes, names: dict[bytes, bytes]) -> bytes:
    """Return a page, [name of its fragment, number of words], by its new name and rounded."""
    name, words = parts(page)
    count = unsigned(words)
    spare = max(count.bit_length() - _PRECISION, 0)
    return encode_array([encode_text(names[text(name)]), encode_unsigned(count >> spare << spare)])


def _begin_empty(chunks: bytes, folder: Path, language: str) -> bytes:
    """Return the list of chunks, [[first word, last word, name], …], with an empty one in front."""
    listed = list(parts(chunks))
    if listed and not text(next(parts(listed[0]))):
        return chunks
    name = f"{language}_{_digest(_EMPTY_CHUNK, 7)}"
    (folder / "index").mkdir(exist_ok=True)
    _write(folder / "index" / f"{name}.pf_index", _EMPTY_CHUNK)
    nothing = encode_text(b"")
    return encode_array([encode_array([nothing, nothing, encode_text(name.encode())]), *listed])


def _read(path: Path) -> bytes:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(_SIGNATURE):
        raise IndexFormatError(f"{path.name} does not begin as a file of Pagefind")
    return content.removeprefix(_SIGNATURE)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(_SIGNATURE + content, 9, mtime=0))


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False), encoding="utf-8")
