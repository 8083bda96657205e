"""Papers and social cards at publication: promised before the pages are rendered, then made."""

from __future__ import annotations

import base64
import logging
import mimetypes
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from plumbline.adapters.pictures import REQUIRED
from plumbline.adapters.progress import progress_bar
from plumbline.browser import BrowserError, find_browser
from plumbline.papers.document import Paper, Style, printed_parts, style_addresses
from plumbline.papers.printing import print_in_chrome
from plumbline.papers.social_card import SocialCard
from plumbline.project import BRIEFINGS, Project
from plumbline.site.papers import (
    card_address,
    make_paper,
    paper_address,
    printed_slugs,
    social_card,
)

__all__ = ["complain_about_papers", "print_papers", "promise_papers"]

_AT_ONCE = 250
"""Briefings whose pages are held in memory together."""
_WITHOUT = "pages link to no PDF and have no social card"

log = logging.getLogger("mkdocs.plumbline")


def promise_papers(project: Project) -> None:
    """Find out whether papers and cards will be there, so that pages may link to them.

    They will where a browser is. It is an input of the graph: call it before anything is asked.
    """
    project.prints, project.unprinted = not _what_prevents(), frozenset()


def complain_about_papers(project: Project) -> None:
    """Say in one line that there will be no papers and cards, if so."""
    if not project.prints and printed_slugs(project):
        _complain(f"{_what_prevents()}: {_WITHOUT}")


def _what_prevents() -> str:
    try:
        return "" if find_browser() else "No Chrome was found to print briefings"
    except BrowserError as error:
        return f"Briefings cannot be printed: {error}"


def print_papers(project: Project, site: Path) -> bool:
    """Write papers and cards into the site, made from its finished pages.

    What an earlier build has made of the same content is taken from the cache. What cannot be made
    is said in one line and no longer promised; the pages that link to it must be rendered again.

    Returns:
        Whether all that was promised is there.
    """
    if not project.prints:
        return True
    slugs = printed_slugs(project)
    with progress_bar() as progress:
        task = progress.add_task("PDFs and social cards", total=2 * len(slugs))
        press = _Press(project, site, lambda: progress.advance(task))
        for start in range(0, len(slugs), _AT_ONCE):
            press.make(slugs[start : start + _AT_ONCE])
    project.papers.prune(press.used)
    if not press.unprinted:
        return True
    address, why = next(iter(press.unprinted.items()))
    _complain(f"{len(press.unprinted)} files could not be made ({address}: {why}): {_WITHOUT}")
    project.unprinted = frozenset(press.unprinted)
    project.advance()
    return False


class _Press:
    """Makes papers and cards, those of some briefings at a time.

    Attributes:
        used: keys of all that the site holds.
        unprinted: why something was not made, by address.
    """

    def __init__(self, project: Project, site: Path, on_done: Callable[[], None]) -> None:
        self.used: set[str] = set()
        self.unprinted: dict[str, str] = {}
        self._project = project
        self._site = site
        self._on_done = on_done
        self._styles: dict[tuple[Path, ...], Style] = {}
        self._lost = ""  # why the browser is not tried again

    def make(self, slugs: Sequence[str]) -> None:
        """Write the papers and cards of briefings; print those that are not in the cache."""
        missing: dict[str, tuple[Paper | SocialCard, list[str]]] = {}
        for address, item in self._wanted(slugs):
            self.used.add(item.key)
            made = self._project.papers.get(item.key)
            if made is None:  # two briefings may have the very same card
                missing.setdefault(item.key, (item, []))[1].append(address)
            else:
                self._write(address, made)
        if missing:
            failed = self._print(missing)
            for key, (_, addresses) in missing.items():
                self.unprinted |= dict.fromkeys(addresses, failed[key]) if key in failed else {}

    def _wanted(self, slugs: Sequence[str]) -> Iterator[tuple[str, Paper | SocialCard]]:
        """Yield what is to be made, with its address."""
        project = self._project
        for slug in slugs:
            folder = self._site / BRIEFINGS / slug
            page = (folder / "index.html").read_text(encoding="utf-8")
            body = printed_parts(page, partial(_image, self._site, folder))
            sheets = tuple(_resolve(folder, address) for address in style_addresses(page))
            style = self._styles.get(sheets)
            if style is None:
                texts = [path.read_text(encoding="utf-8") for path in sheets if path.is_file()]
                style = self._styles[sheets] = Style("\n".join(texts))
            yield paper_address(project, slug), make_paper(project, slug, body, style)
            yield card_address(project, slug), social_card(project, slug)

    def _print(self, missing: Mapping[str, tuple[Paper | SocialCard, list[str]]]) -> dict[str, str]:
        """Make what is missing; return by key why something was not made."""
        left = dict.fromkeys(missing)

        def keep(key: str, made: bytes) -> None:
            self._project.papers.put(key, made)
            for address in missing[key][1]:
                self._write(address, made)
            del left[key]

        failed: dict[str, str] = {}
        if not self._lost:
            try:
                browser = find_browser()
                if browser is None:
                    raise BrowserError("Chrome is gone")
                failed = print_in_chrome(
                    [item for item, _ in missing.values()],
                    browser,
                    keep,
                    tabs=min(os.cpu_count() or 1, 4),
                )
            except BrowserError as error:
                self._lost = str(error)
        return {key: failed.get(key, self._lost) for key in left}

    def _write(self, address: str, content: bytes) -> None:
        target = self._site / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._on_done()


def _resolve(folder: Path, address: str) -> Path:
    return (folder / unquote(address.partition("?")[0].partition("#")[0])).resolve()


def _image(site: Path, folder: Path, address: str) -> str:
    """Return an image of the site as a `data:` address, or nothing where it is none."""
    if address.startswith("data:image/"):
        return address
    path = _resolve(folder, address)
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not (kind.startswith("image/") and path.is_relative_to(site.resolve()) and path.is_file()):
        return ""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _complain(line: str) -> None:
    log.log(logging.WARNING if os.environ.get(REQUIRED) else logging.INFO, line)
