r"""
## What it does
Reports HTML or LaTeX that was left in a field of a cited record: `&amp;`, `{\"u}`, `<em>`.

CSL's own tags for rich text, `<i>`, `<b>`, `<sub>`, `<sup>` and `<span class="nocase">`, are right.

## Why it matters
It is printed as it stands, braces and all.

## Example
```yaml
title: Trade &amp; the \emph{new} quay
```

## Use instead
```yaml
title: Trade & the <i>new</i> quay
```
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR021"
SEVERITY = Severity.WARNING

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]+);")
_TAG = re.compile(
    r"</?(?:em|strong|p|br|div|font|center|small|big|tt|code|h[1-6]|italic|bold|math|(?:jats|mml):\w+)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LATEX = re.compile(
    r"\{?\\(?:[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"  # an accent
    r"|[a-zA-Z]+\{[^{}]*\}"  # a command with what it works on
    r"|[&%_#$]"  # an escaped character
    r"|(?:ss|ae|oe|aa|AE|OE|AA|o|O|l|L|i)\b(?:\{\})?)\}?"
)
_BRACES = re.compile(
    r"\{[A-Z][\w.' -]*\}"
)  # BibTeX's guard of capitals; "{0, 1}" and "{A, B}" are sets
_ESCAPE = re.compile(r"\\[_%&#$~]")
_ADDRESSES = ("DOI", "URL")
_WITHOUT_TEXT = ("ISBN", "ISSN", "id", "type", "citation-key")


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field with markup that is no CSL markup, at the first of it."""
    for source in cited_records(project):
        for field in source.fields:
            name = str(field.path[0])
            if not field.text or name in _WITHOUT_TEXT:
                continue
            found = _find(field.text, is_address=name in _ADDRESSES)
            if found is not None:
                start, end, what, fix = found
                message = f"source {source.key!r}: `{name}` holds {what} '{field.text[start:end]}'"
                yield Finding(CODE, message, field.locate(start, end), fix)


def _find(text: str, *, is_address: bool) -> tuple[int, int, str, str] | None:
    for entity in _ENTITY.finditer(text):
        if entity[0][1] == "#" or entity[0][1:] in html5:
            return *entity.span(), "the HTML entity", f"Write {html.unescape(entity[0])!r}."
    if is_address:
        escape = _ESCAPE.search(text)
        fix = f"Write {escape[0][1]!r}." if escape else ""
        return (*escape.span(), "LaTeX", fix) if escape else None
    for pattern, what, fix in (
        (_TAG, "the HTML tag", "Remove it; CSL's own are <i>, <b>, <sub> and <sup>."),
        (_LATEX, "LaTeX", "Write the character itself, or CSL's <i> and <b>."),
        (_BRACES, "BibTeX's braces", 'Remove them; <span class="nocase"> guards capitals.'),
    ):
        match = pattern.search(text)
        if match is not None:
            return *match.span(), what, fix
    return None
