"""Citations in pandoc's syntax, each with its exact place.

The grammar is that of the pandoc User's Guide, "Citation syntax": `[see @a, pp. 3-5; @b]`,
`@a says`, `@a [p. 3] says`, `[-@a]`, `@{a key with spaces}`. A cluster in which one part lacks a
key is malformed, as pandoc would print it verbatim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plumbline.content.prose import MASK, mask_prose

__all__ = ["Citation", "CitationItem", "Locator", "find_citations"]

_KEY = re.compile(
    # One character class in front, which is searched for fast.
    r"[-@](?:(?<=-)(?<![\w\\@]-)@|(?<=@)(?<![\w\\@]@))"
    r"(?:\{(?P<braced>[^{}\n\0]+)\}|(?P<plain>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)
# CSL 1.0.2, appendix "Locators", with the abbreviations of the pandoc User's Guide.
_LABELS = {
    "book": ("book", "bk.", "bks."),
    "chapter": ("chapter", "chapters", "chap.", "chaps."),
    "column": ("column", "columns", "col.", "cols."),
    "figure": ("figure", "figures", "fig.", "figs."),
    "folio": ("folio", "folios", "fol.", "fols."),
    "issue": ("number", "numbers", "no.", "nos."),
    "line": ("line", "lines", "l.", "ll."),
    "note": ("note", "notes", "n.", "nn."),
    "opus": ("opus", "opera", "op.", "opp."),
    "page": ("page", "pages", "p.", "pp."),
    "paragraph": ("paragraph", "paragraphs", "para.", "paras.", "¶", "¶¶"),
    "part": ("part", "parts", "pt.", "pts."),
    "section": ("section", "sections", "sec.", "secs.", "§", "§§"),
    "sub-verbo": ("sub verbo", "s.v.", "s.vv."),
    "table": ("table", "tables", "tbl.", "tbls."),
    "verse": ("verse", "verses", "v.", "vv."),
    "volume": ("volume", "volumes", "vol.", "vols."),
}
_LABEL_OF = {form: label for label, forms in _LABELS.items() for form in forms}
_LABEL = "|".join(re.escape(f) for f in sorted(_LABEL_OF, key=len, reverse=True))
_NUMERAL = r"(?:[A-Za-z]{0,2}\d[\w.:]*|[ivxlcdmIVXLCDM]+\b)"
_VALUE = rf"{_NUMERAL}(?:\s*[-–—,&]\s*{_NUMERAL})*"
_LOCATOR = re.compile(
    rf"\s*,?\s*(?:\{{(?P<braced>[^{{}}]*)\}}|(?P<label>{_LABEL})\s*(?P<value>{_VALUE})"
    rf"|(?<=[,\s])(?P<bare>\d[\w.:]*(?:\s*[-–—,&]\s*\d[\w.:]*)*))"
)


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a source: a CSL label ("page") and what was written ("3–5")."""

    label: str
    value: str
    written: str


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One source within a citation.

    Attributes:
        key: the citekey.
        start: offset of the `@` (or of `-@`) in the body.
        end: offset after the key.
        prefix: words before the key, such as "see".
        locator: place in the source, if given.
        suffix: words after the key and locator.
        suppress_author: written `-@key`.
    """

    key: str
    start: int
    end: int
    prefix: str = ""
    locator: Locator | None = None
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation: in brackets, or in the sentence itself (`narrative`).

    Attributes:
        items: its sources, in order.
        start: offset of its first character in the body.
        end: offset after its last character.
        narrative: `@key says` rather than `[@key]`.
        malformed: a part of the cluster has no key.
    """

    items: tuple[CitationItem, ...]
    start: int
    end: int
    narrative: bool = False
    malformed: bool = False


def find_citations(body: str, masked: str | None = None) -> tuple[Citation, ...]:
    """Return the citations of a Markdown body in the order in which they stand.

    Args:
        body: the Markdown.
        masked: `mask_prose(body)`, if it is at hand.
    """
    text = mask_prose(body) if masked is None else masked
    brackets = _match_brackets(text)
    ends = dict(brackets)
    waiting = sorted(brackets, reverse=True)  # pairs still to be opened, the next one last
    around: list[tuple[int, int]] = []  # pairs open at the present place, the innermost last
    citations: list[Citation] = []
    done = 0
    for match in _KEY.finditer(text):
        if match.start() < done:
            continue
        while waiting and waiting[-1][0] < match.start():
            around.append(waiting.pop())
            while len(around) > 1 and around[-2][1] <= around[-1][0]:
                del around[-2]
        while around and around[-1][1] <= match.start():
            around.pop()
        enclosing = _cluster_bracket(body, text, around[-1]) if around else None
        if enclosing is not None:
            citation = _parse_cluster(body, text, *enclosing)
        else:
            citation = _parse_narrative(body, text, ends, match)
        if citation is not None:
            citations.append(citation)
            done = citation.end
    return tuple(citations)


def _match_brackets(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for match in re.finditer(r"\[|\]|\n[ \t]*\n", text):
        if match[0] == "[":
            open_at.append(match.start())
        elif match[0] == "]":
            if open_at:
                pairs.append((open_at.pop(), match.end()))
        else:  # a bracket does not reach past its paragraph
            open_at.clear()
    return pairs


def _cluster_bracket(body: str, text: str, bracket: tuple[int, int]) -> tuple[int, int] | None:
    """Return a bracket unless it belongs to a link, an image or a footnote."""
    start, end = bracket
    following, behind = text[end : end + 1], text[end + 1 : end + 2]
    if text[start + 1 : start + 2] == "^":
        return None
    if following == "[" and behind not in ("^", "@", "-"):  # a footnote or a citation follows
        return None
    if following == MASK and body[end] in "({":  # and no tag, comment or escaped character
        return None
    return start, end


def _parse_cluster(body: str, text: str, start: int, end: int) -> Citation | None:
    items: list[CitationItem] = []
    malformed = False
    for part_start, part_end in _split(text, start + 1, end - 1):
        match = _KEY.search(text, part_start, part_end)
        if match is None:
            malformed = True
            continue
        locator, suffix = _parse_locator(body[match.end() : part_end])
        items.append(
            CitationItem(
                key=match["braced"] or match["plain"],
                start=match.start(),
                end=match.end(),
                prefix=_fold(body[part_start : match.start()]),
                locator=locator,
                suffix=suffix,
                suppress_author=match[0].startswith("-"),
            )
        )
    return Citation(tuple(items), start, end, malformed=malformed) if items else None


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    depth, begin = 0, start
    for position in range(start, end):
        character = text[position]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == ";" and depth == 0:
            parts.append((begin, position))
            begin = position + 1
    parts.append((begin, end))
    return parts


def _parse_narrative(body: str, text: str, ends: dict[int, int], match: re.Match[str]) -> Citation:
    end = match.end()
    locator: Locator | None = None
    suffix = ""
    following = re.compile(r"[ \t]?\[").match(text, end)
    if following is not None:
        bracket_start = following.end() - 1
        bracket_end = ends.get(bracket_start)
        inside = text[bracket_start + 1 : (bracket_end or 0) - 1]
        is_locator = bracket_end is not None and "@" not in inside and MASK not in inside
        if (
            is_locator
            and bracket_end is not None
            and text[bracket_end : bracket_end + 1]
            not in (
                MASK,
                "[",
                ":",
            )
        ):
            locator, suffix = _parse_locator(body[bracket_start + 1 : bracket_end - 1], bare=True)
            if locator is not None:
                end = bracket_end
            else:
                suffix = ""
    item = CitationItem(
        key=match["braced"] or match["plain"],
        start=match.start(),
        end=match.end(),
        locator=locator,
        suffix=suffix,
        suppress_author=match[0].startswith("-"),
    )
    return Citation((item,), match.start(), end, narrative=True)


def _parse_locator(text: str, *, bare: bool = False) -> tuple[Locator | None, str]:
    """Read a locator at the head of what follows a key; return it and the rest."""
    match = _LOCATOR.match(f" {text}" if bare else text)
    if match is None:
        return None, _fold(text)
    rest = _fold((f" {text}" if bare else text)[match.end() :])
    if match["braced"] is not None:
        inner = match["braced"].strip()
        if not inner:
            return None, rest
        found, more = _parse_locator(inner, bare=True)
        if found is None:
            return Locator("page", inner, inner), rest
        return found, " ".join(filter(None, [more, rest]))
    if match["label"] is not None:
        value = _fold(match["value"])
        return Locator(_LABEL_OF[match["label"]], value, f"{match['label']} {value}"), rest
    value = _fold(match["bare"])
    several = re.search(r"[-–—,&]", value) is not None
    return Locator("page", value, f"{'pp.' if several else 'p.'} {value}"), rest


def _fold(text: str) -> str:
    return " ".join(text.split())
