"""Edits of what briefings rest on: sources, excerpts, data, claims, charts."""

from __future__ import annotations

from edits.base import (
    BERTHS,
    BERTHS_PAGE,
    CALLS,
    CHART,
    CRUDE,
    CRUDE_PAGE,
    EXCERPT,
    LOCK,
    PACKAGE,
    PORTS,
    PORTS_PAGE,
    SOURCES,
    change,
)
from incremental import Edit

OWN = "  - {id: port-2024, type: report, title: Own, author: [{literal: Port}]}\n"

EVIDENCE = [
    change(
        "a source's title",
        SOURCES,
        ("Annual report of the port", "Yearly report of the port"),
        alters=[PORTS_PAGE, "sources/port-2024/index.html", "data/port_calls/index.html"],
    ),
    change(
        "a source's year",
        SOURCES,
        ('"2023-06-30"', '"2022-06-30"'),
        alters=[PORTS_PAGE, "sources/pilots-2023/index.html"],
    ),
    change(
        "the key of a source that is cited",
        SOURCES,
        ("id: pilots-2023", "id: pilots-2022"),
        says="unknown-citation",
        fails=True,
    ),
    change("that key put back", SOURCES, ("id: pilots-2022", "id: pilots-2023")),
    change(
        "a source of the briefing's own before one of all",
        "briefings/ports/sources.yml",
        ("references:\n", f"references:\n{OWN}"),
        alters=[PORTS_PAGE],
    ),
    change(
        "that source taken out",
        "briefings/ports/sources.yml",
        (OWN, ""),
        alters=[PORTS_PAGE],
    ),
    Edit(
        "a bibliography added",
        lambda library: library.site.file(
            "briefings/sources/more.bib",
            "@book{pilots-2023, title = {Pilots}, author = {Quay, Anna}, year = {2020}}\n",
        ),
        says="duplicate-citekey",
        fails=True,
    ),
    Edit(
        "that bibliography removed",
        lambda library: library.site.remove("briefings/sources/more.bib"),
    ),
    change(
        "an excerpt that no longer holds what is quoted",
        EXCERPT,
        ("calls it a record year", "calls it a good year"),
        says="altered-quotation",
        fails=True,
    ),
    change(
        "an excerpt that holds it and more",
        EXCERPT,
        (
            "calls it a good year for the 61 pilots.",
            "calls it a record year for the 61 pilots.\n\nMore.",
        ),
    ),
    change(
        "a number of an excerpt",
        EXCERPT,
        ("61 pilots", "16 pilots"),
        says="number-not-in-source",
        strict=False,
    ),
    change("that number put back", EXCERPT, ("16 pilots", "61 pilots")),
    change(
        "a name that holds a number", CRUDE, ("A reader", "Quay 7 was full [@port-2024]. A reader")
    ),
    change(
        "that name no longer known",
        "briefings/terms.yml",
        ("- Quay 7", "- Quay 8"),
        alters=["unchecked/index.html"],
    ),
    change("that name known again", "briefings/terms.yml", ("- Quay 8", "- Quay 7")),
    change(
        "what is known of a link",
        LOCK,
        ("outcome: works", "outcome: dead"),
        ("status: 200", "status: 404"),
        says="dead-external-link",
    ),
]

DATA = [
    change(
        "a value of a dataset",
        CALLS,
        ("2021,780", "2021,790"),
        alters=[PORTS_PAGE, BERTHS_PAGE, "data/port_calls/index.html", "charts/calls/calls.csv"],
    ),
    change(
        "a value that claims rest on",
        CALLS,
        ("2024,905", "2024,906"),
        says="wrong-number",
        fails=True,
    ),
    Edit(
        "the numbers follow",
        lambda library: [
            library.site.file(path, text.replace("[905]", "[906]").replace("11.7%", "11.9%"))
            for path in (PORTS, BERTHS, CHART)
            for text in [(library.root / path).read_text(encoding="utf-8")]
        ],
        alters=[PORTS_PAGE, BERTHS_PAGE],
    ),
    change(
        "a row of a dataset",
        "briefings/data/oil_imports.csv",
        ("2021,50.5", "2020,49.5,20.1\n2021,50.5"),
        alters=[CRUDE_PAGE, "data/oil_imports/index.html"],
    ),
    change(
        "a cell that cannot be read",
        "briefings/data/oil_imports.csv",
        ("52.9", "many"),
        says="invalid-cell",
        fails=True,
    ),
    change("that cell put back", "briefings/data/oil_imports.csv", ("many", "52.9")),
    change(
        "the description of a column",
        PACKAGE,
        ("Ships of all flags.", "Ships of any flag."),
        alters=["data/port_calls/index.html", "data/datapackage.json"],
    ),
    change(
        "the unit of a column",
        PACKAGE,
        ("unit: million tonnes", "unit: thousand tonnes"),
        says="wrong-number",
        fails=True,
    ),
    change("that unit put back", PACKAGE, ("unit: thousand tonnes", "unit: million tonnes")),
    Edit(
        "a shared claim, and the text that states it",
        lambda library: library.edit("briefings/claims.yml", ("from: 2022", "from: 2021")).edit(
            PORTS, ("[11.9%]", "[14.7%]"), ("in\n2022", "in\n2021")
        ),
        alters=[PORTS_PAGE],
    ),
    change(
        "a claim that nothing uses",
        CRUDE,
        ("claims:", "claims:\n  unused: {max: port_calls.calls}"),
        says="unused-claim",
    ),
    change(
        "the query of a claim, and the text that states it",
        PORTS,
        ("SELECT max(value)", "SELECT min(value)"),
        ("[$30.1 billion]", "[$20.1 billion]"),
        alters=[PORTS_PAGE],
    ),
    change(
        "a chart that two briefings show",
        CHART,
        ("More ships called each year", "Ever more ships called"),
        alters=[PORTS_PAGE, BERTHS_PAGE, "charts/calls/embed/index.html"],
    ),
    change("its type", CHART, ("type: bar", "type: line"), alters=["charts/calls/figure.json"]),
    change(
        "a chart in a body",
        CRUDE,
        ("ORDER BY year", "WHERE year > 2020 ORDER BY year"),
        alters=[CRUDE_PAGE, "charts/price/price.csv"],
    ),
    change("a table", PORTS, ("[year, calls, status]", "[year, calls]"), alters=[PORTS_PAGE]),
    change(
        "an image",
        "briefings/ports/quay.svg",
        ("M0 0h8", "M0 0h7"),
        alters=["briefings/ports/quay.svg"],
    ),
]
