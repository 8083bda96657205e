"""
## What it does
Checks the form and the check digit of every ORCID iD, in cited records and in
`briefings/authors.yml`.

## Why it matters
The iD says which of several people of one name is meant; a wrong digit names somebody else.

## Example
```yaml
orcid: 0000-0002-1825-0098
```

## Use instead
```yaml
orcid: 0000-0002-1825-0097
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Location, Severity
from plumbline.evidence.queries import cited_records
from plumbline.library import authors
from plumbline.project import Project

CODE = "SR025"
SEVERITY = Severity.ERROR
_RESOLVER = re.compile(r"https?://(?:www\.)?orcid\.org/", re.IGNORECASE)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each ORCID iD that cannot be one."""
    for key, author in authors(project).entries.items():
        if author.orcid:
            where = authors(project).document.locate((key, "orcid"))
            yield from _check(author.orcid, f"author {key!r}", where)
    for source in cited_records(project):
        for field in source.fields:
            if str(field.path[-1]).casefold() == "orcid" and field.text:
                yield from _check(field.text, f"source {source.key!r}", field.location)


def _check(written: str, owner: str, where: Location) -> Iterator[Finding]:
    from stdnum import isni  # loaded where somebody has one
    from stdnum.exceptions import InvalidChecksum, ValidationError

    # An ORCID iD is an ISNI of a reserved range, with the same check digit.
    bare = _RESOLVER.sub("", written.strip())
    why = ""
    try:
        isni.validate(bare)
    except InvalidChecksum:
        why = "its check digit does not fit"
    except ValidationError:
        why = "it does not have the form 0000-0002-1825-0097"
    if why:
        message = f"{owner}: {written!r} is no ORCID iD: {why}"
        yield Finding(CODE, message, where, "Copy it from the person's page at orcid.org.")
