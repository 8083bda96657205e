"""Claims ready to be pasted: what is offered for a cell of a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.content.model import KEY_PATTERN
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import read_yaml
from plumbline.data.cells import Cell
from plumbline.data.datapackage import Resource
from plumbline.data.sql_engine import SqlEngine, SqlTable
from plumbline.data.table import Table
from plumbline.data.table_schema import TableField, TableSchema
from plumbline.evidence.claim_lines import ClaimLines
from plumbline.evidence.claim_sql import compile_claim
from plumbline.evidence.claims import Claim

YEAR = TableField(name="year", type="year")
TOTAL = TableField(name="total", type="number", unit="USD billion")


def text(name: str) -> TableField:
    return TableField(name=name)


def lines(
    fields: tuple[TableField, ...], rows: tuple[tuple[Cell, ...], ...], key: tuple[str, ...] = ()
) -> ClaimLines:
    return ClaimLines(_resource(fields, key), Table(fields, rows))


def _resource(fields: tuple[TableField, ...], key: tuple[str, ...]) -> Resource:
    schema = TableSchema(fields=fields, primaryKey=key)
    return Resource(name="trade", path="trade.csv", schema=schema)


def test_a_row_is_found_by_its_key() -> None:
    by_year = lines((YEAR, TOTAL), ((2022, 1.0), (2023, 2.5)), ("year",))
    assert by_year.line(1, 1) == "trade-total-2023: {value: trade.total, where: {year: 2023}}"


def test_a_row_without_a_key_is_found_by_its_first_columns() -> None:
    fields = (YEAR, text("fuel"), text("note"), TOTAL)
    rows = ((2022, "oil", "a", 1.0), (2023, "oil", "b", 2.0), (2023, "gas", "c", 3.0))
    by_columns = lines(fields, rows)
    assert by_columns.line(0, 3) == "trade-total-2022: {value: trade.total, where: {year: 2022}}"
    assert by_columns.line(2, 3) == (
        "trade-total-2023-gas: {value: trade.total, where: {year: 2023, fuel: gas}}"
    )


def test_what_is_measured_does_not_tell_rows_apart() -> None:
    calls = TableField(name="calls", type="integer", unit="calls")
    rows = (("a", 1, 1.0), ("a", 2, 2.0))
    assert lines((text("port"), calls, TOTAL), rows).line(0, 2) == ""


def test_the_only_row_needs_no_condition() -> None:
    assert lines((TOTAL,), ((6.48,),)).line(0, 0) == "trade-total: {value: trade.total}"


def test_a_key_that_stands_twice_is_not_relied_on() -> None:
    rows = ((2023, "oil", 1.0), (2023, "gas", 2.0))
    twice = lines((YEAR, text("fuel"), TOTAL), rows, ("year",))
    assert twice.line(0, 2).endswith("where: {year: 2023, fuel: oil}}")


def test_nothing_is_offered_for_a_cell_without_a_value() -> None:
    assert lines((YEAR, TOTAL), ((2023, None),), ("year",)).line(0, 1) == ""


def test_nothing_is_offered_for_a_column_that_no_claim_can_name() -> None:
    odd = TableField(name="US total", type="number")
    assert lines((YEAR, odd), ((2023, 1.0),), ("year",)).line(0, 1) == ""


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("Siluanov", "Siluanov"),
        ("2023-01-02", "2023-01-02"),
        ("Vladimir Putin, president", '"Vladimir Putin, president"'),
        ("null", '"null"'),
        ("No", '"No"'),
        ("a: b", '"a: b"'),
        ("#1", '"#1"'),
        ('say "x"', r'"say \"x\""'),
        ("=1+1", '"=1+1"'),
        ("L’été 北京", '"L’été 北京"'),
    ],
)
def test_a_text_is_quoted_where_yaml_needs_it(written: str, quoted: str) -> None:
    rows = ((written, 1.0), ("other", 2.0))
    by_name = lines((text("who"), TOTAL), rows, ("who",))
    assert f"where: {{who: {quoted}}}}}" in by_name.line(0, 1)


def test_an_id_keeps_its_end_and_has_80_characters_at_most() -> None:
    who = "x" * 70
    line = lines((text("who"), TOTAL), ((who, 1.0), ("b", 2.0)), ("who",)).line(0, 1)
    name = line.partition(":")[0]
    assert len(name) <= 80
    assert name.endswith(f"total-{who}")


@pytest.fixture(scope="module")
def engine() -> Iterator[SqlEngine]:
    with SqlEngine() as started:
        yield started


CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "string": st.none() | st.text(max_size=6) | st.sampled_from(["a", "a, b", "null", "1", "-"]),
    "integer": st.none() | st.integers(-3, 3) | st.integers(-(10**17), 10**17),
    "year": st.none() | st.integers(0, 9999) | st.integers(2022, 2023),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates().map(lambda day: day.isoformat()),
    "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[Resource, Table]:
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=3))
    names = draw(
        st.lists(
            st.sampled_from(["a", "b", "C_1", "no", "x y", "é", "a:b", '"']),
            min_size=len(kinds),
            max_size=len(kinds),
            unique=True,
        )
    )
    fields = [
        TableField.model_validate({"name": n, "type": k}) for n, k in zip(names, kinds, strict=True)
    ]
    fields.append(TableField(name="value", type="number", unit="USD"))
    count = draw(st.integers(1, 5))
    # Each row's value is its own, so that a claim that gives it has found the row.
    rows = tuple(
        (*(draw(CELLS[kind]) for kind in kinds), float(index) + 0.5) for index in range(count)
    )
    key = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    return _resource(tuple(fields), tuple(key)), Table(tuple(fields), rows)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tables())
def test_every_line_is_a_claim_on_its_cell(
    engine: SqlEngine, declared: tuple[Resource, Table]
) -> None:
    resource, table = declared
    offered = ClaimLines(resource, table)
    columns = tuple((field.name, field.type) for field in table.fields)
    loaded = {"trade": SqlTable("trade", columns, table.rows)}
    for index, row in enumerate(table.rows):
        line = offered.line(index, len(row) - 1)
        if not line:
            continue
        document = read_yaml(line, "claims.yml")
        assert document.findings == []
        assert isinstance(document.data, dict)
        ((name, declaration),) = document.data.items()
        assert re.fullmatch(KEY_PATTERN, name)
        assert len(name) <= 80
        claim, problems = validate_model(Claim, document, declaration, (name,))
        assert problems == []
        assert claim is not None
        compiled = compile_claim(claim, {}, {"trade": resource})
        assert engine.run(compiled.sql, loaded).rows == ((row[-1],),)


@given(st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=6, unique=True))
def test_a_row_with_a_key_of_its_own_is_always_offered(keys: list[str]) -> None:
    rows = tuple((key, float(index)) for index, key in enumerate(keys))
    offered = lines((text("key"), TOTAL), rows, ("key",))
    assert all(offered.line(index, 1) for index in range(len(rows)))
