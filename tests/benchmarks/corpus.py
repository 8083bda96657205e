"""A library of briefings at random, which passes the checks, in any size.

    cd tests && ../.venv/bin/python -m benchmarks.corpus --briefings 1000 --into DIR

writes a Plumbline project to DIR/plumbline, and the same text as plain Markdown for other programs:
DIR/stock for MkDocs with Material and mkdocs-plotly-plugin, with the charts, and DIR/zensical
without them. One seed gives the same files each time. With --ledger the briefings are
recorded as published, which takes as long as a check.

A briefing has 1,200 words, 12 citations of 2,000 sources, a quotation of one of them, 6 numbers
bound to data, 2 charts and a link to an earlier briefing. A fifth of them ask the data by SQL. All
words are drawn as often as English has them. What they say means nothing, bodies and places that
they name are made of words, and addresses are ones that nobody can have.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.corpus_briefing import write_briefing
from benchmarks.corpus_files import write_peers, write_project
from benchmarks.corpus_ledger import record_all
from benchmarks.corpus_values import YEARS, Briefing, Corpus, Dataset, Library, Source
from benchmarks.vocabulary import Prose

__all__ = ["SOURCES", "generate", "main"]

SOURCES = 2_000
_FIRST, _LAST = dt.date(2015, 1, 5), dt.date(2025, 6, 30)
"""Between which days briefings are published."""
_COUNTRIES = """
    ARG AUS AUT BEL BGD BGR BRA CAN CHE CHL CHN COL CZE DEU DNK EGY ESP EST FIN FRA GBR GRC HUN IDN
    IND IRL ISR ITA JPN KAZ KEN KOR LTU LVA MAR MEX MYS NGA NLD NOR NZL PAK PER PHL POL PRT ROU RUS
    SAU SGP SVK SVN SWE THA TUN TUR UKR USA VNM ZAF
""".split()
_KINDS = ("report", "article-newspaper", "article-journal", "webpage", "dataset", "book")


def generate(briefings: int, *, sources: int = SOURCES, seed: int = 1) -> Corpus:
    """Return a library of so many briefings on so many sources; a seed gives one library."""
    chance = _chance(seed, "library")
    prose = Prose(chance)
    records = tuple(_sources(sources, chance, prose))
    datasets = tuple(_datasets(max(6, briefings // 25), chance, records))
    topics = {
        f"{name}-trade": {"title": f"{name.capitalize()} trade", "description": _describe(prose)}
        for name in prose.names(30)
    }
    authors = {
        f"{name}-desk": {
            "name": f"{name.capitalize()} Desk",
            "kind": "institution",
            "description": _describe(prose),
        }
        for name in prose.names(20)
    }
    series = [f"The {name} papers" for name in prose.names(10)]
    span = (_LAST - _FIRST).days
    days = sorted(_FIRST + dt.timedelta(chance.randint(0, span)) for _ in range(briefings))
    library = Library(records, datasets, tuple(topics), tuple(authors), tuple(series), _COUNTRIES)
    written: list[Briefing] = []
    for number, day in enumerate(days):
        slugs = [briefing.slug for briefing in written[-50:]]
        own = _chance(seed, f"briefing {number}")
        written.append(write_briefing(number, day, library, slugs, own))
    claims = {f"{d.name}-peak": {"max": f"{d.name}.total", "give": "year"} for d in datasets}
    return Corpus(topics, authors, claims, records, datasets, tuple(written))


def _chance(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed} {what}")  # noqa: S311  (the same each time)


def _describe(prose: Prose) -> str:
    return " ".join(f"{sentence}." for sentence in prose.sentences(45))


def _sources(count: int, chance: random.Random, prose: Prose) -> list[Source]:
    """Return records, the oldest first, so that a briefing can cite those of its past."""
    span = (_LAST - dt.date(1995, 1, 1)).days
    days = sorted(_LAST - dt.timedelta(30 + chance.randint(0, span)) for _ in range(count - 1))
    bodies = [f"Office for {a.capitalize()} and {b.capitalize()}" for a, b in _pairs(prose, 120)]
    papers = [f"{a.capitalize()} {b.capitalize()} Review" for a, b in _pairs(prose, 60)]
    found: list[Source] = []
    for number, day in enumerate([dt.date(1994, 12, 1), *days]):
        kind = _KINDS[0] if number == 0 else chance.choice(_KINDS)
        place = chance.randrange(len(bodies))
        slug = f"{bodies[place].split()[2].lower()}-{day.year}-{number}"
        record: dict[str, Any] = {
            "id": slug,
            "type": kind,
            "title": prose.title(chance.randint(6, 12)),
            "author": [{"literal": bodies[place]}],
            "issued": str(day.year) if kind == "book" else day.isoformat(),
        }
        if kind.startswith("article"):
            record["container-title"] = papers[chance.randrange(len(papers))]
        else:
            record["publisher"] = bodies[place]
        if kind == "article-journal":
            record |= {"volume": str(chance.randint(1, 60)), "page": f"{number + 1}-{number + 19}"}
        if kind != "book":
            record["URL"] = f"https://office-{place}.example/{day.year}/{slug}"
        passage = " ".join(f"{s}." for s in prose.sentences(70)) if number % 10 == 0 else ""
        found.append(Source(record, passage))
    return found


def _pairs(prose: Prose, count: int) -> list[tuple[str, str]]:
    words = prose.names(2 * count)
    return list(zip(words[:count], words[count:], strict=True))


def _datasets(count: int, chance: random.Random, sources: tuple[Source, ...]) -> list[Dataset]:
    found: dict[str, Dataset] = {}
    while len(found) < count:
        reporter, partner = chance.sample(_COUNTRIES, 2)
        name = f"{reporter}_{partner}_goods_trade".lower()
        rows: dict[int, tuple[float, float]] = {}
        exports, imports = chance.uniform(2_000, 60_000), chance.uniform(2_000, 60_000)
        for year in YEARS:
            exports *= chance.uniform(0.78, 1.34)
            imports *= chance.uniform(0.78, 1.34)
            rows[year] = (round(exports, 1), round(imports, 1))
        source = sources[chance.randrange(len(sources) // 2)]  # older than the briefings
        title = f"Goods trade of {reporter} with {partner}, {YEARS[0]}–{YEARS[-1]}"
        found[name] = Dataset(name, title, reporter, partner, source.key, rows)
    return list(found.values())


def main(arguments: list[str]) -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(prog="benchmarks.corpus", description=__doc__)
    parser.add_argument("--briefings", type=int, default=1_000)
    parser.add_argument("--sources", type=int, default=SOURCES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", action="store_true", help="record the briefings as published")
    parser.add_argument("--into", type=Path, required=True, help="a folder that is new or empty")
    asked = parser.parse_args(arguments)
    if asked.into.exists() and any(asked.into.iterdir()):
        parser.error(f"{asked.into} is not empty")
    started = time.perf_counter()
    corpus = generate(asked.briefings, sources=asked.sources, seed=asked.seed)
    write_project(corpus, asked.into / "plumbline")
    write_peers(corpus, asked.into)
    if asked.ledger:
        record_all(asked.into / "plumbline")
    sys.stdout.write(f"{asked.briefings} briefings in {time.perf_counter() - started:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
