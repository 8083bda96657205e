"""One input, one index: Pagefind's files in an order that does not change from run to run.

Pagefind writes the values of each filter, and the list of filters, in the order of a hash table,
which differs between two runs over the same pages. Their hash is their file's name, which the
index's table of contents repeats, whose hash is a name in turn. Here values and filters are put
in alphabetical order and the files named anew by what they hold.

The files are gzip streams of CBOR (RFC 8949) behind a signature.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

__all__ = ["IndexFormatError", "canonicalise"]

_SIGNATURE = b"pagefind_dcd"
_FILTERS, _SORTS = 3, 4
"""Places in the table of contents, an array: version, pages, chunks, filters, sorts, fields."""
_UNSIGNED, _BYTES, _TEXT, _ARRAY = 0, 2, 3, 4
"""Major types of CBOR that Pagefind writes."""
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class IndexFormatError(ValueError):
    """A file of the index is not laid out as this version of Pagefind lays it out."""


def canonicalise(folder: Path) -> None:
    """Bring an index that Pagefind has written into its canonical form.

    Raises:
        IndexFormatError: a file is not laid out as expected.
    """
    names = {}
    for path in sorted((folder / "filter").glob("*.pf_filter")):
        content = _sort_filter(_read(path))
        language, _, former = path.stem.rpartition("_")
        name = f"{language}_{hashlib.sha256(content).hexdigest()[: len(former)]}"
        names[path.stem.encode()] = name.encode()
        path.unlink()
        _write(path.with_name(f"{name}.pf_filter"), content)
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        former = language["hash"]
        path = folder / f"pagefind.{former}.pf_meta"
        content = _sort_contents(_read(path), names)
        prefix, _, digest = former.rpartition("_")
        language["hash"] = f"{prefix}_{hashlib.sha256(content).hexdigest()[: len(digest)]}"
        path.unlink()
        _write(folder / f"pagefind.{language['hash']}.pf_meta", content)
    entry_path.write_text(json.dumps(entry, sort_keys=True), encoding="utf-8")


def _sort_filter(content: bytes) -> bytes:
    """Return a filter, [name, [[value, pages], …]], with its values in order."""
    name, values = _items(content, 0)
    return _array([content[slice(*name)], _array(sorted(_parts(content, values)))])


def _sort_contents(content: bytes, names: dict[bytes, bytes]) -> bytes:
    """Return the table of contents with filters and sorts in order, filters by their new names."""
    parts = [content[slice(*item)] for item in _items(content, 0)]
    if len(parts) <= _SORTS:
        raise IndexFormatError("the table of contents is too short")
    filters = []
    for entry in _parts(parts[_FILTERS], (0, len(parts[_FILTERS]))):
        name, file = _items(entry, 0)
        former = _text(entry, file[0])
        filters.append(_array([entry[slice(*name)], _encode_text(names[former])]))
    parts[_FILTERS] = _array(sorted(filters))
    parts[_SORTS] = _array(sorted(_parts(parts[_SORTS], (0, len(parts[_SORTS])))))
    return _array(parts)


def _read(path: Path) -> bytes:
    content = gzip.decompress(path.read_bytes())
    if not content.startswith(_SIGNATURE):
        raise IndexFormatError(f"{path.name} does not begin as a file of Pagefind")
    return content.removeprefix(_SIGNATURE)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(gzip.compress(_SIGNATURE + content, 9, mtime=0))


# --- CBOR, as much as is needed to exchange the items of an array

Span = tuple[int, int]


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, argument and where the content of an item begins."""
    major, short = content[at] >> 5, content[at] & 31
    if short < 24:
        return major, short, at + 1
    if short not in _WIDTHS:
        raise IndexFormatError(f"an item of unknown length at byte {at}")
    end = at + 1 + _WIDTHS[short]
    return major, int.from_bytes(content[at + 1 : end], "big"), end


def _end(content: bytes, at: int) -> int:
    """Return where an item ends."""
    major, argument, at = _head(content, at)
    if major in (_BYTES, _TEXT):
        return at + argument
    if major == _ARRAY:
        for _ in range(argument):
            at = _end(content, at)
    elif major != _UNSIGNED:
        raise IndexFormatError(f"an item of unknown type before byte {at}")
    return at


def _items(content: bytes, at: int) -> list[Span]:
    """Return where each item of an array begins and ends."""
    major, count, at = _head(content, at)
    if major != _ARRAY:
        raise IndexFormatError(f"no array before byte {at}")
    spans = []
    for _ in range(count):
        end = _end(content, at)
        spans.append((at, end))
        at = end
    return spans


def _parts(content: bytes, array: Span) -> Iterator[bytes]:
    return (content[start:end] for start, end in _items(content, array[0]))


def _text(content: bytes, at: int) -> bytes:
    major, length, at = _head(content, at)
    if major != _TEXT:
        raise IndexFormatError(f"no text before byte {at}")
    return content[at : at + length]


def _encode_head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    short = next(s for s, width in _WIDTHS.items() if argument < 1 << 8 * width)
    return bytes([major << 5 | short]) + argument.to_bytes(_WIDTHS[short], "big")


def _encode_text(text: bytes) -> bytes:
    return _encode_head(_TEXT, len(text)) + text


def _array(items: list[bytes]) -> bytes:
    return _encode_head(_ARRAY, len(items)) + b"".join(items)
