"""Claims: what each form computes, in which unit, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import DAY
from plumbline.diagnostics.diagnostic import Finding
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes
from plumbline.evidence.numbers import checked_numbers
from plumbline.project import Mode, Project
from support import Site

UNBOUND = "neither bound nor cited"

PACKAGE = """\
resources:
  - name: trade
    path: trade.csv
    citekeys: [a]
    schema:
      primaryKey: year
      fields:
        - {name: year, type: year}
        - {name: total, type: number, unit: USD billion}
        - {name: us, type: number, unit: USD million}
        - {name: share, type: number, unit: "%"}
        - {name: best, type: string}
        - {name: day, type: date}
  - name: long
    path: long.csv
    citekeys: [a]
    schema:
      fields:
        - {name: year, type: year}
        - {name: flow, type: string}
        - {name: value, type: number}
        - {name: unit, type: string}
"""
TRADE = (
    "year,total,us,share,best,day\n2022,200,16000,60,oil,2023-02-01\n"
    "2023,240,5000,55,gas,2024-02-01\n2024,,,,,\n"
)
LONG = (
    "year,flow,value,unit\n2023,oil,107,million tonnes\n"
    "2023,gas,22.7,bcm\n2024,oil,108.5,million tonnes\n"
)


def compute(folder: Path, claims: str, wanted: str = "x") -> ClaimValue | Finding:
    data = folder / "briefings" / "data"
    data.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: x\n")
    (data / "datapackage.yaml").write_text(PACKAGE)
    (data / "trade.csv").write_text(TRADE)
    (data / "long.csv").write_text(LONG)
    text = (
        "---\ntitle: T\nsummary: S\ndate: 2024-01-01\nauthors: [a]\ntopics: [t]\ntype: note\n"
        f"claims:\n{claims}\n---\n"
    )
    page = folder / "briefings" / "b"
    page.mkdir()
    (page / "index.md").write_text(text)
    return claim_outcomes(Project(folder, Mode.CHECK, DAY), "b")[wanted]


TWO = (
    "  a: {value: trade.total, where: {year: 2023}}\n  b: {value: trade.us, where: {year: 2023}}\n"
)


@pytest.mark.parametrize(
    ("claims", "value", "unit"),
    [
        ("  x: {value: trade.total, where: {year: 2023}}", 240, "USD billion"),
        ("  x: {value: trade.best, where: {year: 2023}}", "gas", None),
        ("  x: {value: trade.best, where: {day: 2023-02-01}}", "oil", None),
        ("  x: {change: {of: trade.total, from: 2022, to: 2023}}", 20, "percent"),
        (
            "  x: {change: {of: trade.total, from: 2022, to: 2023}, as: absolute}",
            40,
            "USD billion",
        ),
        (
            "  x: {change: {of: trade.share, from: 2022, to: 2023}, as: points}",
            -5,
            "percentage points",
        ),
        (TWO + "  x: {ratio: {of: a, to: b}}", 48, "times"),
        (TWO + "  x: {ratio: {of: b, to: a}}", 1 / 48, "times"),
        (TWO + "  x: {share: {of: b, in: a}}", 100 / 48, "percent"),
        (TWO + "  x: {difference: {of: a, less: b}}", 235, "USD billion"),
        (TWO + "  x: {sum: [a, b]}", 245, "USD billion"),
        ("  x: {sum: trade.total}", 440, "USD billion"),
        ("  x: {max: trade.total}", 240, "USD billion"),
        ("  x: {min: trade.total}", 200, "USD billion"),
        ("  x: {max: trade.us, give: year}", 2022, None),
        ("  x: {max: trade.us, give: best}", "oil", None),
        ('  x: {sql: "SELECT 2 * total FROM trade WHERE year = 2023", unit: USD}', 480, "USD"),
        ('  x: {sql: "SELECT max(total) > 230 FROM trade"}', True, None),
        ('  x: {sql: "SELECT min(total), max(total) FROM trade"}', (200.0, 240.0), None),
        ("  x: {value: long.value, where: {year: 2023, flow: gas}}", 22.7, "bcm"),
        (
            "  x: {change: {of: long.value, from: 2023, to: 2024, over: year}, "
            "where: {flow: oil}, as: absolute}",
            1.5,
            "million tonnes",
        ),
    ],
)
def test_claim_gives(tmp_path: Path, claims: str, value: object, unit: str | None) -> None:
    found = compute(tmp_path, claims)
    assert isinstance(found, ClaimValue), found
    expected = pytest.approx(value) if isinstance(value, int | float) else value
    assert found.value == expected
    assert found.unit == unit


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ("  x: {value: trade.totl, where: {year: 2023}}", "has no column 'totl'"),
        ("  x: {value: trad.total, where: {year: 2023}}", "there is no dataset 'trad'"),
        ("  x: {value: trade.total, where: {yer: 2023}}", "has no column 'yer'"),
        ("  x: {value: trade.total, where: {year: last}}", "whole numbers, found 'last'"),
        ("  x: {value: trade.total, where: {day: 2024-2-1}}", "holds dates, found '2024-2-1'"),
        ("  x: {value: trade.total}", "3 rows where one is needed"),
        ("  x: {value: trade.total, where: {year: 1999}}", "no row where one is needed"),
        ("  x: {value: trade.total, where: {year: 2024}}", "the data have no value there"),
        ("  x: {max: trade.best}", "holds string, not numbers"),
        ("  x: {ratio: {of: nothing, to: x}}", "there is no claim 'nothing'"),
        ("  x: {ratio: {of: x, to: x}}", "refers to itself"),
        (TWO + "  c: {value: trade.share, where: {year: 2023}}\n  x: {sum: [a, c]}", "cannot be"),
        ("  x: {change: {of: trade.us, from: 2022, to: 2023}, as: points}", "field in percent"),
        ("  x: {sum: long.value, where: {year: 2023}}", "different units: bcm, million tonnes"),
        ("  x: {sql: \"SELECT * FROM read_text('x')\"}", "not one that a query may use"),
        ('  x: {sql: "SELECT 1, 2, 3"}', "3 columns where one or two"),
        ('  x: {sql: "DROP TABLE trade"}', "SELECT"),
    ],
)
def test_claim_is_refused(tmp_path: Path, claims: str, says: str) -> None:
    found = compute(tmp_path, claims)
    assert isinstance(found, Finding), found
    assert says in found.message


def test_rows_tell_their_neighbours_and_the_query(tmp_path: Path) -> None:
    found = compute(tmp_path, "  x: {value: trade.total, where: {year: 2023}}")
    assert isinstance(found, ClaimValue)
    assert dict(found.neighbours) == {"2022": 200.0}
    assert found.sql == 'SELECT "total" FROM "trade" WHERE "year" = 2023'


def test_names_and_values_are_quoted(tmp_path: Path) -> None:
    hostile = "x' OR 1=1 --"
    found = compute(tmp_path, f'  x: {{value: trade.total, where: {{best: "{hostile}"}}}}')
    assert isinstance(found, Finding)
    assert "no row" in found.message


def test_a_number_that_cannot_be_checked_is_not_counted_as_matching(tmp_path: Path) -> None:
    found = compute(tmp_path, "  x: {value: trade.total, where: {year: 2023}}")
    assert isinstance(found, ClaimValue)
    data = tmp_path / "briefings" / "data"
    (data / "datapackage.yaml").write_text(
        PACKAGE.replace(
            "        - {name: best, type: string}\n",
            "        - {name: best, type: string}\n        - {name: qualifier, type: string}\n",
        )
    )
    (data / "trade.csv").write_text(
        "year,total,us,share,best,qualifier,day\n2023,240,5000,55,gas,~,\n"
    )
    page = tmp_path / "briefings" / "b" / "index.md"
    text = page.read_text() + "More than [$240 billion](claim:x), or [$240 billion](claim:x).\n"
    page.write_text(text)
    checks = checked_numbers(Project(tmp_path, Mode.CHECK, DAY), "b")
    assert [str(c.status) for c in checks] == ["not checked", "matches data"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It was [$240&nbsp;billion](claim:x).", [("$240&nbsp;billion", "matches data")]),
        ("It was [**$240** billion](claim:x).", [("**$240** billion", "matches data")]),
        ("It was [*$24* billion](claim:x).", [("*$24* billion", "wrong")]),
        ("It rose&nbsp;to 1&nbsp;234 ships.", [("1&nbsp;234 ships", UNBOUND)]),
        ("It was **$45** billion, or &euro;6.", [("$45** billion", UNBOUND), ("&euro;6", UNBOUND)]),
        ("Article&nbsp;45 of 12&nbsp;May, a &lt; b, 30 * 40", [("30", UNBOUND), ("40", UNBOUND)]),
        ("It [lost 45](../x.md) ships and [46](../x.md).", [("45", UNBOUND), ("46", UNBOUND)]),
        ("!!! note\n\n    ```\n    12\n    ```\n\n    It was 450.", [("450", UNBOUND)]),
        ("<div>\n\n    It was 450.\n\n</div>", [("450", UNBOUND)]),
        ("[Update]: it was 450.", [("450", UNBOUND)]),
        ("- The `total was 450\n- The share` 45", [("450", UNBOUND), ("45", UNBOUND)]),
    ],
)
def test_numbers_are_read_as_they_are_shown(
    tmp_path: Path, body: str, expected: list[tuple[str, str]]
) -> None:
    compute(tmp_path, "  x: {value: trade.total, where: {year: 2023}}")
    page = tmp_path / "briefings" / "b" / "index.md"
    page.write_text(page.read_text() + body + "\n")
    checks = checked_numbers(Project(tmp_path, Mode.CHECK, DAY), "b")
    assert [(c.text, str(c.status)) for c in checks] == expected


def test_one_mistake_in_the_front_matter_does_not_make_every_claim_unknown(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing(
        "ports", "Calls rose to [61](claim:calls).\n", claims={"calls": {"change": {"of": "calls"}}}
    )
    run = site.check()
    assert "`claims.calls.change.of`" in run.log
    assert "there is no claim" not in run.log


def test_a_number_that_is_not_counted_is_printed_without_its_mark(tmp_path: Path) -> None:
    judgment = {"text": "The harbour is that of [1984]{.uncounted}.", "confidence": "low"}
    built = Site(tmp_path).briefing("ports", key_judgments=[judgment]).build("--quiet", code=None)
    page = built.page("briefings/ports/").has("The harbour is that of 1984.")
    assert "uncounted" not in page.text


def test_numbers_of_a_table_s_title_and_note_are_checked(tmp_path: Path) -> None:
    body = """Calls rose.

```table
id: calls
title: Calls rose to [62](claim:calls)
note: A year before there were 44.
sql: SELECT 61 AS calls
```
"""
    site = Site(tmp_path).briefing("ports", body, claims={"calls": {"sql": "SELECT 61"}})
    log = site.check().log
    assert "briefings/ports/index.md:20:22: error[NU001] claim 'calls': written 62" in log
    assert "briefings/ports/index.md:21:32: note[NU009] '44'" in log
