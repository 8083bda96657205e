"""A fault that takes much away is told alone, and not with all that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plumbline.diagnostics.diagnostic import Severity
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes
from plumbline.project import Mode, Project
from plumbline.rules.runner import all_diagnostics
from support import DAY, Site, run_plumbline

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


def recorded(root: Path) -> Site:
    """Return a recorded briefing in which a number, a chart and a table rest on a dataset."""
    site = Site(root)
    site.briefing("ports", BODY, claims=CLAIMS, ignore=IGNORED)
    site.file("briefings/ledger/README.md", "Recorded here.\n")
    published = run_plumbline(site.root, "publish", "ports")
    assert published.code == 0, published
    assert site.check().output == "No problems found.\n"
    return site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return recorded(tmp_path / "site")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return recorded(tmp_path_factory.mktemp("consequences") / "site")


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


def pieces(*words: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), max_size=12).map("".join)


def check_that_nothing_is_lost(site: Site, path: str, text: str) -> None:
    """Expect an error, or the value of every number: what is not told must not be wrong."""
    kept = (site.root / path).read_bytes()
    site.file(path, text)
    project = Project(site.root, Mode.CHECK, DAY)
    told = {diagnostic.severity for diagnostic in all_diagnostics(project)}
    values = claim_outcomes(project, "ports").values()
    site.file(path, kept)
    project.end_sql()
    assert Severity.ERROR in told or all(isinstance(value, ClaimValue) for value in values)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(pieces("\ufeff", "year", ",", "calls", ";", "\t", "\n", "\r\n", "2024", "905", '"', " "))
@example("\ufeffyear;calls\n2024;905\n")
@example("\ufeff")
@example("\ufeffyear,calls\n")
def test_no_table_hides_a_fault(scratch: Site, text: str) -> None:
    check_that_nothing_is_lost(scratch, TABLE, text)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(pieces("\ufeff", "resources:", "\n", "  - ", "name: ", "port_calls", "{}", "[]", "#"))
@example("\ufeff")
@example("\ufeffresources:\n")
@example("resources: [{name: port_calls}, {name: port_calls}]")
def test_no_package_hides_a_fault(scratch: Site, text: str) -> None:
    check_that_nothing_is_lost(scratch, PACKAGE, text)
