"""
## What it does
Reports words behind a citekey that begin like a page, chapter or section but were not read as one.

Read are the forms of the Citation Style Language: `p. 4`, `pp. 4-6`, `chap. 2`, `sec. 3`,
`fig. 1`, `vol. 2`, `para. 7` and others, or the whole words.

## Why it matters
The words are printed as they stand, in no style, and the page is not compared with the source's.

## Example
```markdown
The port grew [@port-2024, pg 4].
```

## Use instead
```markdown
The port grew [@port-2024, p. 4].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.citations import CitationItem
from plumbline.evidence.queries import shown_citations
from plumbline.library import briefing
from plumbline.project import Project

CODE = "CI005"
SEVERITY = Severity.WARNING

# Each form with the one that is read; without its stop, or with a stop too many.
_FORMS = {
    "p.": ("p", "P.", "pg.", "pg", "Page", "page.", "pag.", "pag"),
    "pp.": ("pp", "Pp.", "PP.", "pgs.", "pgs", "Pages", "pages."),
    "chap.": ("chap", "Chap.", "ch.", "ch", "Ch.", "chapter."),
    "chaps.": ("chaps", "chs.", "chs", "chapters."),
    "fig.": ("fig", "Fig.", "figure."),
    "figs.": ("figs", "Figs.", "figures."),
    "para.": ("para", "Para.", "par.", "paragraph."),
    "paras.": ("paras", "Paras.", "pars.", "paragraphs."),
    "sec.": ("sec", "Sec.", "sect.", "sect", "section."),
    "secs.": ("secs", "Secs.", "sects.", "sections."),
    "tbl.": ("tbl", "tab.", "table."),
    "vol.": ("vol", "Vol.", "volume."),
    "vols.": ("vols", "Vols.", "volumes."),
}
_READ_AS = {form: right for right, forms in _FORMS.items() for form in forms}
_LABEL = "|".join(re.escape(f) for f in sorted(_READ_AS, key=len, reverse=True))
_NUMERAL = r"[0-9]\w*(?:\.\w+)*"
_LOCATOR = re.compile(rf"(?P<label>{_LABEL})\s*(?P<value>{_NUMERAL}(?:\s*[-–]\s*{_NUMERAL})?)")
_BEHIND_KEY = re.compile(r"\}?\s*,?\s*")
_BRACKET = re.compile(r"\}?[ \t]?\[\s*")
_NO_LINK = re.compile(r"[^\[\]\n]*\](?![(\[:])")


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each locator that was taken for mere words."""
    document = briefing(project, slug)
    for citation in shown_citations(project, slug):
        for item in citation.items:
            match = _unread(document.body, item, narrative=citation.narrative)
            if match is not None:
                yield Finding(
                    CODE,
                    f"{' '.join(match[0].split())!r} was not read as a place in {item.key!r}",
                    document.locate_in_body(match.start(), match.end()),
                    f"Write '{_READ_AS[match['label']]} {match['value']}'.",
                )


def _unread(body: str, item: CitationItem, *, narrative: bool) -> re.Match[str] | None:
    if item.locator is not None:
        return None
    gap = (_BRACKET if narrative else _BEHIND_KEY).match(body, item.end)
    match = _LOCATOR.match(body, gap.end()) if gap else None
    if match is None or (narrative and not _NO_LINK.match(body, match.end())):
        return None
    return match
