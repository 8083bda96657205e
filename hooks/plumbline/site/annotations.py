"""Diagnostics as the preview shows them: with the words they are about, and a link to an editor.

The words are found again in the rendered page by a script. How they are described follows the
TextQuoteSelector of the W3C's Web Annotation Data Model (§ 4.2.4): the words and what stands
before and after them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from plumbline.content.briefing import Briefing
from plumbline.diagnostics.diagnostic import Diagnostic, Location
from plumbline.diagnostics.reporters import format_counts
from plumbline.evidence.marks import strip_marks
from plumbline.library import briefing
from plumbline.project import Project
from plumbline.query import query
from plumbline.rules.runner import briefing_diagnostics, shared_diagnostics
from plumbline.settings import settings

__all__ = [
    "Annotation",
    "TextQuote",
    "briefing_annotations",
    "count_annotations",
    "editor_address",
    "shared_annotations",
]

_CONTEXT = 60
"""Characters kept before and after the words."""
_MOST = 400
"""Characters of a span that are looked for."""
_UNSHOWN = re.compile(
    r"\[[^\[\]\n]*@[^\[\]\n]*\]"  # citations, which are numbers to readers
    r"|(?<=\])\([^()\s]*\)"  # addresses of links
)

_LABEL = re.compile(r"\[(?P<label>[^\[\]\n]+)\]\([^()\n]*\Z")
"""What a link says, before a place within its address."""


@dataclass(frozen=True, slots=True)
class TextQuote:
    """Where a diagnostic is in the text, in words.

    Attributes:
        exact: the words of the file, Markdown and all.
        prefix: what stands before them, without what readers do not see.
        suffix: what stands after them.
        in_body: whether they stand in the body, rather than in the front matter.
    """

    exact: str
    prefix: str
    suffix: str
    in_body: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """A diagnostic with what the preview shows beside it.

    Attributes:
        diagnostic: the diagnostic.
        editor: address that opens its place in an editor; empty where none is wanted.
        quote: the words it is about, if they stand in the briefing.
    """

    diagnostic: Diagnostic
    editor: str = ""
    quote: TextQuote | None = None


@query
def briefing_annotations(project: Project, slug: str) -> tuple[Annotation, ...]:
    """Return the diagnostics of a briefing, ready to be shown."""
    document = briefing(project, slug)
    return tuple(
        Annotation(d, _editor(project, d.location), _quote(document, d.location))
        for d in briefing_diagnostics(project, slug)
    )


@query
def shared_annotations(project: Project) -> tuple[Annotation, ...]:
    """Return the diagnostics of what briefings share, ready to be shown."""
    return tuple(Annotation(d, _editor(project, d.location)) for d in shared_diagnostics(project))


def count_annotations(annotations: Iterable[Annotation]) -> str:
    """Return how many there are by severity, in words; nothing where there are none."""
    return format_counts(Counter(str(a.diagnostic.severity) for a in annotations))


def editor_address(template: str, path: str, where: Location) -> str:
    """Return the address that opens a place in an editor.

    Args:
        template: an address with {path}, {line} and {column}.
        path: the absolute path; its first slash is left out, so that drive letters fit as well.
        where: the line and the column.
    """
    values = {
        "{path}": quote(path.replace("\\", "/").lstrip("/"), safe="/:"),
        "{line}": str(where.line),
        "{column}": str(where.column),
    }
    return re.sub(r"\{\w+\}", lambda found: values.get(found[0], found[0]), template)


def _editor(project: Project, where: Location) -> str:
    template = settings(project).editor_url
    return editor_address(template, f"{project.root}/{where.path}", where) if template else ""


def _quote(document: Briefing, where: Location) -> TextQuote | None:
    """Return the words at a place of a briefing's file; of a mere point, the word there."""
    if where.path != document.path:
        return None
    text = document.file.text
    start = _offset(text, where.line, where.column)
    end = _offset(text, where.end_line, where.end_column) if where.end_line else start
    if end <= start:
        word = re.compile(r"\w+").match(text, start)
        end = word.end() if word else start
    begin = _offset(text, document.body_line, 1)
    in_body = start >= begin
    label = _LABEL.search(text, begin if in_body else 0, start)
    if label:  # readers see what the link says, not where it leads
        start, end = label.span("label")
    exact = text[start : min(end, start + _MOST)]
    if not any(character.isalnum() for character in exact):
        return None
    before = text[max(begin if in_body else 0, start - 4 * _CONTEXT) : start]
    after = text[end : end + 4 * _CONTEXT]
    return TextQuote(exact, _shown(before)[-_CONTEXT:], _shown(after)[:_CONTEXT], in_body)


def _offset(text: str, line: int, column: int) -> int:
    position = 0
    for _ in range(line - 1):
        found = text.find("\n", position)
        if found < 0:
            return len(text)
        position = found + 1
    return min(position + column - 1, len(text))


def _shown(text: str) -> str:
    return _UNSHOWN.sub("", strip_marks(text))
