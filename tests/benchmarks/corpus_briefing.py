"""One briefing of a corpus: its claims out of the data, its text, its charts."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from benchmarks.corpus_values import YEARS, Briefing, Dataset, Library, Source
from benchmarks.vocabulary import Prose

__all__ = ["CITATIONS", "WORDS", "write_briefing"]

WORDS = 1_200
"""Words of a briefing's text, without front matter, charts and references."""
CITATIONS = 12
_PARAGRAPHS = 14

_CHARTS = ("line", "bar", "area")


def write_briefing(
    number: int, day: dt.date, library: Library, earlier: Sequence[str], chance: random.Random
) -> Briefing:
    """Return a briefing.

    Args:
        number: makes its slug unique.
        day: the day of its publication.
        library: what it can rest on.
        earlier: slugs that it may link to.
        chance: decides everything else.
    """
    prose = Prose(chance)
    title = prose.title(chance.randint(6, 10))
    slug = f"{'-'.join(title.lower().split()[:4])}-{number:04}"
    dataset = library.datasets[chance.randrange(len(library.datasets))]
    claims, said = _claims(dataset, chance, by_query=number % 5 == 0)
    front: dict[str, Any] = {
        "title": title,
        "summary": " ".join(f"{s}." for s in prose.sentences(30))[:280].rsplit(" ", 1)[0] + ".",
        "date": day,
        "authors": chance.sample(library.authors, chance.choice((1, 1, 2))),
        "topics": chance.sample(library.topics, chance.choice((1, 2, 2))),
        "regions": list(
            dict.fromkeys([dataset.reporter, dataset.partner, chance.choice(library.countries)])
        ),
        "type": "briefing",
        "status": "published",
    }
    if number % 4 == 0:
        front["series"] = chance.choice(library.series)
    front["key_judgments"] = [
        {"text": f"{prose.sentences(18)[0]}.", "confidence": c} for c in ("high", "moderate")
    ]
    front["claims"] = claims
    return Briefing(slug, front, _body(slug, day, library, dataset, said, earlier, chance))


def _claims(
    dataset: Dataset, chance: random.Random, *, by_query: bool
) -> tuple[dict[str, Any], list[str]]:
    """Return five claims, and the sentences with them and one that the library shares."""
    name = dataset.name
    pairs = [(a, b) for a in YEARS for b in YEARS if a < b and abs(_growth(dataset, a, b)) > 10]
    start, end = chance.choice(pairs)
    growth = _growth(dataset, start, end)
    exports, imports = dataset.rows[end]
    total = dataset.total(end)
    large, small = ("sold", "bought") if exports > imports else ("bought", "sold")
    claims: dict[str, Any] = {
        "sold": {"value": f"{name}.exports", "where": {"year": end}},
        "bought": {"value": f"{name}.imports", "where": {"year": end}},
        "growth": {"change": {"of": f"{name}.total", "from": start, "to": end}},
        "multiple": {"ratio": {"of": large, "to": small}},
        "all": {"value": f"{name}.total", "where": {"year": end}},
    }
    if by_query:
        sql = f"SELECT total FROM {name} WHERE year = {end}"  # noqa: S608  (our own names)
        claims["all"] = {"sql": sql, "unit": "USD million"}
    multiple = max(exports, imports) / min(exports, imports)
    went = "rose" if growth > 0 else "fell"
    said = [
        f"Exports came to [{_money(exports)}](claim:sold) in {end}",
        f"Imports came to [{_money(imports)}](claim:bought) in {end}",
        f"The total {went} by [{abs(growth):.0f}%](claim:growth) between {start} and {end}",
        f"The larger flow was [{multiple:.1f} times](claim:multiple) the smaller one",
        f"Trade as a whole stood at [{_money(total)}](claim:all)",
        f"The best year on record was [{dataset.peak()}](claim:{name}-peak)",
    ]
    return claims, said


def _growth(dataset: Dataset, start: int, end: int) -> float:
    """Return the change of the total in percent."""
    return (dataset.total(end) / dataset.total(start) - 1) * 100


def _money(million: float) -> str:
    if million < 1_000:
        return f"${million:.0f} million"
    return f"${million / 1_000:.1f} billion" if million < 1e6 else f"${million / 1e6:.2f} trillion"


def _body(
    slug: str,
    day: dt.date,
    library: Library,
    dataset: Dataset,
    said: list[str],
    earlier: Sequence[str],
    chance: random.Random,
) -> str:
    prose = Prose(chance)
    past = library.sources[: max(CITATIONS, _before(library.sources, day))]
    cited = [source.key for source in chance.sample(past, CITATIONS - 1)]
    kept = [source for source in past if source.passage]
    quoted = chance.choice(kept)
    sentences = prose.sentences(WORDS - 12 * len(said) - 24)
    sentences = [f"{s} [@{k}]" for s, k in zip(sentences, cited, strict=False)] + sentences[
        len(cited) :
    ]
    chance.shuffle(sentences)
    words = quoted.passage.split(". ")[0].rstrip(".").split()
    sentences.append(f"It says “{' '.join(words[:10])}” [@{quoted.key}]")
    if earlier:
        text = " ".join(prose.words(3))
        sentences.append(f"See [{text}](../{chance.choice(earlier)}/index.md)")
    for sentence in said:
        sentences.insert(chance.randrange(len(sentences)), sentence)
    size = -(-len(sentences) // _PARAGRAPHS)
    blocks = [
        " ".join(f"{s}." for s in sentences[at : at + size])
        for at in range(0, len(sentences), size)
    ]
    charts = [_chart(slug, i, dataset, library, prose, chance) for i in (1, 2)]
    blocks.insert(4, charts[0])
    blocks.insert(10, charts[1])
    for at in (12, 9, 6, 3):
        blocks.insert(at, f"## {prose.title(4)}")
    return "\n\n".join(blocks) + "\n"


def _before(sources: Sequence[Source], day: dt.date) -> int:
    """Return how many sources are of an earlier year than a day."""
    return bisect_left(sources, str(day.year), key=lambda s: str(s.record["issued"])[:4])


def _chart(
    slug: str,
    number: int,
    dataset: Dataset,
    library: Library,
    prose: Prose,
    chance: random.Random,
) -> str:
    """Return a chart of the briefing's dataset or, the second one, of any."""
    if number == 2:
        dataset = library.datasets[chance.randrange(len(library.datasets))]
    kind = chance.choice(_CHARTS)
    first = chance.choice((1990, 1995, 2000, 2005))
    mode = "mode: stacked\n" if kind != "line" else ""
    return f"""\
```chart
id: {slug}-{number}
title: {prose.title(8)}
subtitle: Trade of {dataset.reporter} with {dataset.partner}, USD billion, {first}–2024
data: {dataset.name}
where: {{year: {{from: {first}}}}}
type: {kind}
{mode}x: year
y: [exports, imports]
unit: USD billion
note: Goods, nominal.
source: [{dataset.citekey}]
alt: Exports and imports by year. {" ".join(prose.words(14)).capitalize()}.
```"""
