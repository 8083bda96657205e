"""Pages to search, in any number: briefings and the sources they would cite, in words of English.

Each page has what the templates give Pagefind: title and summary by weight, sections with headings
and ids, particulars, filters and a day. One number of briefings gives the same pages each time.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from material.plugins.search.plugin import SearchIndex

from benchmarks.vocabulary import Prose
from plumbline.content.scaffold import slugify

__all__ = ["SearchPage", "material_index", "pages", "telling_words", "write_pages"]

WORDS = 1_200
"""Words of a briefing on average, as in the corpus of the other measurements."""
BRIEFINGS_A_SOURCE = 5
_SECTIONS = 6
_TOPICS, _REGIONS, _AUTHORS = 30, 120, 60
_FIRST_DAY, _DAYS = dt.date(2010, 1, 1), 6_000


@dataclass(frozen=True)
class SearchPage:
    """A page of a site.

    Attributes:
        url: its address within the site.
        title: its title.
        kind: "Briefing" or "Source".
        day: the day it is sorted by.
        summary: as a result shows it.
        body: its text as HTML, without the title.
        filters: what it can be filtered by, beside kind and year.
    """

    url: str
    title: str
    kind: str
    day: dt.date
    summary: str
    body: str
    filters: Mapping[str, list[str]] = field(default_factory=dict)


def pages(briefings: int) -> Iterator[SearchPage]:
    """Yield so many briefings, and a source for every fifth."""
    chance = random.Random(1)  # noqa: S311  (the same pages each time)
    prose = Prose(chance)
    topics = [prose.title(2) for _ in range(_TOPICS)]
    regions = [prose.title(2) for _ in range(_REGIONS)]
    authors = [prose.title(2) for _ in range(_AUTHORS)]
    for number in range(briefings):
        filters = {
            "topic": chance.sample(topics, 2),
            "region": chance.sample(regions, 2),
            "author": [chance.choice(authors)],
        }
        yield _briefing(number, prose, chance, filters)
    for number in range(briefings // BRIEFINGS_A_SOURCE):
        yield _source(number, prose, chance)


def _briefing(
    number: int, prose: Prose, chance: random.Random, filters: dict[str, list[str]]
) -> SearchPage:
    title = prose.title(chance.randint(6, 10))
    summary = _text(prose, 30)
    body = f'<p data-pagefind-weight="5">{summary}</p>'
    for _ in range(_SECTIONS):
        heading = prose.title(4)
        words = int(WORDS / _SECTIONS * chance.choice((0.4, 0.7, 1, 1, 1.3, 1.6)))
        body += f'<h2 id="{slugify(heading)}">{heading}</h2>'
        body += f"<p>{_text(prose, words // 2)}</p><p>{_text(prose, words // 2)}</p>"
    url = f"briefings/{slugify(title)[:40]}-{number:05}/"
    day = _FIRST_DAY + dt.timedelta(chance.randrange(_DAYS))
    return SearchPage(url, title, "Briefing", day, summary, body, filters)


def _source(number: int, prose: Prose, chance: random.Random) -> SearchPage:
    title = prose.title(8)
    day = _FIRST_DAY + dt.timedelta(chance.randrange(_DAYS))
    body = f"<p>{prose.title(2)}. “{title}.” {day.year}.</p>"
    body += f"<blockquote>{_text(prose, 60)}</blockquote>"
    return SearchPage(f"sources/{slugify(title)[:20]}-{number}/", title, "Source", day, title, body)


def _text(prose: Prose, words: int) -> str:
    return ". ".join(prose.sentences(words)) + "."


def write_pages(folder: Path, listed: list[SearchPage]) -> None:
    """Write pages as HTML that Pagefind reads as it reads the site's own."""
    for page in listed:
        particulars = {
            "title": page.title,
            "kind": page.kind,
            "date": f"{page.day.day} {page.day:%B %Y}",
            "summary": page.summary,
        }
        filters = {**page.filters, "type": [page.kind], "year": [str(page.day.year)]}
        head = "".join(_meta("meta", name, value) for name, value in particulars.items())
        head += "".join(_meta("filter", name, v) for name, vs in filters.items() for v in vs)
        head += _meta("sort", "date", page.day.isoformat())
        file = folder / page.url / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(
            f'<!doctype html><html lang="en"><head><title>{page.title}</title>{head}</head>'
            f'<body><main data-pagefind-body><h1 data-pagefind-weight="10">{page.title}</h1>'
            f"{page.body}</main></body></html>",
            encoding="utf-8",
        )


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta name="x" content="{escape(value)}" data-pagefind-{kind}="{name}[content]">'


def material_index(listed: list[SearchPage], config: dict[str, Any]) -> str:
    """Return the index of the same pages that Material's search plugin writes, by its own code.

    Args:
        listed: the pages.
        config: `config` of a search_index.json of the same site.
    """
    index = SearchIndex(**config)
    for page in listed:
        content = f"<h1>{page.title}</h1>{page.body}"
        index.add_entry_from_context(
            SimpleNamespace(meta={}, title=page.title, url=page.url, content=content, toc=[])
        )
    written: str = index.generate_search_index(None)
    json.loads(written)
    return written


def telling_words(listed: list[SearchPage], shares: Mapping[str, float]) -> dict[str, str]:
    """Return for each name the word that stands on nearest to so large a share of the pages.

    There is a page that has them all.
    """
    by_page = [set(re.findall(r"\b[a-z]{6,}\b", page.body)) for page in listed]
    found = Counter(word for words in by_page for word in words)
    chosen: dict[str, str] = {}
    for name, share in shares.items():
        held = [words for words in by_page if words.issuperset(chosen.values())]
        chosen[name] = min(
            sorted(set().union(*held).difference(chosen.values())),
            key=lambda word: abs(found[word] / len(listed) - share),
        )
    return chosen
