"""
## What it does
Reports characters in a cited record that nobody sees: zero-width spaces, soft hyphens, marks that
turn the direction of writing, private-use characters.

Joiners in the scripts that need them, direction marks beside right-to-left letters, and emoji are
left alone.

## Why it matters
They come along when text is copied. A title with one is not found by a search, a DOI with one
leads nowhere, and a direction mark can show a reader other words than those that stand there.

## Example
```yaml
DOI: "10.1000/\\u200b182"
```

## Use instead
```yaml
DOI: 10.1000/182
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR019"
SEVERITY = Severity.WARNING

_FILLERS = "\u115f\u1160\u3164\uffa0\u2028\u2029"  # blank, though no format characters
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_FLAG_TAGS = range(0xE0020, 0xE0080)  # the flag of Scotland ends in them


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field with an invisible character, at the first of them."""
    for source in cited_records(project):
        for field in source.fields:
            text = field.text or ""
            found = [i for i in range(len(text)) if _is_stray(text, i)]
            if not found:
                continue
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            kept = " ".join("".join(c for i, c in enumerate(text) if i not in found).split())
            yield Finding(
                CODE,
                f"source {source.key!r}: `{field.path[0]}` holds {_name(text[found[0]])}{more}",
                field.locate(found[0], found[0] + 1),
                f"Write {kept!r}.",
            )


def _is_stray(text: str, index: int) -> bool:
    character = text[index]
    if character in _FILLERS or unicodedata.category(character) == "Co":
        return True
    if unicodedata.category(character) != "Cf":
        return False
    if character in _JOINERS:  # needed between letters of Persian or Hindi, and in emoji
        return index == 0 or unicodedata.name(text[index - 1], "").startswith(
            ("LATIN", "CYRILLIC", "GREEK", "DIGIT", "SPACE", "CJK")
        )
    if character in _DIRECTION_MARKS:
        return not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    # Arabic number signs are format characters that are seen.
    return ord(character) not in _FLAG_TAGS and unicodedata.bidirectional(character) != "AN"


def _name(character: str) -> str:
    name = unicodedata.name(character, "private-use character").lower()
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name} (U+{ord(character):04X})"
