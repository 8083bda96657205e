"""A PDF as Chrome writes it, given particulars of its own and bytes that do not vary.

Chrome puts its name, the time and a count of nodes that goes on from page to page into the file.
All three are replaced, so that the same briefing is the same file on every build.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

__all__ = ["PdfError", "finish_pdf"]

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SECTION = re.compile(rb"xref\s+0 (\d+)\s*\n")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_PRODUCER = re.compile(rb"/Producer \(([\w./ ]+)\)")
_ENTRY = 20  # bytes of an entry of the table of objects
# Text of an author cannot look like these: parentheses within a string are escaped.
_NODE_PLACE = re.compile(rb"/ID \(node\d{8}\)|/(?:Headers|Limits|Names) \[[^\]\n]*\]")
_NODE = re.compile(rb"\(node(\d{8})\)")


class PdfError(ValueError):
    """A PDF is not built as Chrome builds them; the message says in a few words what is missing."""


def finish_pdf(pdf: bytes, particulars: Mapping[str, str], days: Mapping[str, dt.date]) -> bytes:
    """Return a PDF with its particulars replaced.

    Args:
        pdf: what Chrome printed.
        particulars: values by name: Title, Author, Subject, Keywords, Creator.
        days: CreationDate and ModDate.

    Raises:
        PdfError: there is no table of objects at the file's end, or it names no particulars.
    """
    pdf = _renumber_nodes(pdf)
    start = _START.search(pdf, max(0, len(pdf) - 64))
    if start is None:
        raise PdfError("the PDF has no end")
    table = int(start[1])
    section = _SECTION.match(pdf, table)
    if section is None:
        raise PdfError("the PDF has no table of objects")
    count, entries = int(section[1]), section.end()
    offsets = [_offset(pdf, entries + _ENTRY * n) for n in range(count)]
    named = _INFO.search(pdf, entries + _ENTRY * count)
    number = int(named[1]) if named else 0
    begin = offsets[number] if 0 < number < count else 0
    if not begin or not pdf.startswith(b"%d 0 obj" % number, begin):
        raise PdfError("the PDF names no particulars")
    end = min(offset for offset in (*offsets, table) if offset > begin)
    info = _info(number, pdf[begin:end], particulars, days)
    shift = len(info) - (end - begin)
    moved = b"".join(
        b"%010d" % (offset + (shift if offset > begin else 0))
        + pdf[entries + _ENTRY * n + 10 : entries + _ENTRY * (n + 1)]
        for n, offset in enumerate(offsets)
    )
    tail = pdf[entries + _ENTRY * count : start.start()]
    return b"".join(
        (
            pdf[:begin],
            info,
            pdf[end:entries],
            moved,
            tail,
            b"startxref\n%d\n%%%%EOF\n" % (table + shift),
        )
    )


def _offset(pdf: bytes, place: int) -> int:
    digits = pdf[place : place + 10]
    if not digits.isdigit():
        raise PdfError("the PDF’s table of objects is broken")
    return int(digits)


def _info(
    number: int, old: bytes, particulars: Mapping[str, str], days: Mapping[str, dt.date]
) -> bytes:
    lines = [b"/%s %s" % (name.encode(), _text(v)) for name, v in particulars.items() if v]
    if producer := _PRODUCER.search(old):
        lines.append(producer[0])
    lines += [
        f"/{name} (D:{day:%Y%m%d}000000Z)".encode("ascii") for name, day in sorted(days.items())
    ]
    return b"%d 0 obj\n<<%s>>\nendobj\n" % (number, b"\n".join(lines))


def _text(value: str) -> bytes:
    """Return a text as a string of PDF: UTF-16 in hexadecimal digits."""
    return b"<FEFF%s>" % value.encode("utf-16-be").hex().upper().encode("ascii")


def _renumber_nodes(pdf: bytes) -> bytes:
    """Return a PDF whose names of nodes count from 1; their order stays."""
    places = list(_NODE_PLACE.finditer(pdf))
    found = sorted({number for place in places for number in _NODE.findall(place[0])})
    names = {number: b"(node%08d)" % n for n, number in enumerate(found, start=1)}
    return _NODE_PLACE.sub(
        lambda place: _NODE.sub(lambda node: names[node[1]], place[0]),
        pdf,
    )
