"""Names of files in `tests/sites/edited` and in its site; ways to edit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from incremental import Edit

PORTS = "briefings/ports/index.md"
FEES = "briefings/fees/index.md"
BERTHS = "briefings/berth-fees/index.md"
CRUDE = "briefings/crude/index.md"
CHART = "briefings/ports/charts/calls.yml"
SOURCES = "briefings/sources/sources.yml"
EXCERPT = "briefings/sources/excerpts/port.md"
PACKAGE = "briefings/data/datapackage.yaml"
CALLS = "briefings/data/port_calls.csv"
LOCK = "briefings/links.lock.yml"

PORTS_PAGE = "briefings/ports/index.html"
FEES_PAGE = "briefings/fees/index.html"
BERTHS_PAGE = "briefings/berth-fees/index.html"
CRUDE_PAGE = "briefings/crude/index.html"
HOME, LISTING, FEED = "index.html", "briefings/index.html", "feed.xml"


def change(
    name: str,
    path: str,
    *replacements: tuple[str, str],
    alters: Sequence[str] = (),
    says: str = "",
    fails: bool = False,
    strict: bool = True,
    keeps: bool = False,
) -> Edit:
    """Return an edit that replaces texts in one file."""
    return Edit(
        name,
        lambda library: library.edit(path, *replacements),
        alters=alters,
        says=says,
        fails=fails,
        strict=strict,
        keeps=keeps,
    )


def append(file: Path, text: str) -> None:
    """Write a text at the end of a file."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def replace_unnoticed(file: Path, old: str, new: str, *, in_place: bool) -> None:
    """Replace a text by one as long, so that size and time of the file tell nothing.

    Args:
        file: which holds the text once.
        old: the text.
        new: what comes in its place.
        in_place: write into the file, which then stays the same inode, rather than exchange it.
    """
    state, text = file.stat(), file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    assert len(old.encode()) == len(new.encode())
    target = file if in_place else file.with_name(".aside")
    target.write_text(text.replace(old, new), encoding="utf-8")
    target.replace(file)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
