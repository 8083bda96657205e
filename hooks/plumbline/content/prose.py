"""Which characters of a Markdown body are prose: not code, maths, comments, tags or addresses.

The dialect is Python-Markdown's with pymdown-extensions: containers (list items, admonitions,
footnotes, definitions, tabs) indent their content by four columns, and code is indented by four
more. A single `$` is money here, never maths; maths is `$$ … $$`. What is taken for no prose is
checked by nobody, so nothing is that a reader would see: `\\(` and `\\[` are brackets, and what is
opened in one paragraph and closed in another is neither code nor a tag.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "LINK_TITLE",
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

LINK_TITLE = r"(?:\"[^\"\n\v]*\"|'[^'\n\v]*'|\([^()\n\v]*\))"
"""What may stand behind the address in the definition of a link."""
_FENCE_OPEN = re.compile(r"(?P<indent>[ \t]*(?:>[ \t]*)*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)$")
_INDENTED = re.compile(r"^(?: {4}| {0,3}\t)", re.MULTILINE)
"""How a line of indented code begins, wherever it stands."""
_CONTAINER = re.compile(r"(?:[-*+]|\d+[.)])\s+|!!!|\?\?\?|===[!+]*\s|\[\^[^\]\s]+\]:|:\s")
_DEFINITION = re.compile(rf"\[(?!\^)[^\[\]\n]+\]:[ ]*\S+[ ]*(?:{LINK_TITLE}[ ]*)?$|\*\[[^\]]+\]:")
"""A line that defines a link or an abbreviation: it is taken out before lists are read."""
_TAG = re.compile(r"<(?P<closing>/?)(?P<element>[A-Za-z][A-Za-z0-9-]*)[^<>]*>")
_HTML_BLOCKS = frozenset(
    """address article aside blockquote details dialog div dl fieldset figure footer form header
    main nav ol section table ul""".split()
)
_BLOCK = re.compile(
    r"[ \t>]*(?:[-*+]|\d+[.)]|\#{1,6}|!!!|\?\?\?|===|:)[ \t]|[ \t]*(?:[|>\0]|\[\^|\Z)"
)
"""A line with which a block begins, or an empty one."""
_ONE_LINE = re.compile(r"[ \t>]*(?:\#{1,6}[ \t]|\|)")
"""A line that is a block, or a row of one."""
_EDGE = "\v"
"""The line end between two blocks, while what is no prose within them is looked for."""
_TICKS = re.compile("`+")
_INLINE = re.compile(
    rf"""
      [$\\@`<({{:\n\v]               # how each begins, one character class: it is searched for fast
      (?:
        (?P<maths>(?<=\$)\$[^\v]{{1,2000}}?\$\$)
      | (?<=\\)[\\`*_{{}}\[\]()>\#+\-.!@]                             # an escaped character
      | (?P<key>(?<=@)\{{[^{{}}\n\v]*\}})                             # an address may be a key
      | (?P<ticks>(?<=`)`*)                                           # what may open code
      | (?P<comment>(?<=[\n\v]<)!--(?:-?>|.*?-->)|(?<=<)!--(?:(?!<!--|-->)[^\v])*-->)
      | (?P<block>(?<=[\n\v]<)(?P<element>pre|script|style|textarea)\b.*?(?:</(?P=element)\s*>|\Z)
          | (?<=<)(?P<inner>pre|script|style|textarea)\b[^\v]*?</(?P=inner)\s*>)
      | (?P<tag>(?<=<)/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\v]*)?/?>)
      | (?P<autolink>(?<=<)(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>)
      | (?P<url>(?:(?<=\bhttps:)|(?<=\bhttp:)|(?<=\bftp:))//[^\s<>\]]*)   # less its scheme
      | (?P<email>(?<=[\w.+-]@)[\w-]+(?:\.[\w-]+)+)             # less its part before the @
      | (?P<target>(?<=\]\()(?:[^()\n\v]|\([^()\n\v]*\))*\))
      | (?P<definition>(?<=[\n\v])[ ]{{0,3}}\[(?!\^)[^\[\]\n\v]+\]:[ ]*\n?[ ]*\S+[ ]*   # and the
          (?:\n?[ ]*{LINK_TITLE}[ ]*)?(?=[\n\v]|\Z))                              # line end before
      | (?P<attributes>(?<=[\]\)`*_ ]\{{):?[ ]*(?:[.\#:]|[\w-]+=)[^{{}}\n\v]*\}})
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
    return blank_spans(masked, _indented_code(body))


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
    spans += _indented_code(body)
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
    text = f"\n{_part_blocks(masked)}"
    closed = text.rfind("-->") + 1  # no comment behind that ends
    text = text[:closed] + text[closed:].replace("<!--", f"{MASK}!--")
    for kind, begin, end in _matches(text):
        # An address is found by its @ or colon: to try one at every word would take as long as all
        # else together.
        start, least = begin, found[-1][2] if found else 0
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


def _matches(text: str) -> Iterator[tuple[str | None, int, int]]:
    """Yield what `_INLINE` finds, and code, in a text that has one character more at its start."""
    runs, position = _TickRuns(text), 0
    while position >= 0:
        reached, position = position, -1
        for match in _INLINE.finditer(text, reached):
            if match.lastgroup != "ticks":
                yield match.lastgroup, match.start() - 1, match.end() - 1
                continue
            behind = runs.close(match.start(), match.end())
            if behind is not None:
                yield "code", match.start() - 1, behind - 1
                position = behind
                break


class _TickRuns:
    """The runs of backticks in a text that is parted into blocks; asked from its start to its end.

    A pattern that opens with some backticks and closes with as many takes the cube of their number
    where it does not close.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0  # of the block that was read
        self._starts: dict[int, list[int]] = {}  # where runs of a length begin in it

    def close(self, start: int, end: int) -> int | None:
        """Return where code ends that a run opens: behind the next run of its block as long as it.

        Where there is none, the longest of those that are shorter closes it, as pymdown-extensions
        has it, and what it is longer by belongs to the code.
        """
        if start >= self._end:
            self._read(start)
        for length in sorted((n for n in self._starts if n <= end - start), reverse=True):
            starts = self._starts[length]
            following = bisect_left(starts, end)
            if following < len(starts):
                return starts[following] + length
        return None

    def _read(self, start: int) -> None:
        edge = self._text.find(_EDGE, start)
        self._end = edge if edge >= 0 else len(self._text)
        self._starts = {}
        for run in _TICKS.finditer(self._text, start, self._end):
            self._starts.setdefault(len(run[0]), []).append(run.start())


def _part_blocks(masked: str) -> str:
    """Return a masked body with another line end where a block ends, which nothing reaches over."""
    parts: list[str] = []
    alone, depth = False, 0
    for line in masked.replace(_EDGE, " ").split("\n"):
        text, before = line.lstrip(" \t>"), depth
        depth = line.count(">", 0, len(line) - len(text))
        # Within a quotation that goes on, its marks begin nothing.
        begins = _BLOCK.match(text if depth and depth == before else line)
        parts += [_EDGE if alone or begins else "\n", line]
        alone = _ONE_LINE.match(line) is not None
    return "".join(parts[1:])


def _indented_code(body: str) -> Iterator[tuple[int, int]]:
    if not _INDENTED.search(body):
        return
    fences = {fence.start: fence for fence in find_fences(body)}
    containers: list[int] = []  # the columns at which the contents of open containers begin
    after_blank, in_code = True, False
    fenced = 0  # where the last fence ends
    html = _HtmlBlock(body)
    for start, line in _lines(body):
        if start < fenced:
            continue
        text = line.expandtabs(4)
        if start in fences:  # of which the place counts, and nothing within
            fenced, text = fences[start].end, f"{fences[start].indent.expandtabs(4)}{MASK}"
        stripped = text.lstrip(" ")
        indent = len(text) - len(stripped)
        in_reach = after_blank and indent < (containers[-1] if containers else 0) + 4
        if not stripped or (in_reach and _DEFINITION.match(stripped)):
            after_blank = True
            continue
        if after_blank or in_code:
            while containers and indent < containers[-1]:
                containers.pop()
        if html.holds(stripped, start):
            after_blank = in_code = False
            continue
        base = containers[-1] if containers else 0
        if indent >= base + 4 and (after_blank or in_code):
            in_code = True
            yield start, start + len(line)
            after_blank = False
            continue
        in_code = False
        after_blank = False
        mark = _CONTAINER.match(stripped)
        if mark:
            while containers and indent < containers[-1]:
                containers.pop()
        while mark:  # one container may begin another, as in `- !!! note`
            containers.append((containers[-1] if containers else 0) + 4)
            mark = _CONTAINER.match(stripped, mark.end())


class _HtmlBlock:
    """The HTML element that a line began and that is open still: nothing within it is code."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._closed: dict[str, int] = {}  # where an element is closed for the last time
        self._element = ""
        self._depth = 0

    def holds(self, line: str, start: int) -> bool:
        """Return whether a line, at an offset and without its indentation, is part of one."""
        if not self._depth:
            opening = _TAG.match(line)
            self._element = opening["element"] if opening and not opening["closing"] else ""
            if self._element.lower() not in _HTML_BLOCKS:
                return False
            if self._element not in self._closed:
                self._closed[self._element] = self._body.rfind(f"</{self._element}")
            if self._closed[self._element] < start:
                return False
        for tag in _TAG.finditer(line):
            if tag["element"] == self._element:
                self._depth += -1 if tag["closing"] else 1
        self._depth = max(0, self._depth)
        return True


def _lines(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in body.split("\n"):
        yield start, line
        start += len(line) + 1


def _common_indent(line: str, indent: str) -> int:
    # A line that is indented less than its fence keeps all its words.
    return min(len(indent), len(line) - len(line.lstrip(" \t>")))
