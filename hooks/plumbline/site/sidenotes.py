"""Notes beside the text: the sources that a block of a body cites for the first time.

Each stands in the HTML before its block, hidden from all but wide screens, where the style sheet
floats it into the margin. Floats that clear each other cannot overlap, however many there are,
and nothing moves when a script arrives, since none is needed. The reference list has the same in
full, so a note is hidden from screen readers and holds no link. It names the entry there, so that
it can be marked while the mark in the text is pointed at or focused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from plumbline.content.dialect import TOKEN
from plumbline.evidence.markup import reference_id
from plumbline.evidence.queries import Reference
from plumbline.evidence.sources import Source

__all__ = ["place_sidenotes", "short_reference", "who_and_when"]

_TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/?)>"
)
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"})
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def place_sidenotes(
    html: str, cited: Mapping[str, Sequence[str]], numbers: Mapping[str, Reference]
) -> str:
    """Return rendered Markdown with notes before the blocks that first cite a source.

    Args:
        html: the body, well-formed, citations still as tokens.
        cited: the citekeys of each citation, by its token.
        numbers: references by citekey.
    """
    seen: set[str] = set()
    out: list[str] = []
    position = 0
    for start, end in _blocks(html):
        block = html[start:end]
        keys = [k for m in TOKEN.finditer(block) for k in cited.get(m[0], ()) if k in numbers]
        new = [key for key in dict.fromkeys(keys) if key not in seen]
        seen.update(new)
        out.append(html[position:start])
        out.append("".join(_render(numbers[key]) for key in new))
        out.append(block)
        position = end
    return "".join([*out, html[position:]])


def short_reference(source: Source) -> str:
    """Return a source in a line of HTML: who, what, when."""
    who, year = who_and_when(source)
    parts = (escape(who), f"<cite>{escape(source.title)}</cite>", year)
    return ", ".join(part for part in parts if part)


def who_and_when(source: Source) -> tuple[str, str]:
    """Return a source's author, or where it appeared, and its year; "" for what is not known."""
    fields = source.record
    named = [str(fields[k]) for k in ("container-title", "publisher") if fields.get(k)]
    who = source.short_author if fields.get("author") else (named or [""])[0]
    year = _YEAR.search(str(fields.get("issued") or ""))
    return who if who != source.title else "", year[0] if year else ""


def _render(reference: Reference) -> str:
    return (
        f'<aside class="pl-sidenote" data-note="{escape(reference_id(reference.source.key))}" '
        'aria-hidden="true" data-pagefind-ignore="all" hidden>'
        f"<sup>{reference.number}</sup> {short_reference(reference.source)}</aside>"
    )


def _blocks(html: str) -> list[tuple[int, int]]:
    """Return where the elements begin and end that lie in no other."""
    found: list[tuple[int, int]] = []
    depth = begin = 0
    for tag in _TAG.finditer(html):
        if tag["name"].lower() in _VOID or tag["empty"]:
            continue
        if tag["slash"]:
            depth -= 1
            if depth == 0:
                found.append((begin, tag.end()))
        else:
            if depth == 0:
                begin = tag.start()
            depth += 1
    return found
