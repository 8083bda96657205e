"""
## What it does
Looks up every region of a briefing among the ISO 3166-1 alpha-3 codes and in
`briefings/regions.yml`.

## Why it matters
Codes are the same in every briefing, however a country is called; a name or a two-letter code
would split one country's briefings over several pages.

## Example
```yaml
regions: [DE, Russia]
```

## Use instead
```yaml
regions: [DEU, RUS]
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from plumbline.content.registries import countries, country_name
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.library import briefing, regions
from plumbline.project import Project

CODE = "FM010"
SEVERITY = Severity.ERROR


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each region that is neither a country's code nor a group's key."""
    document = briefing(project, slug)
    front, registry = document.front_matter, regions(project)
    if front is None:
        return
    for index, key in enumerate(front.regions):
        if country_name(key) is not None or registry.defines(key):
            continue
        where = document.locate("regions", index)
        right = _same_key(key, registry.entries) or _same_country(key)
        yield Finding(
            CODE,
            f"no country or group has the code {key!r}",
            where,
            f"Write {_shown(right)}." if right else _suggest(key, registry.entries),
            right,
        )


def _same_key(word: str, groups: Iterable[str]) -> str | None:
    return next((g for g in groups if g.casefold() == word.casefold()), None)


def _same_country(word: str) -> str | None:
    """Return the country that a code of any kind or a full name means, or None."""
    import pycountry  # reads its tables when imported, which few checks need

    if word.upper() == "UK":  # reserved in ISO 3166-1, where the country's code is GB
        return "GBR"
    try:
        code: str = pycountry.countries.lookup(word).alpha_3
    except LookupError:
        return None
    return code


def _suggest(word: str, groups: Iterable[str]) -> str:
    # "Korea" is part of two names, "Russia" but for a letter of one; all that fit are offered.
    folded = word.casefold()
    names = countries()
    within = [
        code
        for code, name in names.items()
        if len(word) > 2 and re.search(rf"\b{re.escape(folded)}\w{{,2}}\b", name.casefold())
    ]
    if not within:
        by_name = {name: code for code, name in names.items()}
        close = get_close_matches(word, [*groups, *by_name], n=1, cutoff=0.75)
        within = [by_name.get(key, key) for key in close]
    if not within or len(within) > 3:
        return "Use an ISO 3166-1 alpha-3 code, or add a group to briefings/regions.yml."
    return f"Did you mean {' or '.join(_shown(key) for key in within)}?"


def _shown(key: str) -> str:
    name = country_name(key)
    return f"{key!r} ({name})" if name else repr(key)
