"""Screenshots of a page of every kind, at four widths, in both themes.

`make screenshots` builds the site and writes `<kind>-<width>-<theme>.png` into a folder. Pages that
the site has no example of, such as a withdrawn briefing, come from a small site of their own. They
are there to be looked at; nothing is compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import find_browser
from states import REVIEW, STATES, write_states
from support import SITE_URL, StaticServer, run_mkdocs
from test_browser import KINDS, address

WIDTHS = {380: 780, 768: 1024, 1280: 900, 1920: 1080}
THEMES = ("light", "dark")
TALLEST = 16_000
"""Pixels of a page that a picture shows at most; image viewers refuse more."""


def main(arguments: Iterable[str] | None = None) -> int:
    """Write the screenshots that were asked for; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=Path("site"), help="a finished site")
    parser.add_argument("--into", type=Path, default=Path(".cache/screenshots"))
    parser.add_argument(
        "--kind", action="append", choices=sorted({**KINDS, **STATES}), help="these alone"
    )
    parser.add_argument("--width", action="append", type=int, choices=sorted(WIDTHS))
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--fold", action="store_true", help="what a screen shows, not all of it")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    if not (chosen.site / "index.html").is_file():
        sys.stderr.write(f"{chosen.site} holds no site: run `make site` first.\n")
        return 2
    chosen.into.mkdir(parents=True, exist_ok=True)
    kinds = chosen.kind or [*KINDS, *STATES]
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        StaticServer(chosen.site, SITE_URL) as server,
        StaticServer(Path(folder) / "project" / "site", SITE_URL) as states,
    ):
        if set(kinds) & set(STATES):
            write_states(Path(folder) / "project")
            run_mkdocs(Path(folder) / "project", "build", "--quiet", env=REVIEW)
        where = {kind: states.url + STATES[kind] for kind in STATES}
        where |= {k: server.url + address(chosen.site, KINDS[k]) for k in kinds if k not in where}
        browser = playwright.chromium.launch(
            executable_path=find_browser.find(), args=["--no-sandbox"]
        )
        for width in chosen.width or WIDTHS:
            for theme in chosen.theme or THEMES:
                for kind in dict.fromkeys(kinds):
                    name = f"{kind.replace(' ', '-')}-{width}-{theme}.png"
                    take(browser, where[kind], chosen.into / name, width, theme, fold=chosen.fold)
        browser.close()
    return 0


def take(browser: Browser, where: str, to: Path, width: int, theme: str, *, fold: bool) -> None:
    """Write one screenshot."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(where, wait_until="load")
    height = page.evaluate("document.documentElement.scrollHeight")
    if fold:
        page.screenshot(path=to)
    else:
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
        page.screenshot(path=to, full_page=True, clip=clip)  # type: ignore[arg-type]
    context.close()


if __name__ == "__main__":
    sys.exit(main())
