"""Excerpts: verbatim text of a source, kept beside its record, with what we know about it.

A file `briefings/sources/excerpts/<slug>.md` holds front matter and the passages as plain
paragraphs, in the order in which they stand in the source. What follows a heading "Translation"
is ours and never counts as the source's words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from plumbline.content.language_tags import check_language
from plumbline.content.model import Model, Text
from plumbline.content.scaffold import slugify
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = [
    "Excerpt",
    "ExcerptFile",
    "ExcerptLibrary",
    "Passage",
    "SourceRole",
    "collect_excerpts",
    "read_excerpt",
]

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--(?:(?!-->).)*(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?))?[ \t]*#*[ \t]*$")
_TRANSLATION = re.compile(r"translations?\b", re.IGNORECASE)
_QUOTE_MARK = re.compile(r" {0,3}>[ \t]?")


class SourceRole(StrEnum):
    """What a source is to the question it is cited for."""

    OFFICIAL_STATISTICS = "official-statistics"
    PRIMARY_DOCUMENT = "primary-document"
    DATA_FILE = "data-file"
    RESEARCH = "research"
    NEWS = "news"
    OPINION = "opinion"
    PRESS_RELEASE = "press-release"
    REFERENCE = "reference"


class Excerpt(Model):
    """What an excerpt file says about its source; re-exporting the record does not touch it."""

    key: Text
    """Citekey of the source. The file's name is only a slug."""
    language: Annotated[str, AfterValidator(check_language)] = "en"
    """BCP 47 tag of the language of the passages, such as it or zh-Hans."""
    role: SourceRole | None = None
    """What the source is: official-statistics, primary-document, news, opinion …"""
    repost_of: Text | None = None
    """Citekey or name of the original when the page that was read repeats another's text."""
    retracted: dt.date | bool = False
    """Day on which the source was retracted, or true."""
    superseded_by: Text | None = None
    """Citekey of the source that takes its place."""
    archive_url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    """Address of an archived copy, beginning with https://."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an excerpt file.

    Attributes:
        text: the paragraph as it stands in the file, line ends included.
        line: the line of the file at which it begins.
    """

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ExcerptFile:
    """One excerpt file.

    Attributes:
        path: relative to the project's root.
        excerpt: None when the front matter cannot be used; `findings` then say why.
        location: where the key stands.
        passages: the source's words, in the source's order; none when the file only describes it.
        translations: our translations of them.
        places: where each value of the front matter stands.
    """

    path: str
    excerpt: Excerpt | None
    location: Location
    passages: tuple[Passage, ...]
    translations: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    places: tuple[tuple[str, Location], ...] = ()

    def locate(self, name: str) -> Location:
        """Return where a value of the front matter stands; for one that is absent, the key."""
        return dict(self.places).get(name, self.location)


@dataclass(frozen=True, slots=True)
class ExcerptLibrary:
    """Excerpt files by citekey, the first of each, and what is wrong with the files."""

    by_key: dict[str, ExcerptFile]
    findings: tuple[Finding, ...]


def read_excerpt(file: TextFile) -> ExcerptFile:
    """Read an excerpt file.

    Findings: EX001 excerpt-without-key, beside those of the file, of YAML and of the model.
    """
    findings = list(file.findings)
    opening = _FENCE.match(file.text)
    closing = _FENCE.search(file.text, opening.end()) if opening else None
    if opening is None or closing is None:
        if file.readable:
            findings.append(_without_key(file.path, opened=opening is not None))
        return ExcerptFile(file.path, None, Location(file.path), (), (), tuple(findings))
    document = read_yaml(file.text[opening.end() : closing.start()], file.path)
    findings += document.findings
    excerpt = _read_model(document, findings)
    names = document.data if isinstance(document.data, dict) else {}
    first_line = file.text.count("\n", 0, closing.end()) + 1
    passages: list[Passage] = []
    translations: list[Passage] = []
    for passage, ours in _paragraphs(file.text[closing.end() :], first_line):
        (translations if ours else passages).append(passage)
    return ExcerptFile(
        file.path,
        excerpt,
        document.locate(("key",)),
        tuple(passages),
        tuple(translations),
        tuple(findings),
        tuple((name, document.locate((name,))) for name in names),
    )


def collect_excerpts(files: Iterable[ExcerptFile]) -> ExcerptLibrary:
    """Gather excerpt files by the citekey that each claims.

    Findings, beside the files' own: EX002 duplicate-excerpt where two files claim one key (the
    first is used), EX003 colliding-slugs where two keys have the same address under `/sources/`.
    """
    by_key: dict[str, ExcerptFile] = {}
    by_slug: dict[str, ExcerptFile] = {}
    findings: list[Finding] = []
    for file in files:
        findings += file.findings
        if file.excerpt is None:
            continue
        key = file.excerpt.key
        first = by_key.setdefault(key, file)
        if first is not file:
            message = f"the source {key!r} already has an excerpt at {first.location}"
            fix = "Put its passages into that file and remove this one; the first is used."
            findings.append(Finding("EX002", message, file.location, fix))
            continue
        slug = slugify(key)
        other = by_slug.setdefault(slug, file)
        if other is not file and other.excerpt is not None:
            message = (
                f"the citekeys {key!r} and {other.excerpt.key!r} "
                f"both have the address sources/{slug}/"
            )
            fix = f"Rename one of them; the other stands at {other.location}."
            findings.append(Finding("EX003", message, file.location, fix))
    return ExcerptLibrary(by_key, tuple(findings))


def _without_key(path: str, *, opened: bool) -> Finding:
    message = (
        "the front matter is not closed: a second line `---` is missing"
        if opened
        else "there is no front matter: nothing says which source these passages are from"
    )
    return Finding(
        "EX001", message, Location(path), "Begin the file with `---`, `key: <citekey>`, `---`."
    )


def _read_model(document: YamlDocument, findings: list[Finding]) -> Excerpt | None:
    if document.data is None and document.findings:
        return None  # what YAML could not read has been reported
    data = {} if document.data is None else document.data
    excerpt, problems = validate_model(Excerpt, document, data, (), "excerpt")
    findings += problems
    return excerpt


def _paragraphs(body: str, first_line: int) -> Iterator[tuple[Passage, bool]]:
    """Yield each paragraph, and whether it stands under a heading "Translation"."""
    # Comments are ours; their line ends stay, so that lines are counted right.
    body = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), body)
    translated_at: int | None = None  # level of the heading "Translation"
    held: list[str] = []
    start = first_line
    for number, line in enumerate([*body.split("\n"), ""], first_line):
        heading = _HEADING.match(line)
        if (heading is not None or not line.strip()) and held:
            yield Passage(_unquote(held), start), translated_at is not None
            held = []
        if heading is not None:
            level = len(heading["marks"])
            if _TRANSLATION.match(heading["title"] or ""):
                translated_at = level
            elif translated_at is not None and level <= translated_at:
                translated_at = None
        elif line.strip():
            if not held:
                start = number
            held.append(line)


def _unquote(lines: list[str]) -> str:
    """Join a paragraph's lines; the marks of a Markdown block quote are none of its words."""
    if all(_QUOTE_MARK.match(line) for line in lines):
        lines = [_QUOTE_MARK.sub("", line, count=1) for line in lines]
    return "\n".join(lines).strip()
