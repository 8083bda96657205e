"""
## What it does
Reports a cited source that was issued after the briefing's last date: `updated`, else `date`.

A correction's date counts too. A journal's issue or a book may be dated ahead by up to a year.

## Why it matters
The briefing cannot rest on what did not exist when it was written: the wrong edition is cited, or
the text was changed and `updated` was not.

## Example
```yaml
date: 2024-05-01
# the text cites a report issued on 2025-03-01
```

## Use instead
```yaml
date: 2024-05-01
updated: 2025-03-04
# the text cites a report issued on 2025-03-01
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.queries import citation_places, cited_sources
from plumbline.evidence.source_dates import date_parts, format_date, is_future, issued_after
from plumbline.library import briefing
from plumbline.project import Project, today

CODE = "SR013"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding at the first citation of each source that is younger than the briefing."""
    front = briefing(project, slug).front_matter
    if front is None:
        return
    dates = [d for d in (front.date, front.updated, *(c.date for c in front.corrections)) if d]
    last = max(dates)
    places = citation_places(project, slug)
    for source in cited_sources(project, slug):
        if not issued_after(source, (last.year, last.month, last.day)):
            continue
        if not is_future(source, today(project)):  # else SR011 says so
            issued = format_date(date_parts(source, "issued"))
            yield Finding(
                CODE,
                f"source {source.key!r} is dated {issued}, after the briefing's own date, {last}",
                places[source.key],
                "Cite the edition that was used, or give the day of the change as `updated:`.",
            )
