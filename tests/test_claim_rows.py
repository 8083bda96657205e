"""The rows that a claim rests on, held against what a query over the same table gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import DAY
from plumbline.data.cells import Cell
from plumbline.data.queries import sql_table
from plumbline.data.sql_engine import SqlEngine
from plumbline.evidence.claim_rows import RowSelection, select_cells
from plumbline.project import Mode, Project

FIELDS = {
    "year": "year",
    "flow": "string",
    "month": "yearmonth",
    "day": "date",
    "final": "boolean",
    "calls": "integer",
    "tonnes": "number",
}
CELLS: dict[str, st.SearchStrategy[str]] = {
    "year": st.sampled_from(["2022", "2023", "2024"]),
    "flow": st.sampled_from(["oil", "Oil", "gas", "o'il", ""]),
    "month": st.sampled_from(["2023-01", "2023-02", ""]),
    "day": st.sampled_from(["2023-01-05", "2023-02-05", ""]),
    "final": st.sampled_from(["true", "false", ""]),
    "calls": st.sampled_from(["-1", "0", "3", "12", ""]),
    "tonnes": st.sampled_from(["-1.5", "0", "0.1", "3", "1e3", ""]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), max_size=8)
ASKED: dict[str, list[Cell]] = {
    "year": [2022, 2023, 1999],
    "flow": ["oil", "o'il", "tea"],
    "month": ["2023-01"],
    "day": ["2023-02-05"],
    "final": [True, False],
    "calls": [0, 3, 7],
    "tonnes": [0.1, 1000.0, -1.5],
}


@st.composite
def selections(draw: st.DrawFn) -> RowSelection:
    named = draw(st.lists(st.sampled_from(list(FIELDS)), max_size=2, unique=True))
    where = tuple((name, draw(st.sampled_from(ASKED[name]))) for name in named)
    column = draw(st.sampled_from([None, "calls", "tonnes"]))
    extreme = (draw(st.sampled_from(["max", "min"])), column) if column else None
    return RowSelection("trade", where, extreme)


def as_query(selection: RowSelection) -> str:
    """Return the same in SQL, as claims with these conditions are compiled."""
    conditions = [f'"{name}" = {literal(name, cell)}' for name, cell in selection.where]
    met = " AND ".join(conditions or ["true"])
    if selection.extreme is not None:
        form, column = selection.extreme
        best = f'SELECT {form}("{column}") FROM trade WHERE {met}'  # noqa: S608  (ours alone)
        met += f' AND "{column}" = ({best})'
    return f"SELECT flow, calls, tonnes FROM trade WHERE {met}"  # noqa: S608


def literal(name: str, cell: Cell) -> str:
    if isinstance(cell, str):
        quoted = "'" + cell.replace("'", "''") + "'"
        return f"DATE {quoted}" if FIELDS[name] == "date" else quoted
    return json.dumps(cell)


def project_of(folder: Path, rows: list[dict[str, str]]) -> Project:
    data = folder / "briefings" / "data"
    data.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text("site_name: x\n")
    fields = "".join(f"        - {{name: {n}, type: {t}}}\n" for n, t in FIELDS.items())
    (data / "datapackage.yaml").write_text(
        "resources:\n  - name: trade\n    path: trade.csv\n    citekeys: [a]\n"
        f"    schema:\n      fields:\n{fields}"
    )
    lines = [",".join(FIELDS), *(",".join(row[name] for name in FIELDS) for row in rows)]
    (data / "trade.csv").write_text("\n".join(lines) + "\n")
    return Project(folder, Mode.CHECK, DAY)


@pytest.fixture(scope="module")
def engine() -> Iterator[SqlEngine]:
    with SqlEngine() as engine:
        yield engine


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, selection=selections())
def test_a_selection_is_what_a_query_gives(
    tmp_path: Path, engine: SqlEngine, rows: list[dict[str, str]], selection: RowSelection
) -> None:
    project = project_of(tmp_path, rows)
    loaded = sql_table(project, "trade")
    assert loaded is not None
    given_by_query = engine.run(as_query(selection), {"trade": loaded}).rows
    assert tuple(select_cells(project, selection, ("flow", "calls", "tonnes"))) == given_by_query


def test_a_column_that_the_dataset_lacks_gives_no_value(tmp_path: Path) -> None:
    row = dict.fromkeys(FIELDS, "") | {"year": "2023", "flow": "oil"}
    project = project_of(tmp_path, [row])
    selection = RowSelection("trade", (("year", 2023),))
    assert select_cells(project, selection, ("flow", "status")) == [("oil", None)]
    assert select_cells(project, RowSelection("trade", (("port", "x"),)), ("flow",)) == []
    assert select_cells(project, RowSelection("nothing"), ("flow",)) == []
