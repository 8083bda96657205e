"""What happens to files, briefings, days and the folders that builds leave."""

from __future__ import annotations

import datetime as dt
import os
import shutil

from edits.base import (
    CRUDE,
    CRUDE_PAGE,
    FEED,
    HOME,
    LISTING,
    PORTS,
    PORTS_PAGE,
    SOURCES,
    change,
    replace_unnoticed,
)
from incremental import CACHE, Edit, Library

TUGS = """---
title: Tugs of the port
summary: There are more of them.
date: 2026-01-29
authors: [trade-desk]
topics: [energy]
type: note
status: published
---

Tugs were bought [@pilots-2023], says [the port](../ports/index.md).
"""


def touch_everything(library: Library) -> None:
    """Give every file of the project another time, as a fresh checkout does."""
    for number, file in enumerate(sorted(library.root.glob("[bd]*/**/*"))):
        os.utime(file, (1_700_000_000 + number, 1_700_000_000 + number))


def edit_and_undo(library: Library) -> None:
    """Change a file and change it back before anybody has built."""
    library.edit(CRUDE, ("A reader", "Somebody"))
    library.edit(CRUDE, ("Somebody", "A reader"))


def spoil_site(library: Library) -> None:
    """Damage pages of the site: cut one off, exchange one, remove one, add one that is stale."""
    site = library.root / "site"
    if not site.exists():
        return  # nothing has been built yet
    page = site / PORTS_PAGE
    page.write_bytes(page.read_bytes()[:1000])
    (site / CRUDE_PAGE).write_bytes((site / LISTING).read_bytes())
    (site / "topics/energy/index.html").unlink()
    (site / "data/oil_imports/index.html").write_text("somebody's own")
    (site / "stale.html").write_text("from long ago")
    shutil.rmtree(site / "pagefind")


def remove_cache(library: Library) -> None:
    """Remove what runs keep, but not the site."""
    shutil.rmtree(library.root / CACHE, ignore_errors=True)


FILES = [
    Edit("every file touched", touch_everything, keeps=True),
    Edit("an edit and its undoing", edit_and_undo, keeps=True),
    Edit(
        "a file exchanged for one of the same size and time",
        lambda library: replace_unnoticed(
            library.root / CRUDE, "A reader", "A writer", in_place=False
        ),
        alters=[CRUDE_PAGE],
    ),
    Edit(
        "a file rewritten at the same size and time",
        lambda library: replace_unnoticed(
            library.root / CRUDE, "A writer", "A banker", in_place=True
        ),
        alters=[CRUDE_PAGE],
    ),
    Edit(
        "a table rewritten at the same size and time",
        lambda library: replace_unnoticed(
            library.root / "briefings/data/oil_imports.csv", "22.4", "22.9", in_place=True
        ),
        alters=[CRUDE_PAGE, "data/oil_imports/index.html"],
    ),
    Edit(
        "two edits at once",
        lambda library: library.edit(CRUDE, ("A banker", "A pilot")).edit(
            SOURCES, ("Tables of the customs", "Lists of the customs")
        ),
        alters=[CRUDE_PAGE, "sources/customs-2025/index.html"],
    ),
    Edit(
        "two edits at once, one of them wrong",
        lambda library: library.edit(CRUDE, ("A pilot", "A sailor")).edit(
            PORTS, ("[@pilots-2023]", "[@nobody]")
        ),
        says="unknown-citation",
        fails=True,
    ),
    # The site has none of the two yet, while the cache may know both.
    change(
        "the wrong one mended",
        PORTS,
        ("[@nobody]", "[@pilots-2023]"),
        alters=[CRUDE_PAGE],
    ),
    change(
        "a front matter that cannot be read",
        PORTS,
        ("title: Busier than ever", "title: [Busier than ever"),
        says="malformed-yaml",
        fails=True,
    ),
    change(
        "another word beside it, in a build that lets errors pass",
        PORTS,
        ("Fees fell", "Fees sank"),
        says="malformed-yaml",
        strict=False,
        alters=[PORTS_PAGE, LISTING],
    ),
    change(
        "that front matter repaired",
        PORTS,
        ("title: [Busier than ever", "title: Busier than ever"),
        alters=[PORTS_PAGE, LISTING],
    ),
    Edit("pages of the site damaged", spoil_site, keeps=True),
    Edit(
        "the site removed",
        lambda library: shutil.rmtree(library.root / "site", ignore_errors=True),
        keeps=True,
    ),
    Edit("the cache removed", remove_cache, keeps=True),
]

BRIEFINGS = [
    Edit(
        "a briefing added",
        lambda library: library.site.file("briefings/tugs/index.md", TUGS),
        alters=["briefings/tugs/index.html", LISTING, FEED, "topics/energy/index.html", PORTS_PAGE],
    ),
    Edit(
        "that briefing deleted",
        lambda library: library.site.remove("briefings/tugs"),
        alters=["briefings/tugs/index.html", LISTING, FEED, "topics/energy/index.html"],
    ),
    Edit(
        "a link to what has been deleted",
        lambda library: library.edit(CRUDE, ("A sailor", "A [sailor](../tugs/index.md)")),
        says="broken-link",
        fails=True,
    ),
    Edit(
        "the briefing comes back",
        lambda library: library.site.file("briefings/tugs/index.md", TUGS),
        alters=[CRUDE_PAGE, "briefings/tugs/index.html"],
    ),
    Edit(
        "a file in place of a folder",
        lambda library: library.site.remove("briefings/tugs").file("briefings/tugs", "no folder"),
        says="broken-link",
        fails=True,
    ),
    Edit(
        "the folder again, and no link",
        lambda library: (
            library.edit(CRUDE, ("A [sailor](../tugs/index.md)", "A sailor"))
            .site.remove("briefings/tugs")
            .file("briefings/tugs/index.md", TUGS)
        ),
        alters=[CRUDE_PAGE],
    ),
    change(
        "a draft published",
        "briefings/draft/index.md",
        ("status: draft", "status: published"),
        alters=["briefings/draft/index.html", LISTING, HOME],
    ),
    change(
        "a briefing superseded",
        "briefings/tugs/index.md",
        ("status: published", "status: superseded\nsuperseded_by: ports"),
        alters=["briefings/tugs/index.html", LISTING],
    ),
    change(
        "a briefing withdrawn",
        "briefings/tugs/index.md",
        ("superseded\nsuperseded_by: ports", "withdrawn\nwithdrawal_reason: It was wrong."),
        alters=["briefings/tugs/index.html"],
    ),
    Edit(
        "a day later",
        lambda library: setattr(library, "day", dt.date(2026, 2, 1)),
        alters=["briefings/soon/index.html", LISTING, FEED],
    ),
    Edit(
        "the day before again",
        lambda library: setattr(library, "day", dt.date(2026, 1, 31)),
        alters=["briefings/soon/index.html", LISTING, FEED],
    ),
    Edit(
        "a build for review",
        lambda library: library.env.update(PLUMBLINE_DRAFTS="1"),
        alters=["briefings/soon/index.html", "robots.txt", PORTS_PAGE],
    ),
    Edit(
        "a build for readers again",
        lambda library: library.env.pop("PLUMBLINE_DRAFTS"),
        alters=["briefings/soon/index.html", "robots.txt", PORTS_PAGE],
    ),
]


def publish(library: Library, slug: str, *options: str) -> None:
    """Record a briefing in the ledger."""
    run = library.run_plumbline("publish", slug, *options)
    assert run.code == 0, run.log


def publish_all(library: Library) -> None:
    """Begin a ledger."""
    for slug in ("ports", "berth-fees", "crude", "draft", "berths", "quays", "tugs"):
        publish(library, slug)


LEDGER = "briefings/ledger/crude.yml"
LEDGERS = [
    Edit("a ledger", publish_all),
    change(
        "a change that is not declared",
        CRUDE,
        ("A sailor", "A cook"),
        says="undeclared-change",
        fails=True,
    ),
    Edit(
        "that change declared",
        lambda library: publish(library, "crude", "--kind", "update", "--note", "It was a cook."),
        alters=[CRUDE_PAGE, "corrections/index.html"],
    ),
    change(
        "a record of the ledger altered",
        LEDGER,
        ("kind: update", "kind: minor"),
        says="damaged-ledger",
        fails=True,
    ),
    change("that record put back", LEDGER, ("kind: minor", "kind: update"), keeps=True),
    change(
        "a value that is shown, without a word of it",
        "briefings/data/oil_imports.csv",
        ("2023,52.9,28.7", "2023,52.9,28.9"),
        says="undeclared-change",
        fails=True,
    ),
    Edit(
        "the ledger removed",
        lambda library: library.site.remove("briefings/ledger"),
        alters=[CRUDE_PAGE],
    ),
]
