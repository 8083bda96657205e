"""Pieces of plain Markdown, CommonMark with tables: texts, references, tables, boxes, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser

from plumbline.content.prose import mask_code_blocks
from plumbline.outputs.addresses import web_address
from plumbline.outputs.texts import one_line

__all__ = ["escape_markdown", "find_html", "quote_boxes", "render_pipe_table", "to_markdown"]

_PLAIN = re.compile(r"[−$€£]?[A-Za-z0-9]+(?:[,.-][A-Za-z0-9]+)*%?", re.ASCII)
"""A word, a number or a day, as most cells of tables are: nothing in it means anything."""
_SPECIAL = re.compile(r"[\\`*_\[\]|]|~(?=~)|!(?=\[)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"(?P<digits>\d+)(?=[.)](?:\s|$))|[#+=>-]")
_LESS = "&lt;"
_KEPT = 4096
"""References that are kept as Markdown: many briefings cite the same ones."""
_BOX = re.compile(
    r"(?:!!!|\?\?\?\+?|===[!+]?)\s+(?P<kind>[\w -]*?)\s*(?:\"(?P<title>[^\"]*)\")?\s*"
)
_HTML = re.compile(
    r"[`<](?:"  # how each of these begins, one character class: it is searched for fast
    r"(?<=`)(?<!``)(?P<ticks>`*)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)`(?P=ticks)(?!`)"
    r"|(?<=<)(?:(?P<comment>!--.*?(?:-->|\Z))|https?://[^\s<>]*>|(?P<open>)(?=[A-Za-z/!?])))",
    re.DOTALL,
)


def escape_markdown(text: str, *, within: bool = False) -> str:
    """Return a text on one line that Markdown prints as it is.

    Args:
        text: the text.
        within: it does not begin a line.
    """
    if _PLAIN.fullmatch(text):
        return text
    # Not every reader of Markdown takes "\\<" for a text, but each takes "&lt;" for one.
    plain = _ENTITY.sub("&amp;", one_line(text)).replace("<", _LESS)
    escaped = _SPECIAL.sub(r"\\\g<0>", plain)
    start = None if within else _LINE_START.match(escaped)
    if start is None:
        return escaped
    # A number that would begin a list keeps its digits: the mark after them is escaped.
    position = start.end("digits") if start["digits"] else 0
    return f"{escaped[:position]}\\{escaped[position:]}"


def find_html(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield edits that leave no HTML in a body: comments go, tags stand as they are written."""
    for match in _HTML.finditer(mask_code_blocks(body)):
        if match["comment"] is not None:
            yield match.start(), match.end(), ""
        elif match["open"] is not None:
            yield match.start(), match.end(), _LESS


def render_pipe_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column is set left, the others right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)]
    escaped = [[escape_markdown(cell) for cell in header], lines[1]]
    escaped += [[escape_markdown(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in escaped)


def quote_boxes(text: str) -> str:
    """Return Markdown with admonitions, details and tabs as block quotes under their titles."""
    lines, out, index, fence = text.split("\n"), [], 0, ""
    while index < len(lines):
        line = lines[index]
        index += 1
        mark = re.match(r"`{3,}|~{3,}", line)
        if mark is not None and fence in ("", mark[0]):
            fence = "" if fence else mark[0]
        box = None if fence else _BOX.fullmatch(line)
        if box is None:
            out.append(line)
            continue
        inside: list[str] = []
        while index < len(lines) and (not lines[index].strip() or lines[index].startswith("    ")):
            inside.append(lines[index][4:])
            index += 1
        blank = len(inside) - len("\n".join(inside).rstrip().split("\n")) if inside else 0
        content = quote_boxes("\n".join(inside[: len(inside) - blank])).split("\n")
        title = box["title"] or box["kind"].capitalize()
        out += [f"> {part}".rstrip() for part in (f"**{title}**", "", *content)]
        out += [""] * max(1, blank)
    return "\n".join(out)


@lru_cache(_KEPT)
def to_markdown(html: str) -> str:
    """Return a formatted reference, inline HTML of pandoc, as Markdown."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.pieces).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._link = ""
        self._text_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("em", "i"):
            self.pieces.append("*")
        elif tag in ("strong", "b"):
            self.pieces.append("**")
        elif tag == "a":
            self._link = web_address(dict(attrs).get("href"))
            self._text_from = len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("em", "i"):
            self.pieces.append("*")
        elif tag in ("strong", "b"):
            self.pieces.append("**")
        elif tag == "a" and self._link:
            text = "".join(self.pieces[self._text_from :])
            plain = re.sub(r"\\(.)", r"\1", text)
            del self.pieces[self._text_from :]
            own = plain == self._link
            self.pieces.append(f"<{self._link}>" if own else f"[{text}](<{self._link}>)")
            self._link = ""

    def handle_data(self, data: str) -> None:
        shown = escape_markdown(data, within=bool(self.pieces))
        before, after = data[:1].isspace(), data[-1:].isspace() and data.strip() != ""
        self.pieces.append(f"{' ' if before else ''}{shown}{' ' if after else ''}")
