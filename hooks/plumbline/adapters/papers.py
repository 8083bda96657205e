"""Papers and social cards at publication: promised before the pages are rendered, then made."""

from __future__ import annotations

import base64
import logging
import mimetypes
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from plumbline.adapters.pictures import REQUIRED, progress_bar
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

__all__ = ["print_papers", "promise_papers"]

_WITHOUT = "pages link to no PDF and have no social card"

log = logging.getLogger("mkdocs.plumbline")


def promise_papers(project: Project) -> None:
    """Say whether papers and cards will be there, so that pages may link to them.

    They will where a browser is; where none is, one line says so.
    """
    try:
        browser, why = find_browser(), "No Chrome was found to print briefings"
    except BrowserError as error:
        browser, why = None, f"Briefings cannot be printed: {error}"
    project.prints, project.unprinted = browser is not None, frozenset()
    if browser is None and printed_slugs(project):
        _complain(f"{why}: {_WITHOUT}")


def print_papers(project: Project, site: Path) -> bool:
    """Write papers and cards into the site, made from its finished pages.

    What an earlier build has made of the same content is taken from the cache. What cannot be made
    is said in one line and no longer promised; the pages that link to it must be rendered again.

    Returns:
        Whether all that was promised is there.
    """
    if not project.prints:
        return True
    wanted = _wanted(project, site)
    missing: dict[str, Paper | SocialCard] = {}
    for address, item in wanted.items():
        made = project.papers.get(item.key)
        if made is None:
            missing[address] = item
        else:
            _write(site / address, made)
    unprinted = _print(project, site, missing) if missing else {}
    project.papers.prune({item.key for item in wanted.values()})
    if not unprinted:
        return True
    address, why = next(iter(unprinted.items()))
    _complain(f"{len(unprinted)} files could not be made ({address}: {why}): {_WITHOUT}")
    project.unprinted = frozenset(unprinted)
    project.advance()
    return False


def _wanted(project: Project, site: Path) -> dict[str, Paper | SocialCard]:
    """Return what is to be made, by its address."""
    styles: dict[tuple[Path, ...], Style] = {}
    wanted: dict[str, Paper | SocialCard] = {}
    for slug in printed_slugs(project):
        folder = site / BRIEFINGS / slug
        page = (folder / "index.html").read_text(encoding="utf-8")
        sheets = tuple(_resolve(folder, address) for address in style_addresses(page))
        if sheets not in styles:
            texts = [path.read_text(encoding="utf-8") for path in sheets if path.is_file()]
            styles[sheets] = Style("\n".join(texts))
        body = printed_parts(page, partial(_image, site, folder))
        wanted[paper_address(project, slug)] = make_paper(project, slug, body, styles[sheets])
        wanted[card_address(project, slug)] = social_card(project, slug)
    return wanted


def _print(
    project: Project, site: Path, missing: Mapping[str, Paper | SocialCard]
) -> dict[str, str]:
    """Make what is missing; return by address why something was not made."""
    addresses: dict[str, list[str]] = {}
    for address, item in missing.items():  # two briefings may have the very same card
        addresses.setdefault(item.key, []).append(address)
    unprinted = dict.fromkeys(missing, "it was not reached")
    try:
        browser = find_browser()
        if browser is None:
            return unprinted
        with progress_bar() as progress:
            task = progress.add_task("PDFs and social cards", total=len(addresses))

            def keep(key: str, made: bytes) -> None:
                project.papers.put(key, made)
                for address in addresses[key]:
                    _write(site / address, made)
                    del unprinted[address]
                progress.advance(task)

            failed = print_in_chrome(
                list({item.key: item for item in missing.values()}.values()),
                browser,
                keep,
                tabs=min(os.cpu_count() or 1, 4),
            )
    except BrowserError as error:
        return dict.fromkeys(unprinted, str(error))
    return {address: failed.get(missing[address].key, why) for address, why in unprinted.items()}


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


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _complain(line: str) -> None:
    log.log(logging.WARNING if os.environ.get(REQUIRED) else logging.INFO, line)
