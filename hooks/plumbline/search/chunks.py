"""The chunks of the index, each with the words of a stretch of the alphabet.

A search fetches one for each word, and all searches fetch the list of chunks. That names each by as
much of its first and its last word as tells it from its neighbours.

A search without words, for a filter or for the newest, makes Pagefind 1.5 fetch all chunks: an
empty word lies within every one. A chunk that has the empty word and nothing else comes first here,
and is the only one that is fetched then. (Pagefind 1.6 fetches none; their pull request 1317.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from plumbline.search.cbor import encode_array, encode_text
from plumbline.search.packing import digest, write_packed
from plumbline.search.postings import Word

__all__ = ["write_chunks"]

_SIZE = 31_000
"""Bytes of a chunk, before it is packed, from which on another one begins."""
_DIGITS = 7
_FAST = 6
"""How much work gzip does: more takes three times as long, and spares less than a hundredth."""
_NO_WORDS = encode_array([encode_array([])])


def write_chunks(words: Iterable[Word], folder: Path, language: str) -> bytes:
    """Write the chunks of an index.

    Args:
        words: all its words, in order.
        folder: the folder for the chunks.
        language: with which their names begin.

    Returns:
        The list of chunks, as it stands in the table of contents: [[first word, last word, name],
        …].
    """
    ends, names = [("", "")], [_write_chunk(_NO_WORDS, folder, language)]
    for first, last, content in _divide(words):
        ends.append((first, last))
        names.append(_write_chunk(content, folder, language))
    listed = []
    for (first, last), name in zip(_shorten(ends), names, strict=True):
        listed.append(encode_array([encode_text(item.encode()) for item in (first, last, name)]))
    return encode_array(listed)


def _divide(words: Iterable[Word]) -> Iterator[tuple[str, str, bytes]]:
    """Yield the first word, the last word and the content of each chunk."""
    held: list[bytes] = []
    first, last, size = "", "", 0
    for word in words:
        last = word.text.decode()
        first = first if held else last
        held.append(word.encode())
        size += len(held[-1])
        if size >= _SIZE:
            yield first, last, encode_array([encode_array(held)])
            held, size = [], 0
    if held:
        yield first, last, encode_array([encode_array(held)])


def _shorten(ends: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return first and last words without what is not needed to tell chunks apart."""
    firsts, lasts = [first for first, _ in ends], [last for _, last in ends]
    for here in range(len(ends) - 1):
        there = here + 1
        alike = takewhile(
            lambda pair: pair[0] == pair[1], zip(lasts[here], firsts[there], strict=False)
        )
        length = len(list(alike)) + 1
        firsts[there] = firsts[there][:length]
        if lasts[here][:length] >= firsts[here]:  # else it would end before it begins
            lasts[here] = lasts[here][:length]
    return list(zip(firsts, lasts, strict=True))


def _write_chunk(content: bytes, folder: Path, language: str) -> str:
    digits, count = digest(content), _DIGITS
    while (path := folder / f"{language}_{digits[:count]}.pf_index").exists():
        count += 1
    write_packed(path, content, _FAST)
    return path.stem
