"""Paragraphs of a Markdown body: where they stand, their sentences, their words without markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from plumbline.content.prose import MASK
from plumbline.evidence.citations import Citation
from plumbline.evidence.text_folding import CJK

__all__ = [
    "CITED",
    "Paragraph",
    "count_words",
    "find_paragraphs",
    "find_sentence_ends",
    "plain_text",
]

CITED = "\x01"
"""Stands for the characters of a citation in brackets where sentences are looked for."""

_QUOTE_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)+")
_HEADING = re.compile(r"\s*#{1,6}\s")
_BEGINS = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\[\^[^\]\s]+\]:|:\s)|\s*\||.* \| ")
_TITLED = re.compile(r"\s*(?:!!!|\?\?\?\+?|===[!+]*)\s")
_NOTHING = re.compile(rf"[\s{MASK}]*")

_CLOSERS = r"[”’“‘\"'»«)\]*_」』]*"
_END = re.compile(
    r"[.!?…。！？](?:"  # one character class in front, which is searched for fast
    rf"(?<=[.!?…])(?<![.!?…]{{2}})[.!?…]*{_CLOSERS}(?:\s*{CITED}+[.,;:]*)*(?=\s|\Z)"
    rf"|(?<=[。！？])[。！？]*{_CLOSERS}(?:\s*{CITED}+)*)"
)
_NEXT = re.compile(r"\s+[\"'“‘«„(\[*_「『]*(?P<word>[\w'’]+|\S)")
_LAST_WORD = re.compile(r"[\w.]*\Z")
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen sen rep gov col lt sgt capt adm amb st rev hon jr sr no nos p pp vol
    vols ed eds ch chap sec fig figs art para cf ca al vs viz approx e.g i.e fn n op cit e u.s.c
    jan feb mar apr jun jul aug sep sept oct nov dec ст г стр т""".split()
)
_OPENERS = frozenset(
    """the a an in on at by for from to of with without after before since because as if when while
    where although though however moreover it its this that these those there here he she they we i
    his her their our but and or so yet no not nor what who why how""".split()
)

_CODE = re.compile(r"(?<!`)(`++)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_TARGET = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)")
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|\{[^{}\n]*\}", re.DOTALL
)
_EMPHASIS = re.compile(
    r"[*_~=\\](?:"  # likewise
    r"(?<=\*)(?:(?<!\d\*)\**|\**(?!\d))|(?<=_)(?:(?<!\w_)_*|_*(?!\w))"
    r"|(?<=~)~|(?<==)=|(?<=\\)(?=\n))"
)
_WORD_CJK = re.compile(f"[{CJK}]")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, heading or table row.

    Attributes:
        start: offset of its first line.
        end: offset after its last line, the line end not counted.
        quote: offset at which the Markdown block quote that it stands in begins, or None.
    """

    start: int
    end: int
    quote: int | None = None


def find_paragraphs(masked: str) -> tuple[str, list[Paragraph]]:
    """Split a masked body into paragraphs.

    Returns:
        The body with block quote marks as spaces, the titles of admonitions masked, and offsets
        unchanged; and its paragraphs in order.
    """
    view: list[str] = []
    found: list[Paragraph] = []
    offset = start = end = 0
    quote: int | None = None
    held = False

    def close() -> None:
        nonlocal held
        if held:
            found.append(Paragraph(start, end, quote))
        held = False

    for line in masked.split("\n"):
        marks = _QUOTE_MARKS.match(line)
        text = " " * marks.end() + line[marks.end() :] if marks else line
        if _TITLED.match(text):
            text = MASK * len(text)
        view.append(text)
        lazy = held and marks is None and bool(line.strip())  # a quote may go on without its mark
        if (marks is None) != (quote is None) and not lazy:
            close()
            quote = offset if marks else None
        if _NOTHING.fullmatch(text):
            close()
        else:
            alone = _HEADING.match(text) is not None
            if alone or _BEGINS.match(text):
                close()
            if not held:
                held, start = True, offset
            end = offset + len(line)
            if alone:
                close()
        offset += len(line) + 1
    close()
    return "\n".join(view), found


def find_sentence_ends(text: str) -> list[int]:
    """Return the offsets at which sentences of a paragraph end, its own end left out.

    A citation in brackets, given as CITED characters, belongs to the sentence before it.
    """
    return [m.end() for m in _END.finditer(text) if _ends_sentence(text, m)]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0][0] in "。！？":
        return True
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    word = following["word"]
    if word[0].islower():
        return False
    if match[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    before = last[0].lstrip(".") if last else ""
    if before.lower() in _ABBREVIATIONS or (len(before) == 1 and before.isupper()):
        return False
    return "." not in before or before[-1:].isdigit() or word.lower() in _OPENERS


def count_words(text: str) -> int:
    """Return how many words a text has, an editor's brackets left out; two characters of Chinese
    or Japanese count as a word."""
    plain = _BRACKETED.sub(" ", text)
    characters = sum(m[0].isalnum() for m in _WORD_CJK.finditer(plain))  # not its punctuation
    words = _WORD_CJK.sub(" ", plain).split()
    counted = sum(any(c.isalnum() for c in word) for word in words)
    return counted + (characters + 1) // 2


def plain_text(
    body: str, view: str, start: int, end: int, citations: Sequence[Citation] = ()
) -> str:
    """Return the words of a span of the body: no markup, no citations, white space single.

    Args:
        body: the Markdown.
        view: the masked body of `find_paragraphs`.
        start: offset of the span.
        end: offset after the span.
        citations: citations in the order in which they stand; those in the span are left out.
    """
    dropped = _markup(body, view, start, end)
    first = bisect_left(citations, start, key=lambda c: c.start)
    for citation in citations[first:]:
        if citation.start >= end:
            break
        dropped.append((citation.start, citation.end))
    pieces: list[str] = []
    position = start
    for drop_start, drop_end in sorted(dropped):
        pieces += _unmask(body, view, position, min(drop_start, end))
        position = max(position, drop_end)
    pieces += _unmask(body, view, position, end)
    return " ".join(unescape("".join(pieces)).split())


def _markup(body: str, view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans that are links', images', footnotes' and emphasis marks."""
    spans = [m.span() for m in _EMPHASIS.finditer(view, start, end)]
    opened: list[int] = []
    for match in re.finditer(r"[\[\]]", view[start:end]):
        at = match.start() + start
        if match[0] == "[":
            opened.append(at)
            continue
        if not opened:
            if view[at + 1 : at + 2] == MASK and body[at + 1] == "(":  # the end of a link's text
                spans.append((at, at + 1))
            continue
        bracket = opened.pop()
        following = view[at + 1 : at + 2]
        if view[bracket + 1 : bracket + 2] == "^":
            spans.append((bracket, at + 1))
        elif following == MASK and body[at + 1] in "({":
            image = bracket > start and view[bracket - 1] == "!"
            spans += [(bracket - image, bracket + 1), (at, at + 1)]
            target = _TARGET.match(body, at + 1)
            if target is not None:
                spans.append(target.span())
    return spans


def _unmask(body: str, view: str, start: int, end: int) -> Iterator[str]:
    """Yield what a reader sees of a span: of masked parts the code and the escaped characters."""
    position = start
    while position < end:
        if view[position] != MASK:
            after = view.find(MASK, position, end)
            after = end if after < 0 else after
            yield view[position:after]
            position = after
            continue
        after = position
        while after < end and view[after] == MASK:
            after += 1
        hidden = _MARKUP.sub("", body[position:after])
        hidden = _CODE.sub(lambda code: code[2], hidden)
        yield re.sub(r"\\([^\w\s])|<([^<>\s]*)>", lambda m: m[1] or m[2] or "", hidden)
        position = after
