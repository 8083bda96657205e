"""CBOR (RFC 8949), as much of it as Pagefind writes: arrays, texts and integers.

Items are found by where they begin and end, so that what is not changed stays as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = [
    "CborError",
    "encode_array",
    "encode_array_head",
    "encode_integer",
    "encode_text",
    "encode_unsigned",
    "parts",
    "read_array_head",
    "read_text",
    "text",
    "unsigned",
]

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY = 0, 1, 2, 3, 4
"""Major types that Pagefind writes."""
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class CborError(ValueError):
    """There is something else than was expected."""


def parts(item: bytes) -> Iterator[bytes]:
    """Yield the items of an array.

    Raises:
        CborError: it is no array, or holds what is not known here.
    """
    count, at = read_array_head(item, 0)
    for _ in range(count):
        end = _end(item, at)
        yield item[at:end]
        at = end


def text(item: bytes) -> bytes:
    """Return a text, in UTF-8."""
    return read_text(item, 0)[0]


def unsigned(item: bytes) -> int:
    """Return an unsigned integer."""
    major, value, _ = _head(item, 0)
    if major != _UNSIGNED:
        raise CborError("an unsigned integer was expected")
    return value


def read_array_head(content: bytes, at: int) -> tuple[int, int]:
    """Return how many items the array at a place holds, and where they begin.

    Raises:
        CborError: there is no array.
    """
    major, count, at = _head(content, at)
    if major != _ARRAY:
        raise CborError("an array was expected")
    return count, at


def read_text(content: bytes, at: int) -> tuple[bytes, int]:
    """Return the text at a place, in UTF-8, and where it ends.

    Raises:
        CborError: there is no text.
    """
    major, size, at = _head(content, at)
    if major != _TEXT:
        raise CborError("a text was expected")
    return content[at : at + size], at + size


def encode_array(items: list[bytes]) -> bytes:
    """Return an array of items that are encoded already."""
    return encode_array_head(len(items)) + b"".join(items)


def encode_array_head(length: int) -> bytes:
    """Return what stands before the items of an array."""
    return _encode_head(_ARRAY, length)


def encode_text(value: bytes) -> bytes:
    """Return a text that is given in UTF-8."""
    return _encode_head(_TEXT, len(value)) + value


def encode_unsigned(value: int) -> bytes:
    """Return an unsigned integer."""
    return _encode_head(_UNSIGNED, value)


def encode_integer(value: int) -> bytes:
    """Return an integer, which may be below zero."""
    return _encode_head(_UNSIGNED, value) if value >= 0 else _encode_head(_NEGATIVE, -1 - value)


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, argument and where the content of an item begins."""
    if at >= len(content):
        raise CborError("the content ends too early")
    major, short = content[at] >> 5, content[at] & 31
    if short < 24:
        return major, short, at + 1
    if short not in _WIDTHS:
        raise CborError(f"an item of unknown length at byte {at}")
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
    elif major not in (_UNSIGNED, _NEGATIVE):
        raise CborError(f"an item of unknown type before byte {at}")
    return at


def _encode_head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    short = next(s for s, width in _WIDTHS.items() if argument < 1 << 8 * width)
    return bytes([major << 5 | short]) + argument.to_bytes(_WIDTHS[short], "big")
