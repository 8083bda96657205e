"""The data package that readers get: valid by the standard's own library, and the data intact."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import ATTACK
from plumbline.data.cells import Cell, read_cell
from plumbline.data.constraints import find_breaches
from plumbline.data.csv_export import export_csv
from plumbline.data.datapackage import DataPackage, Resource
from plumbline.data.descriptor import describe_package
from plumbline.data.table import Table
from plumbline.data.table_schema import TableField, TableSchema
from support import Built, Site

DESCRIPTOR = "data/datapackage.json"
PACKAGE = "briefings/data/datapackage.yaml"


def errors(descriptor: Path) -> list[Any]:
    """Return what frictionless finds wrong with a package and its data."""
    report = frictionless.validate(str(descriptor))
    found: list[Any] = report.flatten(["type", "message"])
    assert report.valid == (not found)
    return found


def described(built: Built) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((built.site / DESCRIPTOR).read_text(encoding="utf-8"))
    return data


# --- The sites' packages


def test_own_data_package_is_valid(real_build: Built) -> None:
    assert errors(real_build.site / DESCRIPTOR) == []
    assert len(described(real_build)["resources"]) >= 17


def test_sizes_and_checksums_are_those_of_the_files(real_build: Built) -> None:
    for resource in described(real_build)["resources"]:
        file = (real_build.site / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(file)
        assert resource["hash"] == f"sha256:{hashlib.sha256(file).hexdigest()}"


def test_what_must_be_known_of_figures_is_published(real_build: Built) -> None:
    resources = {r["name"]: r for r in described(real_build)["resources"]}
    census = resources["us_russia_goods_trade_census"]
    assert (census["reporter"], census["partner"], census["prices"]) == ("USA", "RUS", "nominal")
    assert census["retrieved"] == "2026-11-23"
    assert census["citekeys"] == ["census-country-file"]
    fields = {f["name"]: f for f in census["schema"]["fields"]}
    exports = fields["us_exports"]
    assert (exports["unit"], exports["flow"], exports["valuation"]) == (
        "USD million",
        "exports",
        "fas",
    )
    assert fields["qualifier"]["constraints"] == {"enum": ["=", ">", "<", "~"]}
    assert census["schema"]["primaryKey"] == ["year"]


HOSTILE = f"""\
name: {json.dumps(ATTACK)}
title: {json.dumps(ATTACK)}
description: {json.dumps(ATTACK)}
licenses: [{{name: other-open, path: {json.dumps(ATTACK)}, title: {json.dumps(ATTACK)}}}]
sources: [{{title: {json.dumps(ATTACK)}, path: {json.dumps(ATTACK)}, email: a.b@example.org}}]
contributors: [{{title: {json.dumps(ATTACK)}, roles: [{json.dumps(ATTACK)}]}}]
keywords: [{json.dumps(ATTACK)}]
resources:
  - name: attack
    path: attack.csv
    title: {json.dumps(ATTACK)}
    description: {json.dumps(ATTACK)}
    vintage: {json.dumps(ATTACK)}
    retrieved: 2025-03-14
    citekeys: [port-2024]
    bytes: 1
    hash: sha256:0
    dialect: {{delimiter: ";"}}
    schema:
      primaryKey: ["=key"]
      missingValues: ["", {{value: n/a, label: not asked}}]
      fields:
        - {{name: "=key", type: string, title: {json.dumps(ATTACK)}, constraints: {{unique: true}}}}
        - {{name: {json.dumps(ATTACK)}, type: string, constraints: {{maxLength: 8}}}}
        - {{name: sign, type: string, constraints: {{enum: ["=", "=1", "-"]}}, example: "=1"}}
        - {{name: share, type: number, missingValues: [none], constraints: {{minimum: "-1e3"}}}}
        - {{name: final, type: boolean, constraints: {{enum: ["true", "false"]}}, example: "0"}}
        - {{name: day, type: date, constraints: {{maximum: "2030-01-01"}}, format: any}}
        - {{name: at, type: datetime}}
        - {{name: clock, type: time}}
        - {{name: year, type: year, example: "0987"}}
        - {{name: month, type: yearmonth, constraints: {{exclusiveMinimum: 1999-12}}}}
        - {{name: any, type: any}}
  - name: secret
    path: attack.csv
    redistribute: false
    licenses: [{{name: notspecified}}]
    retrieved: 2025-03-14
    citekeys: [port-2024]
    schema:
      fields: [{{name: "=key"}}, {{name: {json.dumps(ATTACK)}}}, {{name: sign}}, {{name: share}},
               {{name: final}}, {{name: day}}, {{name: at}}, {{name: clock}}, {{name: year}},
               {{name: month}}, {{name: any}}]
"""
ROWS: list[list[str]] = [
    ["=key", ATTACK, "sign", "share", "final", "day", "at", "clock", "year", "month", "any"],
    ["=1+1", "+SUM(A1)", "=", "-5", "1", "2024-02-29", "2024-02-29T12:00:00Z", "", "0987", "", "@"],
    ["'=1+1", 'a "b"', "=1", "1e22", "FALSE", "", "2024-01-01T00:00:00", "23:59:59", "", "", "'"],
    ["a,b\nc", "", "-", "none", "true", "", "", "12:00:00.5", "2024", "2000-01", "=HYPERLINK(1)"],
    ["n/a it is", "n/a", "", "0.1", "", "", "", "", "", "", "\u202e"],
    ["", "", "", "", "", "", "", "", "", "", ""],
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("hostile-data") / "site")
    out = io.StringIO()
    csv.writer(out).writerows(ROWS)
    site.file(PACKAGE, HOSTILE).file("briefings/data/attack.csv", out.getvalue())
    return site.build()


def test_hostile_data_package_is_valid(hostile: Built) -> None:
    assert errors(hostile.site / DESCRIPTOR) == []
    (resource,) = described(hostile)["resources"]
    assert resource["title"] == ATTACK.strip()
    assert len(resource["schema"]["fields"]) == len(ROWS[0])


def test_package_with_attacks_on_the_pages_is_valid(hostile_build: Built) -> None:
    assert errors(hostile_build.site / DESCRIPTOR) == []


def test_no_cell_of_a_download_starts_a_formula(hostile: Built) -> None:
    text = (hostile.site / "data/attack/attack.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(ROWS) - 1  # the last says nothing
    for row in rows:
        for cell in row:
            assert cell in ("", "=", "-5") or cell[0] not in "=+-@\t\r\n"


def test_what_may_not_be_redistributed_is_nowhere(hostile: Built) -> None:
    page = hostile.page("data/secret/")
    page.has("do not allow us to offer the rows").lacks("download", 'id="rows"', "SUM(A1)")
    assert list((hostile.site / "data/secret").iterdir()) == [page.path]


def test_site_without_data_has_no_data_package(tmp_path: Path) -> None:
    built = Site(tmp_path / "site", empty=True).build("--clean")
    built.lacks_page(DESCRIPTOR)
    built.page("data/").lacks("datapackage.json")


# --- What authors may declare

WRONG = {
    "licenses: [{title: Ours}]": "a licence needs a `name` or a `path`",
    "licenses: [{name: Our licence}]": "does not have the expected form",
    "sources: [{title: A, email: nobody}]": "does not have the expected form",
    "schema: {primaryKey: yaer, fields: [{name: year}]}": "'yaer', which is no field",
    "schema: {fields: [{name: a}, {name: a}]}": "two fields are named 'a'",
    "schema: {fields: [{name: a, constraints: {minimum: 1}}]}": "does not go with the type string",
    "schema: {fields: [{name: a, type: year, constraints: {minimum: x}}]}": "a year (YYYY) was",
    "schema: {fields: [{name: a, type: year, example: long ago}]}": "a year (YYYY) was expected",
    "schema: {fields: [{name: a, type: date, constraints: {maxLength: 1}}]}": "the type date",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_would_break_the_package_is_reported(tmp_path: Path, line: str) -> None:
    site = Site(tmp_path / "site")
    rest = "" if line.startswith("schema") else "    schema: {fields: [{name: year}]}\n"
    head = "resources:\n  - name: port_calls\n    path: port_calls.csv\n    citekeys: [port-2024]\n"
    checked = site.file(PACKAGE, f"{head}    {line}\n{rest}").check()
    assert checked.code == 1
    assert WRONG[line] in checked.output


FLOODS = {
    "cells of another type": ("year,calls,source\n", "2024,n/a,port-2024\n", "DA004"),
    "rows with a cell too few": ("year,calls,source\n", "2024,905\n", "DA002"),
    "keys that no record has": ("year,calls,source\n", "2024,905,unknown-{}\n", "DA008"),
}
"""The head of a table and a row of which there are thousands, with the code that it is told by."""


@pytest.mark.parametrize("what", FLOODS)
def test_what_is_wrong_with_every_row_is_told_of_the_first(tmp_path: Path, what: str) -> None:
    head, row, code = FLOODS[what]
    site = Site(tmp_path / "site").briefing("ports")
    fields = "{name: calls, type: integer, title: Calls, unit: calls}"
    site.edit(PACKAGE, fields, f"{fields}\n        - {{name: source, title: Source}}")
    site.file("briefings/data/port_calls.csv", head + "".join(map(row.format, range(15_000))))
    told = [line for line in site.check().output.splitlines() if f"error[{code}]" in line]
    assert len(told) == 21
    assert told[0].startswith("briefings/data/port_calls.csv:2:")
    assert told[-1].startswith("briefings/data/port_calls.csv:22:")
    assert "and 14,980 more like these in this file" in told[-1]


# --- Any table

KINDS: dict[str, st.SearchStrategy[Cell]] = {
    "string": st.none() | st.text(min_size=1, max_size=8) | st.sampled_from(["=", "'=", "=1", "-"]),
    "any": st.none() | st.text(min_size=1, max_size=8),
    "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "integer": st.none() | st.integers(-(10**17), 10**17),
    "year": st.none() | st.integers(0, 9999),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates().map(lambda day: day.isoformat()),
    "yearmonth": st.none() | st.dates().map(lambda day: day.isoformat()[:7]),
    "datetime": st.none() | st.datetimes().map(lambda moment: moment.isoformat()),
    "time": st.none() | st.times().map(lambda time: time.isoformat()),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4))
    names = st.text(min_size=1, max_size=6).filter(lambda name: name == name.strip() != "")
    named = draw(st.lists(names, min_size=len(kinds), max_size=len(kinds), unique=True))
    fields = tuple(
        TableField.model_validate({"name": name, "type": kind})
        for name, kind in zip(named, kinds, strict=True)
    )
    row = st.tuples(*(KINDS[kind] for kind in kinds))
    rows = st.lists(row.filter(lambda cells: any(c is not None for c in cells)), max_size=5)
    return Table(fields, tuple(draw(rows)))


def original(text: str) -> str:
    """Take away the apostrophe that stands before a formula."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare[:1] in tuple("=+-@\t\r\n＝＋－＠") else text


def read_back(text: str, kind: str) -> Cell:
    if not text:
        return None
    return original(text) if kind in ("string", "any") else read_cell(text, kind)[0]


@settings(deadline=None, max_examples=100)
@given(tables())
def test_a_table_comes_back_from_its_file(table: Table) -> None:
    header, *rows = csv.reader(io.StringIO(export_csv(table), newline=""))
    assert tuple(map(original, header)) == table.names
    kinds = [field.type for field in table.fields]
    read = tuple(
        tuple(read_back(text, kind) for text, kind in zip(row, kinds, strict=True)) for row in rows
    )
    assert read == table.rows


def errors_of(resource: Resource, table: Table) -> list[Any]:
    """Publish one table and return what frictionless finds wrong with it."""
    file = export_csv(table).encode()
    package = DataPackage(resources=(resource,))
    text = describe_package(package, {resource.name: table}, {resource.name: file})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "datapackage.json")
        path.write_text(text, encoding="utf-8")
        target = path.parent / resource.name / f"{resource.name}.csv"
        target.parent.mkdir()
        target.write_bytes(file)
        return errors(path)


def some(schema: TableSchema, title: str = "") -> Resource:
    stated = {"title": title} if title else {}
    return Resource.model_validate({"name": "some", "path": "some.csv", "schema": schema, **stated})


@settings(deadline=None, max_examples=100)
@given(tables(), st.text(max_size=20))
def test_any_table_makes_a_valid_package(table: Table, title: str) -> None:
    assert errors_of(some(TableSchema(fields=table.fields), title.strip()), table) == []


BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
FEW: dict[str, tuple[str, ...]] = {
    "string": ("a", "bc", "def"),
    "integer": ("-1", "0", "1"),
    "number": ("-0.5", "0", "1e2"),
    "year": ("0987", "2023", "2024"),
    "date": ("2023-12-31", "2024-01-01", "2024-02-29"),
    "yearmonth": ("1999-12", "2000-01", "2000-02"),
}


@st.composite
def constrained(draw: st.DrawFn) -> tuple[TableSchema, Table]:
    fields = []
    for name in ("a", "b"):
        kind = draw(st.sampled_from(sorted(FEW)))
        texts = st.sampled_from(FEW[kind])
        stated: dict[str, Any] = {
            "required": draw(st.sampled_from([None, "true", "false"])),
            "unique": draw(st.sampled_from([None, "true", "false"])),
            "enum": draw(st.lists(texts, max_size=3)),
        }
        if kind == "string":
            lengths = st.none() | st.integers(0, 3)
            stated |= {"minLength": draw(lengths), "maxLength": draw(lengths)}
        else:
            stated[draw(st.sampled_from(BOUNDS))] = draw(texts)
        fields.append({"name": name, "type": kind, "constraints": stated})
    key = draw(st.lists(st.sampled_from(["a", "b"]), unique=True))
    schema = TableSchema.model_validate({"fields": fields, "primaryKey": key})
    cells = [
        st.none() | st.sampled_from([read_cell(text, f.type)[0] for text in FEW[f.type]])
        for f in schema.fields
    ]
    row = st.tuples(*cells).filter(lambda pair: pair != (None, None))
    rows = tuple(draw(st.lists(row, max_size=3)))
    return schema, Table(schema.fields, rows, tuple(range(2, len(rows) + 2)))


@settings(deadline=None, max_examples=100)
@given(constrained())
def test_what_breaks_a_constraint_is_what_the_library_reports(
    declared: tuple[TableSchema, Table],
) -> None:
    schema, table = declared
    broken = list(find_breaches(table, schema))
    found = errors_of(some(schema), table)
    if found:
        assert broken
    if [b for b in broken if "part of the key" not in b.problem]:  # where we ask for more
        assert found, broken
