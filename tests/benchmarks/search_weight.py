"""What a reader downloads until the first result of a search is shown, on sites of several sizes.

    make site && cd tests && ../.venv/bin/python -m benchmarks.search_weight ../site 2000 10000

A site of so many briefings is the built one with another index in it: that of pages written here,
as long as a briefing, with words in the frequencies of natural language, five filters and a date.
The server compresses as a delivery network does. Counted are the bodies of all answers between the
opening of the dialog and the first result, and then those until the filters stand there.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.loading import WINDOWS
from benchmarks.serving import Answer, CountingServer
from plumbline.search.indexing import FOLDER, build_index
from support import SITE_URL

WORDS = 900
"""Words of a briefing."""
VOCABULARY = 60_000


def write_pages(folder: Path, count: int) -> dict[str, str]:
    """Write so many pages; return words by how common they are."""
    chance = random.Random(1)  # noqa: S311  (the same pages each time)
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]
    words = list(
        dict.fromkeys(
            "".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)
        )
    )
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
    for number in range(count):
        text = chance.choices(words, cum_weights=weights, k=WORDS)
        day = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        values = {
            "topic": chance.sample([f"Topic {n}" for n in range(30)], 2),
            "region": chance.sample([f"Country {n}" for n in range(120)], 2),
            "author": [f"Author {chance.randint(1, 60)}"],
            "year": [day[:4]],
            "type": ["Briefing"],
        }
        head = "".join(
            f'<meta name="x" content="{value}" data-pagefind-filter="{name}[content]">'
            for name, listed in values.items()
            for value in listed
        )
        particulars = {"date": day, "summary": " ".join(text[:25]), "kind": "Briefing"}
        head += "".join(
            f'<meta name="x" content="{value}" data-pagefind-meta="{name}[content]">'
            for name, value in particulars.items()
        )
        head += f'<meta name="x" content="{day}" data-pagefind-sort="date[content]">'
        sections = "".join(
            f'<h2 id="s{at}">{" ".join(text[at : at + 4])}</h2>'
            f"<p>{' '.join(text[at : at + 150])}</p>"
            for at in range(0, WORDS, 150)
        )
        page = folder / "briefings" / f"b{number}" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(
            f'<!doctype html><html lang="en"><head><title>T</title>{head}</head><body>'
            f'<main data-pagefind-body><h1 data-pagefind-weight="10">{" ".join(text[:6])}</h1>'
            f"{sections}</main></body></html>",
            encoding="utf-8",
        )
    return {"common": words[2], "usual": words[300], "rare": words[8000]}


def measure(browser: Browser, site: Path, words: str) -> str:
    """Open the dialog, type, and return in words what came over the network."""
    with CountingServer(site, SITE_URL) as server:
        page = browser.new_page(viewport=WINDOWS["desk"])
        page.goto(f"{server.url}about/", wait_until="networkidle")
        server.take()
        page.keyboard.press("/")
        page.get_by_role("dialog").get_by_role("searchbox").fill(words)
        expect(page.locator(".pl-search__result").first).to_be_visible(timeout=60_000)
        first = server.take()
        expect(page.locator(".pl-search__group").first).to_be_visible(timeout=60_000)
        page.wait_for_load_state("networkidle")
        every = [*first, *server.take()]
        results = page.get_by_role("dialog").get_by_role("status").inner_text()
        page.close()
    return f"{_weight(first)}, with filters {_weight(every)} ({results})"


def _weight(answers: list[Answer]) -> str:
    return f"{sum(a.sent for a in answers) / 1000:.1f} kB in {len(answers)} requests"


def main() -> None:
    """Measure the site as it is, then with as many briefings as were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("sizes", type=int, nargs="*", default=[1000])
    options = parser.parse_args()
    say = partial(print, file=sys.stdout, flush=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        path = os.environ.get("PLUMBLINE_BROWSER")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for words in ("trade", "sanctions relief"):
            say(f"the site itself, {words!r}: {measure(browser, options.site, words)}")
        for size in options.sizes:
            folder = Path(temporary) / str(size)
            words_by_use = write_pages(folder / "pages", size)
            site = folder / "site"
            shutil.copytree(options.site, site, ignore=shutil.ignore_patterns(FOLDER))
            started = time.perf_counter()
            build_index(folder / "pages", site / FOLDER)
            say(f"{size} briefings: indexed in {time.perf_counter() - started:.1f} s")
            for use, word in words_by_use.items():
                say(f"{size} briefings, a {use} word: {measure(browser, site, word)}")
            three = " ".join(words_by_use.values())
            say(f"{size} briefings, all three: {measure(browser, site, three)}")
            shutil.rmtree(folder)
        browser.close()


if __name__ == "__main__":
    main()
