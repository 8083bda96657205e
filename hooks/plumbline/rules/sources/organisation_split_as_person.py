"""
## What it does
Reports an organisation whose name was split into a person's family and given name.

## Why it matters
It is printed as "Bureau, U.S. Census" or "U. S. C. Bureau", and sorted under the wrong letter.

## Example
```yaml
author:
  - {family: Bureau, given: U.S. Census}
```

## Use instead
```yaml
author:
  - {literal: U.S. Census Bureau}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.csl import NAME_FIELDS
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR017"
SEVERITY = Severity.WARNING

# Nobody is called these.
_BODIES = frozenset(
    """administration agency association authority commission committee department
    directorate federation foundation government institute institution ministry
    organisation organization parliament secretariat university corporation gmbh ltd llc
    plc""".split()
)
# These are surnames too: they count only behind a word that is no given name.
_SURNAMES = frozenset(
    """bank board bureau centre center church college company council court exchange fund group
    house inc league nations network news office party press post reserve service services society
    statistics times trust union""".split()
)
_NO_GIVEN_NAME = frozenset(
    """african american and arab asian atlantic british canadian census central chinese customs
    development energy eu european federal financial for foreign general german imperial
    international inter-american investment labour monetary national nordic northern of public
    reserve royal russian southern state statistical statistics supreme the trade treasury
    u.k. u.n. u.s. uk un united us world""".split()
)
_WORD = re.compile(r"[^\W\d_](?:[\w.\-]*[\w.])?|&")


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each name of a person that is an organisation's."""
    for source in cited_records(project):
        for field in source.fields:
            if field.path[0] not in NAME_FIELDS or field.text is not None:
                continue
            family, given = (source.field(*field.path, n) for n in ("family", "given"))
            if family is None or given is None or not family.text or not given.text:
                continue
            if _is_organisation(family.text, given.text):
                whole = f"{given.text} {family.text}"
                if family.text.casefold().split()[0] in _BODIES and " " in family.text:
                    whole = f"{family.text}, {given.text}"
                yield Finding(
                    CODE,
                    f"source {source.key!r}: the organisation {whole!r} is split like a person",
                    field.location,
                    f"Write {{literal: {whole}}}.",
                )


def _is_organisation(family: str, given: str) -> bool:
    names, firsts = (
        [w.casefold().rstrip(",") for w in _WORD.findall(text)] for text in (family, given)
    )
    if not names or not firsts:
        return False
    if names[-1] in _BODIES or names[0] in _BODIES:
        return True
    telling = _NO_GIVEN_NAME.intersection(firsts)
    return bool(telling) and (names[-1] in _SURNAMES or bool(_BODIES.intersection(firsts)))
