"""Edits that pictures of charts, papers and social cards follow, or must not."""

from __future__ import annotations

from edits.base import CALLS, CHART, CRUDE, CRUDE_PAGE, HOME, LISTING, PORTS_PAGE, append, change
from incremental import Edit, Library

__all__ = ["PRINTED"]

PORTS_PAPER, PORTS_CARD = "briefings/ports/ports.pdf", "briefings/ports/card.png"
CRUDE_PAPER, CRUDE_CARD = "briefings/crude/crude.pdf", "briefings/crude/card.png"


def damage(library: Library) -> None:
    """Spoil every picture and every paper that is kept."""
    kept = [path for path in library.cache.rglob("*") if path.is_file() and path.suffix == ""]
    assert len(kept) > 4
    for path in kept:
        path.write_bytes(path.read_bytes()[:-20] + b"spoilt")


PRINTED = [
    change(
        "a value that a chart shows",
        CALLS,
        ("2023,850", "2023,860"),
        alters=[PORTS_PAGE, PORTS_PAPER, PORTS_CARD],
    ),
    change(
        "a title",
        CRUDE,
        ("Crude came by sea", "Crude came by ship"),
        alters=[CRUDE_PAGE, CRUDE_PAPER, CRUDE_CARD],
    ),
    change("a paragraph", CRUDE, ("A reader", "A pilot"), alters=[CRUDE_PAPER]),
    Edit("everything kept damaged", damage, keeps=True),
    change(
        "the form of a chart",
        CHART,
        ("type: bar", "type: line"),
        alters=[PORTS_PAGE, PORTS_PAPER, PORTS_CARD],
    ),
    change(
        "the name of an author",
        "briefings/authors.yml",
        ("Energy Desk", "Desk for Energy"),
        alters=[PORTS_PAPER, CRUDE_PAPER],
    ),
    Edit(
        "a print style",
        lambda library: append(
            library.root / "docs/assets/stylesheets/tokens.css", "@media print{p{color:navy}}\n"
        ),
        alters=[PORTS_PAPER, CRUDE_PAPER],
    ),
    change(
        "a briefing withdrawn into a draft",
        CRUDE,
        ("status: published", "status: draft"),
        alters=[CRUDE_PAGE, CRUDE_PAPER, CRUDE_CARD, HOME, LISTING],
    ),
]
