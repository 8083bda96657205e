"""What a reader downloads until the first result of a search, beside Material's own search.

    make site && cd tests && ../.venv/bin/python -m benchmarks.search_weight ../site 10000

The site of so many briefings is the built one with the index of other pages in it, those of
`search_corpus`. The server compresses as a delivery network does. Counted are the bodies of all
answers between the opening of the dialog and the first result, and what comes after that.

Material's search is measured on a site of one page, built by MkDocs with Material as it comes,
whose index is replaced by the one that Material's plugin makes of the same pages.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Locator, Page, expect

import find_browser
from benchmarks.loading import WINDOWS, open_browser
from benchmarks.measurement import Options
from benchmarks.search_corpus import material_index, pages, telling_words, write_pages
from benchmarks.serving import Answer, CountingServer
from plumbline.search.indexing import FOLDER, build_index
from support import ROOT, SITE_URL, run_mkdocs

__all__ = ["NAME", "PARTS", "measure", "table", "weigh"]

NAME = "search-weight"
SIZES = (10_000,)
SHARES = {"a common word": 0.5, "a usual word": 0.1, "a rare word": 0.01}
"""Which words are looked for, by the share of the pages that have them."""
PARTS = {
    "program": (".js",),
    "WebAssembly": (".pagefind",),
    "contents": ("entry.json", ".pf_meta"),
    "words": (".pf_index",),
    "results": (".pf_fragment",),
    "filters": (".pf_filter", "en.json"),
}
"""The parts of what Pagefind fetches, by the ends of their files' names."""
_PATIENCE = 60_000
_STILL = 1.0
"""For how many seconds nothing must be asked before all counts as fetched."""
_MATERIAL_PATIENCE = 600_000
"""Milliseconds to wait for a first result; Material makes its index of words in the browser."""
_RESULT = ".pl-search__result"
_WATCH = """
(selector) => new MutationObserver(() => {
  if (document.querySelector(selector)) {
    window.firstResult ??= performance.timeOrigin + performance.now();
  }
}).observe(document, { childList: true, subtree: true })
"""
"""Notes the moment of the first result, in milliseconds since 1970."""


@dataclass(frozen=True)
class Search:
    """A search: what it is called, and what a reader does in the open dialog."""

    name: str
    begin: Callable[[Locator], None]


def measure(options: Options) -> dict[str, Any]:
    """Build this site and return what searches fetch, on it and on larger ones."""
    built = options.work / "search-site"
    run_mkdocs(ROOT, "build", "--quiet", "--site-dir", str(built))
    return weigh(built, options.search_sizes, options.work / "search", peer=options.peer)


def weigh(built: Path, sizes: Iterable[int], work: Path, *, peer: bool) -> dict[str, Any]:
    """Return what searches fetch.

    Args:
        built: a built site, for searches on it and for the pages of larger ones.
        sizes: how many briefings those have.
        work: a folder for them.
        peer: search the same pages with Material too.
    """
    rows: list[dict[str, Any]] = []
    with open_browser(find_browser.find()) as browser:
        own = [_typing("“trade”", "trade"), _typing("“sanctions relief”", "sanctions relief")]
        rows += [_search(browser, built, search, "this site") for search in [*own, *_wordless()]]
        for size in sizes:
            listed = list(pages(size))
            folder = work / str(size)
            write_pages(folder / "pages", listed)
            site = folder / "site"
            shutil.copytree(built, site, ignore=shutil.ignore_patterns(FOLDER))
            build_index(folder / "pages", site / FOLDER)
            words = telling_words(listed, SHARES)
            searches = [_typing(name, word) for name, word in words.items()]
            searches.append(_typing("these three", " ".join(words.values())))
            sentence = "the {} of the {}".format(*list(words.values())[1:])
            searches.append(_typing("“the … of the …”", sentence))
            label = f"{size:,} briefings"
            rows += [_search(browser, site, search, label) for search in [*searches, *_wordless()]]
            if peer:
                stock = _build_material(folder / "material")
                index = stock / "search" / "search_index.json"
                config = json.loads(index.read_text(encoding="utf-8"))["config"]
                index.write_text(material_index(listed, config), encoding="utf-8")
                rows.append(_search_material(browser, stock, words["a usual word"], label))
            shutil.rmtree(folder)
    return {"searches": rows}


# --- Plumbline


class TimingServer(CountingServer):
    """Keeps with each answer the time, in seconds since 1970, at which it began to be sent."""

    timed: list[tuple[float, Answer]]

    def __init__(self, folder: Path, site_url: str) -> None:
        self.timed = []
        super().__init__(folder, site_url)

    def answered(self, answer: Answer) -> None:
        """Note what is about to be sent."""
        self.timed.append((time.time(), answer))


def _typing(name: str, words: str) -> Search:
    return Search(name, lambda dialog: dialog.get_by_role("searchbox").fill(words))


def _wordless() -> list[Search]:
    def filter_by_type(dialog: Locator) -> None:
        dialog.locator("summary").click()
        kinds = dialog.get_by_role("group", name="Type")
        kinds.get_by_role("checkbox", name="Source").check(timeout=_PATIENCE)

    return [
        Search("no word, newest first", lambda d: _choose(d, "date")),
        Search("no word, one filter", filter_by_type),
    ]


def _choose(dialog: Locator, order: str) -> None:
    dialog.get_by_label("Sort by").select_option(order)


def _search(browser: Browser, site: Path, search: Search, label: str) -> dict[str, Any]:
    """Open the dialog, search, and return what came over the network."""
    with TimingServer(site, SITE_URL) as server:
        page = _open(browser, f"{server.url}about/")
        server.timed.clear()
        page.evaluate(_WATCH, _RESULT)
        page.keyboard.press("/")
        dialog = page.get_by_role("dialog")
        search.begin(dialog)
        expect(page.locator(_RESULT).first).to_be_visible(timeout=_PATIENCE)
        expect(page.locator(".pl-search__group").first).to_be_visible(timeout=_PATIENCE)
        while server.quiet_for() < _STILL:
            page.wait_for_timeout(100)
        moment = float(page.evaluate("window.firstResult")) / 1000
        results = dialog.get_by_role("status").inner_text()
        page.context.close()
    first = [answer for at, answer in server.timed if at < moment]
    after = [answer for at, answer in server.timed if at >= moment]
    return {
        "program": "Plumbline",
        "site": label,
        "search": search.name,
        "results": int("".join(filter(str.isdigit, results))),
        **_summary(first),
        "parts": {name: _sent(first, ends) for name, ends in PARTS.items()},
        "after": _sent(after),
    }


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport=WINDOWS["desk"]).new_page()
    page.goto(address, wait_until="networkidle")
    return page


def _sent(answers: list[Answer], ends: tuple[str, ...] = ("",)) -> int:
    return sum(answer.sent for answer in answers if answer.path.endswith(ends))


def _summary(answers: list[Answer]) -> dict[str, Any]:
    files: Counter[str] = Counter()
    for answer in answers:
        files[answer.path] += answer.sent
    return {"sent": _sent(answers), "requests": len(answers), "files": dict(files)}


# --- Material


def _build_material(root: Path) -> Path:
    """Build a site of one page with MkDocs and Material as they come; return its folder."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Briefings\n\nText.\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        f"site_name: Briefings\nsite_url: {SITE_URL}\ntheme: {{name: material, font: false}}\n"
        "plugins: [search]\n",
        encoding="utf-8",
    )
    run_mkdocs(root, "build", "--quiet")
    return root / "site"


def _search_material(browser: Browser, site: Path, word: str, label: str) -> dict[str, Any]:
    """Search as in `_search`; what the search has fetched when the page opens counts as well."""
    with CountingServer(site, SITE_URL) as server:
        page = browser.new_context(viewport=WINDOWS["desk"]).new_page()
        page.goto(server.url, wait_until="networkidle")
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").press_sequentially(word)
        shown = True
        try:
            page.locator(".md-search-result__item").first.wait_for(timeout=_MATERIAL_PATIENCE)
        except Error as error:  # the tab may have run out of memory, too
            said = str(error).splitlines()[0]
            sys.stderr.write(f"Material has shown no result: {said}\n")
            shown = False
        fetched = [a for a in server.take() if "/search" in a.path or "lunr" in a.path]
        page.context.close()
    return {
        "program": "Material",
        "site": label,
        "search": "a usual word",
        "shown": shown,
        **_summary(fetched),
        "raw": sum(answer.raw for answer in fetched),
    }


# --- The table


def table(result: dict[str, Any]) -> str:
    """Return what `measure` returned as Markdown, in kB."""
    heads = ["site", "search", "results", "**to the first**", *PARTS, "requests", "after"]
    peers = {row["site"]: row["sent"] for row in result["searches"] if "parts" not in row}
    if peers:
        heads += ["Material", "times"]
    lines = [heads, ["---"] * 2 + ["---:"] * (len(heads) - 2)]
    for row in result["searches"]:
        if "parts" not in row:
            continue
        cells = [row["site"], row["search"], f"{row['results']:,}", f"**{_kb(row['sent'])}**"]
        cells += [_kb(row["parts"][name]) for name in PARTS]
        cells += [str(row["requests"]), _kb(row["after"])]
        if peers:
            other = peers.get(row["site"])
            cells += [_kb(other), f"{other / row['sent']:.0f}"] if other else ["", ""]
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _kb(sent: int) -> str:
    return f"{sent / 1000:,.1f}"


def main() -> None:
    """Measure the site as it is, then with as many briefings as were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("sizes", type=int, nargs="*", default=[1000])
    parser.add_argument("--skip-peer", action="store_true", help="measure Plumbline alone")
    parser.add_argument("--output", type=Path, help="a JSON file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as work:
        result = weigh(asked.site, asked.sizes, Path(work), peer=not asked.skip_peer)
    if asked.output:
        asked.output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{table(result)}\n")


if __name__ == "__main__":
    main()
