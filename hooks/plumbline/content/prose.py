"""Which characters of a Markdown body are prose: not code, maths, comments, tags or addresses.

The dialect is Python-Markdown's with pymdown-extensions: containers (list items, admonitions,
footnotes, definitions, tabs) indent their content by four columns, and code is indented by four
more. A single `$` is money here, never maths; maths is `$$ … $$`, `\\( … \\)` and `\\[ … \\]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "MASK",
    "Fence",
    "blank_spans",
    "find_code",
    "find_fences",
    "mask_code_blocks",
    "mask_prose",
]

MASK = "\0"
"""Stands in for every character that is not prose; line ends stay."""

_KEPT = 128
"""Texts of which what was found is kept: rules on one briefing ask about the same ones in turn."""

_FENCE_OPEN = re.compile(r"(?P<indent>[ \t]*(?:>[ \t]*)*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)$")
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)", re.MULTILINE)
"""How a line of indented code begins, wherever it stands."""
_CONTAINER = re.compile(r"(?:[-*+]|\d+[.)])\s+|(?:!!!|\?\?\?\+?|===)\s|\[\^[^\]\s]+\]:|:\s{1,3}\S")
_INLINE = re.compile(
    r"""
      [$\\@`<({:\n]                  # how each begins, one character class: it is searched for fast
      (?:
        (?P<maths>(?<=\$)\$.{1,2000}?\$\$|(?<=\\)(?:\(.{1,2000}?\\\)|\[.{1,2000}?\\\]))
      | (?<=\\)[\\`*_{}\[\]()>\#+\-.!@]                              # an escaped character
      | (?P<key>(?<=@)\{[^{}\n]*\})                                   # an address may be a key
      | (?P<code>(?<=`)(?<!``)(?P<ticks>`*)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)`(?P=ticks)(?!`))
      | (?P<comment>(?<=<)!--.*?(?:-->|\Z))
      | (?P<block>(?<=<)(?P<element>pre|script|style|textarea)\b.*?(?:</(?P=element)\s*>|\Z))
      | (?P<tag>(?<=<)/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)
      | (?P<autolink>(?<=<)(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>)
      | (?P<url>(?:(?<=\bhttps:)|(?<=\bhttp:)|(?<=\bftp:))//[^\s<>\]]*)   # less its scheme
      | (?P<email>(?<=[\w.+-]@)[\w-]+(?:\.[\w-]+)+)               # less its part before the @
      | (?P<target>(?<=\]\()(?:[^()\n]|\([^()\n]*\))*\))
      | (?P<definition>(?<=\n)[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t][^\n]*)   # and the line end before
      | (?P<attributes>(?<=[\]\)`*_ ]\{):?[ ]*[.\#:][^{}\n]*\})
      )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block.

    Attributes:
        info: the word after the opening fence, such as "chart".
        start: offset of the first character of the opening line.
        end: offset after the closing line, its line end not counted.
        content_start: offset of the first character after the opening line.
        content: the lines between the fences, freed of the fence's own indentation.
        indent: what stands before the opening fence: spaces, block quote marks.
        removed: how many characters were taken off the head of each line of `content`.
    """

    info: str
    start: int
    end: int
    content_start: int
    content: str
    indent: str
    removed: tuple[int, ...] = ()


@lru_cache(_KEPT)
def find_fences(body: str) -> tuple[Fence, ...]:
    """Return the fenced blocks of a Markdown body; a fence that is never closed is none."""
    if "```" not in body and "~~~" not in body:
        return ()
    lines = list(_lines(body))
    fences: list[Fence] = []
    unclosed: dict[str, int] = {}  # length from which on a fence's character has no closing line
    index = 0
    while index < len(lines):
        start, line = lines[index]
        opening = _FENCE_OPEN.match(line)
        if opening is None or len(opening["mark"]) >= unclosed.get(opening["mark"][0], len(body)):
            index += 1
            continue
        mark, indent = opening["mark"], opening["indent"]
        closing = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        for last in range(index + 1, len(lines)):
            if closing.match(lines[last][1]):
                inside = [t for _, t in lines[index + 1 : last]]
                removed = tuple(_common_indent(t, indent) for t in inside)
                end_start, end_line = lines[last]
                fences.append(
                    Fence(
                        opening["info"].strip(),
                        start,
                        end_start + len(end_line),
                        lines[index + 1][0],
                        "\n".join(t[n:] for t, n in zip(inside, removed, strict=True)),
                        indent,
                        removed,
                    )
                )
                index = last
                break
        else:
            unclosed[mark[0]] = len(mark)
        index += 1
    return tuple(fences)


@lru_cache(_KEPT)
def mask_prose(body: str) -> str:
    """Return the body with every character that is not prose replaced by MASK.

    The result has the length of the body and its line ends, so offsets carry over.
    """
    masked = mask_code_blocks(body)
    # An escaped character is blanked too: neither it nor the backslash begins anything.
    hidden = ((start, end) for kind, start, end in _inline(masked) if kind != "key")
    return blank_spans(masked, hidden)


@lru_cache(_KEPT)
def mask_code_blocks(body: str) -> str:
    """Return the body with fenced and indented code replaced by MASK; its line ends stay."""
    masked = blank_spans(body, ((fence.start, fence.end) for fence in find_fences(body)))
    return blank_spans(masked, _indented_code(masked))


def blank_spans(text: str, spans: Iterable[tuple[int, int]], mask: str = MASK) -> str:
    """Return a text of the same length with all but the line ends of some spans replaced.

    Args:
        text: any text.
        spans: offsets, in any order; they may overlap and reach beyond its end.
        mask: the character that replaces others.
    """
    parts, position = [], 0
    for start, end in sorted(spans):
        if end > position:
            lines = text[max(start, position) : end].split("\n")
            parts += [text[position:start], "\n".join(mask * len(line) for line in lines)]
            position = end
    return "".join([*parts, text[position:]])


@lru_cache(_KEPT)
def find_code(body: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of code and comments: fenced, indented and inline, sorted."""
    spans = [(fence.start, fence.end) for fence in find_fences(body)]
    spans += _indented_code(blank_spans(body, spans))
    spans += [
        (start, end)
        for kind, start, end in _inline(mask_code_blocks(body))
        if kind in ("code", "comment", "block", "maths")
    ]
    return tuple(sorted(spans))


@lru_cache(_KEPT)
def _inline(masked: str) -> tuple[tuple[str | None, int, int], ...]:
    """Return what is no prose within lines: its kind and where it stands."""
    found: list[tuple[str | None, int, int]] = []
    for match in _INLINE.finditer(f"\n{masked}"):
        kind, start, end = match.lastgroup, match.start() - 1, match.end() - 1
        # An address is found by its @ or colon: to try one at every word would take as long as all
        # else together.
        least = found[-1][2] if found else 0
        if kind == "email":
            while start > least and (masked[start - 1].isalnum() or masked[start - 1] in "_.+-"):
                start -= 1
        elif kind == "url":
            while start > least and masked[start - 1].isalpha():
                start -= 1
        elif kind == "definition":
            start += 1
        found.append((kind, start, end))
    return tuple(found)


def _indented_code(body: str) -> Iterator[tuple[int, int]]:
    if not _INDENTED.search(body):
        return
    containers: list[int] = []  # the columns at which the contents of open containers begin
    after_blank, in_code = True, False
    for start, line in _lines(body):
        text = line.expandtabs(4)
        stripped = text.lstrip(" ")
        if not stripped:
            after_blank = True
            continue
        indent = len(text) - len(stripped)
        if after_blank or in_code:
            while containers and indent < containers[-1]:
                containers.pop()
        base = containers[-1] if containers else 0
        if indent >= base + 4 and (after_blank or in_code):
            in_code = True
            yield start, start + len(line)
            after_blank = False
            continue
        in_code = False
        after_blank = False
        if _CONTAINER.match(stripped):
            while containers and indent < containers[-1]:
                containers.pop()
            containers.append((containers[-1] if containers else 0) + 4)


def _lines(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in body.split("\n"):
        yield start, line
        start += len(line) + 1


def _common_indent(line: str, indent: str) -> int:
    # A line that is indented less than its fence keeps all its words.
    return min(len(indent), len(line) - len(line.lstrip(" \t>")))
