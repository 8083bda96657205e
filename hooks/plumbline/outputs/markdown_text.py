"""Pieces of plain Markdown (CommonMark with tables): escaped texts, references, tables, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from plumbline.content.prose import mask_code_blocks
from plumbline.outputs.addresses import web_address
from plumbline.outputs.texts import one_line

__all__ = ["escape_markdown", "find_html", "render_pipe_table", "to_markdown"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|]|&(?=#?\w+;)|^(?:[#+=-]|\d+(?=[.)]))|~(?=~)|!(?=\[)")
_HTML = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<web><https?://[^\s<>]*>)"
    r"|(?P<open><)(?=[A-Za-z/!?])",
    re.DOTALL,
)


def escape_markdown(text: str) -> str:
    """Return a text on one line that Markdown prints as it is."""

    def escape(match: re.Match[str]) -> str:
        found = match[0]
        # A number that would begin a list keeps its digits: the mark after them is escaped.
        return f"{found}\\" if found.isdigit() else f"\\{found}"

    return _SPECIAL.sub(escape, one_line(text))


def find_html(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield edits that leave no HTML in a body: comments go, tags stand as they are written."""
    for match in _HTML.finditer(mask_code_blocks(body)):
        if match["comment"] is not None:
            yield match.start(), match.end(), ""
        elif match["open"] is not None:
            yield match.start(), match.end(), "\\<"


def render_pipe_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column is set left, the others right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1)]
    escaped = [[escape_markdown(cell) for cell in header], lines[1]]
    escaped += [[escape_markdown(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in escaped)


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
        shown = escape_markdown(data)
        before, after = data[:1].isspace(), data[-1:].isspace() and data.strip() != ""
        self.pieces.append(f"{' ' if before else ''}{shown}{' ' if after else ''}")
