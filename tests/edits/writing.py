"""Edits of briefings and of the registries that they name."""

from __future__ import annotations

from edits.base import (
    BERTHS,
    BERTHS_PAGE,
    CRUDE,
    CRUDE_PAGE,
    FEED,
    FEES,
    FEES_PAGE,
    LISTING,
    PORTS,
    PORTS_PAGE,
    change,
)
from incremental import Edit, Library


def rename_fees(library: Library) -> None:
    """Rename the folder of a briefing, and follow with the link to it."""
    (library.root / "briefings/fees").rename(library.root / "briefings/berth-fees")
    library.edit(BERTHS, ("status:", "aliases: [fees]\nstatus:"))
    library.edit(PORTS, ("../fees/", "../berth-fees/"))


def rename_topic(library: Library) -> None:
    """Give a topic another key, in the registry and wherever it is named."""
    library.edit("briefings/topics.yml", ("trade:", "commerce:"))
    for file in sorted(library.root.glob("briefings/*/index.md")):
        text = file.read_text(encoding="utf-8")
        if "topics: [trade]" in text:
            file.write_text(text.replace("topics: [trade]", "topics: [commerce]"), encoding="utf-8")
    library.edit(BERTHS, ("topics: [energy, trade]", "topics: [energy, commerce]"))


WRITING = [
    change(
        "words of a body",
        PORTS,
        ("quay was\ndredged", "quay was\ndeepened"),
        alters=[PORTS_PAGE, "briefings/ports/ports.md"],
    ),
    change(
        "a number made wrong",
        PORTS,
        ("\nCalls rose to [905]", "\nCalls rose to [950]"),
        says="wrong-number",
        fails=True,
    ),
    change("that number put right", PORTS, ("[950]", "[905]"), keeps=True),
    change(
        "a title",
        PORTS,
        ("The port has never been busier", "Busier than ever"),
        alters=[PORTS_PAGE, FEES_PAGE, LISTING, FEED],
    ),
    change(
        "a summary",
        FEES,
        ("summary: Fees fell.", "summary: Fees fell again."),
        alters=[FEES_PAGE, LISTING, FEED],
    ),
    change(
        "a date",
        FEES,
        ("date: 2026-01-16", "date: 2026-01-12"),
        alters=[FEES_PAGE, PORTS_PAGE, "sitemap.xml"],
    ),
    change(
        "a title that another briefing has",
        FEES,
        ("title: What a berth costs", "title: Crude came by sea"),
        says="duplicate-title",
    ),
    change("its own title again", FEES, ("title: Crude came by sea", "title: What a berth costs")),
    change(
        "a heading that another briefing links to",
        FEES,
        ("## What it costs", "## What berths cost"),
        says="missing-anchor",
        fails=True,
    ),
    change("the link follows", PORTS, ("#what-it-costs", "#what-berths-cost"), alters=[PORTS_PAGE]),
    change(
        "key judgments",
        PORTS,
        ("confidence: moderate", "confidence: low"),
        alters=[PORTS_PAGE],
    ),
    change(
        "a second correction",
        PORTS,
        ("corrections:\n", "corrections:\n  - {date: 2026-01-26, kind: update, note: Dredged.}\n"),
        alters=[PORTS_PAGE, "corrections/index.html", "corrections/feed.xml"],
    ),
    change(
        "a rule set aside",
        CRUDE,
        ("status:", "ignore: [{rule: NU014, reason: It was said aloud.}]\nstatus:"),
        alters=["unchecked/index.html"],
    ),
    Edit(
        "a briefing renamed",
        rename_fees,
        alters=[FEES_PAGE, BERTHS_PAGE, PORTS_PAGE, "_redirects", "data/port_calls/index.html"],
    ),
    change(
        "a former address forgotten",
        PORTS,
        ("aliases: [harbours]\n", ""),
        alters=["briefings/harbours/index.html", "_redirects"],
    ),
]

REGISTRIES = [
    change(
        "a topic renamed",
        "briefings/topics.yml",
        ("title: Trade", "title: Commerce"),
        alters=["topics/trade/index.html", "topics/index.html", PORTS_PAGE, LISTING],
    ),
    Edit(
        "a topic with another key",
        rename_topic,
        alters=["topics/trade/index.html", "topics/commerce/index.html", PORTS_PAGE],
    ),
    change(
        "an author removed",
        "briefings/authors.yml",
        ("energy-desk:\n  name: Energy Desk\n", ""),
        says="unknown-author",
        fails=True,
    ),
    Edit(
        "that author's briefings given to another",
        lambda library: (
            [library.edit(path, ("[energy-desk]", "[trade-desk]")) for path in (BERTHS, CRUDE)]
            + [library.edit(PORTS, ("[trade-desk, energy-desk]", "[trade-desk]"))]
        ),
        alters=["authors/energy-desk/index.html", PORTS_PAGE, CRUDE_PAGE],
    ),
    change(
        "an author's name",
        "briefings/authors.yml",
        ("name: Trade Desk", "name: Desk for Trade"),
        alters=["authors/trade-desk/index.html", PORTS_PAGE, FEED],
    ),
    change(
        "a region's title and members",
        "briefings/regions.yml",
        ("title: Benelux", "title: Benelux Union"),
        ("[BEL, NLD, LUX]", "[BEL, NLD]"),
        alters=["regions/BENELUX/index.html", PORTS_PAGE],
    ),
    change(
        "a registry that cannot be read",
        "briefings/topics.yml",
        ("energy:\n", "energy: [\n"),
        says="malformed-yaml",
        fails=True,
    ),
    change("that registry repaired", "briefings/topics.yml", ("energy: [\n", "energy:\n")),
]
