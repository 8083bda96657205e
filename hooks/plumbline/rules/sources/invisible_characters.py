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

from collections.abc import Iterator

from plumbline.content.invisible import find_strays, name_character
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR019"
SEVERITY = Severity.WARNING


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each field with an invisible character, at the first of them."""
    for source in cited_records(project):
        for field in source.fields:
            text = field.text or ""
            found = find_strays(text)
            if not found:
                continue
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            name = name_character(text[found[0]])
            kept = " ".join("".join(c for i, c in enumerate(text) if i not in found).split())
            yield Finding(
                CODE,
                f"source {source.key!r}: `{field.path[0]}` holds {name}{more}",
                field.locate(found[0], found[0] + 1),
                f"Write {kept!r}.",
            )
