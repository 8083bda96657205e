"""The words of Pagefind's index: on which pages each stands, and where there.

A chunk of the index is CBOR, an array with a list of words. A word is an array of its letters, its
postings, and forms of it with other accents, each with postings of its own. A posting is an array
of a page's number, less that of the posting before, and two lists of numbers: where the word stands
in the page's text, and where in its particulars, after the number of each, less one and below zero.

There are millions of postings. So they are not decoded: an expression finds them, which is possible
as numbers, arrays and texts begin with different bytes, and what they say of a page stays as it was
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import accumulate, chain, groupby, repeat
from operator import itemgetter, sub

from plumbline.search.cbor import (
    CborError,
    encode_array,
    encode_array_head,
    encode_integer,
    encode_text,
    encode_unsigned,
    read_array_head,
    read_text,
)

__all__ = ["Numbering", "Word", "merge_words", "read_words"]

_UNSIGNED = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a....)"
_NEGATIVE = rb"(?:[\x20-\x37]|\x38.|\x39..|\x3a....)"
_NUMBERS = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a....)(?:%b|%b)*+" % (_UNSIGNED, _NEGATIVE)
_ENTRY = rb"\x83(%b)(%b%b)" % (_UNSIGNED, _NUMBERS, _NUMBERS)
_POSTING = re.compile(_ENTRY, re.DOTALL)
_POSTINGS = re.compile(rb"(?:%b)*+" % _ENTRY, re.DOTALL)
_PLACES = re.compile(_NUMBERS, re.DOTALL)
_NUMBER = re.compile(rb"(%b)|(%b)" % (_NEGATIVE, _UNSIGNED), re.DOTALL)
_THREE = b"\x83"
"""What stands before an array of three."""
_STEPS = 20_000
"""Steps from one page to another that are kept encoded."""

Posting = tuple[int, bytes]
"""A page's number and, encoded, the places in its text and those in its particulars."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in UTF-8, with its postings by page and those of its forms with other accents."""

    text: bytes
    postings: list[Posting]
    forms: dict[bytes, list[Posting]] = field(default_factory=dict)

    def encode(self) -> bytes:
        """Return it as Pagefind writes it."""
        forms = [
            encode_array([encode_text(form), _encode_postings(postings)])
            for form, postings in sorted(self.forms.items())
        ]
        postings = _encode_postings(self.postings)
        return encode_array([encode_text(self.text), postings, encode_array(forms)])


class Numbering:
    """The numbers of pages and particulars in one part of an index, and those in the whole.

    Args:
        pages: by its number in the part, the number of each page in the whole.
        particulars: the same of the particulars.
    """

    def __init__(self, pages: Sequence[int], particulars: Sequence[int]) -> None:
        self._pages = pages
        self._particulars = particulars
        self._differs = list(particulars) != list(range(len(particulars)))
        self._steps = {encode_unsigned(number): number for number in range(len(pages))}

    def number_anew(self, found: Sequence[tuple[bytes, bytes]]) -> list[Posting]:
        """Return postings of the part, as they are written there, with the numbers of the whole.

        Raises:
            CborError: there is a page that the part does not have.
        """
        # Without a line of Python for each posting: that takes three times as long.
        steps = map(self._steps.__getitem__, map(itemgetter(0), found))
        places: Iterable[bytes] = map(itemgetter(1), found)
        if self._differs:
            places = map(self._name_particulars, places)
        try:
            return list(zip(map(self._pages.__getitem__, accumulate(steps)), places, strict=True))
        except (KeyError, IndexError) as error:
            raise CborError("a word stands on a page that there is not") from error

    def _name_particulars(self, places: bytes) -> bytes:
        first = _PLACES.match(places)
        _, start = read_array_head(places, first.end() if first else 0)
        return places[:start] + _NUMBER.sub(self._name_particular, places[start:])

    def _name_particular(self, match: re.Match[bytes]) -> bytes:
        if not match[1]:
            return match[0]
        # What stands behind the type of a number below zero is the number of the particular.
        number = int.from_bytes(match[1][1:], "big") if len(match[1]) > 1 else match[1][0] & 0x1F
        return encode_integer(-1 - self._particulars[number])


def read_words(chunk: bytes, numbering: Numbering) -> Iterator[Word]:
    """Yield the words of a chunk of a part of an index, with the numbers of the whole.

    Raises:
        CborError: it is laid out otherwise.
    """
    outer, at = read_array_head(chunk, 0)
    count, at = read_array_head(chunk, at)
    if outer != 1:
        raise CborError("a chunk is more than a list of words")
    for _ in range(count):
        at = _expect(chunk, at, 3)
        text, at = read_text(chunk, at)
        postings, at = _read_postings(chunk, at, numbering)
        several, at = read_array_head(chunk, at)
        forms = {}
        for _ in range(several):
            at = _expect(chunk, at, 2)
            form, at = read_text(chunk, at)
            forms[form], at = _read_postings(chunk, at, numbering)
        yield Word(text, postings, forms)
    if at != len(chunk):
        raise CborError("something follows the words of a chunk")


def merge_words(parts: Iterable[Iterator[Word]]) -> Iterator[Word]:
    """Yield the words of several parts of an index, each of which has them in order, as one."""
    ordered = merge(*parts, key=lambda word: word.text)
    for text, same in groupby(ordered, key=lambda word: word.text):
        postings, forms = list[Posting](), dict[bytes, list[Posting]]()
        for word in same:
            postings += word.postings
            for form, found in word.forms.items():
                forms.setdefault(form, []).extend(found)
        yield Word(text, postings, forms)


def _read_postings(chunk: bytes, at: int, numbering: Numbering) -> tuple[list[Posting], int]:
    count, at = read_array_head(chunk, at)
    found = _POSTINGS.match(chunk, at)
    end = found.end() if found else at
    postings = numbering.number_anew(_POSTING.findall(chunk, at, end))
    if len(postings) != count:
        raise CborError("a list of pages was expected")
    return postings, end


def _encode_postings(postings: list[Posting]) -> bytes:
    ordered = sorted(postings)
    numbers = [number for number, _ in ordered]
    steps = map(_encode_step, map(sub, numbers, [0, *numbers]))
    encoded = zip(repeat(_THREE), steps, map(itemgetter(1), ordered), strict=False)
    return encode_array_head(len(postings)) + b"".join(chain.from_iterable(encoded))


_encode_step = lru_cache(_STEPS)(encode_unsigned)


def _expect(content: bytes, at: int, length: int) -> int:
    found, at = read_array_head(content, at)
    if found != length:
        raise CborError(f"an array of {length} was expected")
    return at
