"""Tables of a briefing: how their cells are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import Built, Site, by_class, visible_text

CALLS = "year,calls\n2023,850\n2024,1905\n"
TABLE = """
```table
id: {id}
title: Calls
sql: {sql}
```
"""
QUERIES = {
    # A column named as one of years holds years, whatever its capitals.
    "named": 'SELECT year AS "Year", calls AS "Calls" FROM port_calls ORDER BY year',
    # Another number has its thousands marked, and so has one named as a year that holds none.
    "other": "SELECT 'all' AS port, year + 0 AS moment, sum(calls) AS calls FROM port_calls "
    "WHERE year = 2024 GROUP BY ALL",
    "summed": "SELECT sum(year) * 10 AS year, 'sum' AS what FROM port_calls",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    where: Path = tmp_path_factory.mktemp("tables")
    body = "Calls.\n" + "".join(TABLE.format(id=k, sql=v) for k, v in QUERIES.items())
    site = Site(where).briefing("ports", body=body)
    site.file("briefings/data/port_calls.csv", CALLS)
    return site.build()


@pytest.mark.parametrize(
    ("name", "cells", "words"),
    [
        ("named", [["Year", "Calls"], ["2023", "850"], ["2024", "1,905"]], []),
        (
            "other",
            [["port", "moment", "calls"], ["all", "2,024", "1,905"]],
            ["port"],
        ),
        ("summed", [["year", "what"], ["40,470", "sum"]], ["what", "sum"]),
    ],
)
def test_cells_are_written_after_their_columns(
    built: Built, name: str, cells: list[list[str]], words: list[str]
) -> None:
    page = built.page("briefings/ports/")
    (figure,) = (f for f in page.classed("pl-figure") if f.get("id") == f"table-{name}")
    (table,) = by_class(figure, "pl-cells")
    rows = [[visible_text(cell).strip() for cell in row] for row in table.iter("tr")]
    assert rows == cells
    assert [visible_text(e).strip() for e in by_class(table, "pl-cells__text")] == words
