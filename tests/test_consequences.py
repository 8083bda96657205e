"""A fault that takes much away is told alone, and not with all that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import Site, run_plumbline

BODY = """Calls reached [905](claim:calls) and, in all, [2,565](claim:both) [@port-2024].

```chart
id: calls
title: Calls rose
sql: SELECT year, calls FROM port_calls
x: year
y: [calls]
alt: Up
```

```table
id: all-calls
title: Calls
sql: SELECT year, calls FROM port_calls
```
"""
CLAIMS = {
    "calls": {"value": "port_calls.calls", "where": {"year": 2024}},
    "both": {"sql": "SELECT sum(calls) FROM port_calls"},
}
IGNORED = [{"rule": "CH009", "reason": "A query loses the unit."}]
EXCERPT = "---\nkey: port-2024\nrole: news\n---\nIt was a record.\n"
PACKAGE = "briefings/data/datapackage.yaml"
TABLE = "briefings/data/port_calls.csv"
SOURCES = "briefings/sources/sources.yml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A recorded briefing in which a number, a chart and a table rest on a dataset."""
    site = Site(tmp_path / "site")
    site.briefing("ports", BODY, claims=CLAIMS, ignore=IGNORED)
    site.file("briefings/ledger/README.md", "Recorded here.\n")
    published = run_plumbline(site.root, "publish", "ports")
    assert published.code == 0, published
    assert site.check().output == "No problems found.\n"
    return site


@pytest.mark.parametrize(
    ("path", "right", "wrong", "told"),
    [
        (PACKAGE, "    title: Calls", "\ttitle: Calls", f"{PACKAGE}:6:1: error[YA002]"),
        (PACKAGE, "    path:", "    pth:", f"{PACKAGE}:5:5: error[YA005]"),
        (PACKAGE, "  - name: port_calls", "  - nme: port_calls", f"{PACKAGE}:4:5: error[YA005]"),
        (PACKAGE, "name: fixture", "name: [", f"{PACKAGE}:2:7: error[YA001]"),
        (TABLE, "year,calls", "year,calls,calls", f"{TABLE}:1:12: error[DA003]"),
        (PACKAGE, "path: port_calls.csv", "path: calls.csv", f"{PACKAGE}:5:11: error[DA001]"),
        (SOURCES, "    title: Annual", "\ttitle: Annual", f"{SOURCES}:4:1: error[YA002]"),
    ],
)
def test_fault_is_told_alone(site: Site, path: str, right: str, wrong: str, told: str) -> None:
    site.file("briefings/sources/excerpts/port-2024.md", EXCERPT)
    site.edit(path, right, wrong)
    found = [line for line in site.check().output.splitlines() if "error[" in line or "[SU" in line]
    assert [line[: len(told)] for line in found] == [told], found


@pytest.mark.parametrize("text", ["", "name: fixture\n", "resources:\n", "\ufeffresources: []\n"])
def test_package_without_datasets_is_no_fault(site: Site, text: str) -> None:
    site.file(PACKAGE, text)
    assert {"error[NU003]", "error[LE001]", "error[CH013]"} <= set(site.check().output.split())


def test_fault_in_a_claim_is_told_beside_a_whole_package(site: Site) -> None:
    site.edit("briefings/ports/index.md", "year: 2024", "year: 1924")
    assert {"error[NU003]", "error[LE001]"} <= set(site.check().output.split())
