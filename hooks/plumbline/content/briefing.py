"""One briefing: its file split into front matter and body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plumbline.content.front_matter import FrontMatter, Status
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import Path, YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["Briefing", "parse_briefing", "valid_slug"]

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing as read from `briefings/<slug>/index.md`.

    Attributes:
        slug: the folder's name, which is also its address.
        file: the whole file.
        body: the Markdown after the front matter.
        body_line: the line of the file at which `body` begins.
        front_matter: None when it cannot be used; `findings` then say why.
        document: the front matter with the places of its keys and values.
    """

    slug: str
    file: TextFile
    body: str
    body_line: int
    front_matter: FrontMatter | None
    document: YamlDocument
    findings: tuple[Finding, ...]

    @property
    def path(self) -> str:
        """The file's path, relative to the project's root."""
        return self.file.path

    @property
    def status(self) -> Status:
        """Status; a briefing that cannot be read counts as a draft: it is never published."""
        return self.front_matter.status if self.front_matter else Status.DRAFT

    @property
    def title(self) -> str:
        """Headline, or the slug when there is none."""
        return self.front_matter.title if self.front_matter else self.slug

    def locate(self, *path: str | int) -> Location:
        """Return the place of a front matter value, or of the front matter itself."""
        where: Path = path
        return self.document.locate(where)

    def locate_in_body(self, start: int, end: int) -> Location:
        """Return the place of a span of `body`, given as offsets in code points."""
        before = self.body.count("\n", 0, start)
        line_start = self.body.rfind("\n", 0, start) + 1
        inside = self.body.count("\n", start, end)
        end_line_start = self.body.rfind("\n", 0, end) + 1
        return Location(
            self.path,
            self.body_line + before,
            start - line_start + 1,
            self.body_line + before + inside,
            end - end_line_start + 1,
        )


def valid_slug(slug: str) -> bool:
    """Return whether a folder's name can be an address: a-z, 0-9 and single hyphens."""
    return bool(_SLUG.fullmatch(slug)) and len(slug) <= 100


def parse_briefing(slug: str, file: TextFile) -> Briefing:
    """Split a briefing's file and validate its front matter.

    Findings beside those of the file and of YAML: FM001 missing-front-matter.
    """
    findings = list(file.findings)
    empty = YamlDocument(file.path)
    if not file.readable:
        return Briefing(slug, file, "", 1, None, empty, tuple(findings))
    text = file.text
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        message = (
            "there is no front matter: the file must begin with a line `---`"
            if opening is None
            else "the front matter is not closed: a second line `---` is missing"
        )
        findings.append(
            Finding("FM001", message, Location(file.path), "See “Write a briefing” in the README.")
        )
        return Briefing(slug, file, text, 1, None, empty, tuple(findings))
    front = text[opening.end() : closing.start()]
    body_start = closing.end() + 1
    body = text[body_start:]
    body_line = text.count("\n", 0, body_start) + 1
    # The newline after the opening fence belongs to `front`: YAML's line 1 is the fence's line.
    document = read_yaml(front, file.path, first_line=1)
    findings += document.findings
    model: FrontMatter | None = None
    if document.data is not None or not document.findings:
        model, problems = validate_model(FrontMatter, document, document.data)
        findings += problems
    return Briefing(slug, file, body, body_line, model, document, tuple(findings))
