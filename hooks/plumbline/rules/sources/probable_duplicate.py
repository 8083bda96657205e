"""
## What it does
Reports two cited records with the same DOI, or with the same address, a like title and no two
different dates or versions.

## Why it matters
One work appears twice in the reference list, under two numbers, and looks like two sources that
confirm each other.

## Example
```yaml
- id: quay-2024
  type: report
  title: The new quay
  URL: https://example.org/quay
- id: new-quay
  type: webpage
  title: The New Quay
  URL: http://www.example.org/quay/
```

## Use instead
```yaml
- id: quay-2024
  type: report
  title: The new quay
  URL: https://example.org/quay
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.addresses import doi_in_address, normalise_address
from plumbline.evidence.queries import cited_records
from plumbline.evidence.source_dates import date_parts
from plumbline.evidence.sources import Source
from plumbline.project import Project

CODE = "SR036"
SEVERITY = Severity.WARNING
_LIKE = 88  # of 100: "The new quay" and "The New Quay (2024)"
_TELLING = ("version", "page", "edition", "volume", "issue", "number", "section", "chapter-number")


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each cited record that repeats an earlier one."""
    earlier: dict[str, list[Source]] = {}
    for source in cited_records(project):
        for field, value in _identities(source):
            known = earlier.setdefault(f"{field} {value}", [])
            same = next((k for k in known if _is_same_work(source, k, field)), None)
            known.append(source)
            if same is not None:
                what = "same DOI" if field == "DOI" else "same address, like title"
                yield Finding(
                    CODE,
                    f"source {source.key!r} repeats {same.key!r} at {same.location}: {what}",
                    source.locate(field),
                    f"Cite one of them everywhere: [@{same.key}].",
                )
                break


def _identities(source: Source) -> Iterator[tuple[str, str]]:
    doi = source.text("DOI")
    if doi:
        yield "DOI", (doi_in_address(doi) or doi).casefold().removeprefix("doi:").strip()
    if source.text("URL"):
        yield "URL", normalise_address(source.text("URL"))


def _is_same_work(source: Source, other: Source, field: str) -> bool:
    if source.key == other.key:  # a briefing's own record in place of the site's
        return False
    from rapidfuzz import fuzz, utils  # which few pairs come as far as to need

    titles = (source.text("title"), other.text("title"))
    like = fuzz.token_set_ratio(*titles, processor=utils.default_process) >= _LIKE
    if any(_differ(source.text(n), other.text(n)) for n in _TELLING):
        return False
    if field == "DOI":
        return True
    dates = (date_parts(source, "issued"), date_parts(other, "issued"))
    common = min(len(d) for d in dates)
    return like and dates[0][:common] == dates[1][:common]


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other
