"""Datasets as readers download them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.data.cells import Cell
from plumbline.data.csv_export import export_csv
from plumbline.data.table import Table
from plumbline.data.table_schema import TableField

FIELDS = (TableField(name="name", type="string"), TableField(name="value", type="number"))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+7", "'+7"),
        ("-7", "'-7"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),  # so that one apostrophe less gives every text back
        ("'tis", "'tis"),
        ("=", "="),  # the qualifier of an exact value
        ("a,b", '"a,b"'),
        (None, ""),
    ],
)
def test_text_never_starts_a_formula(cell: Cell, written: str) -> None:
    assert export_csv(Table(FIELDS, ((cell, 1.5),))) == f"name,value\r\n{written},1.5\r\n"


def test_name_of_a_column_never_starts_a_formula() -> None:
    table = Table((TableField(name="=1+1"), TableField(name="@")), (("a", "b"),))
    assert export_csv(table) == "'=1+1,'@\r\na,b\r\n"


def test_year_has_four_digits() -> None:
    table = Table((TableField(name="year", type="year"),), ((987,), (2024,)))
    assert export_csv(table) == "year\r\n0987\r\n2024\r\n"


def test_numbers_keep_their_sign_and_digits() -> None:
    table = Table(FIELDS, (("a", -3971.2), ("b", 5170.0), ("c", None)))
    assert export_csv(table) == "name,value\r\na,-3971.2\r\nb,5170\r\nc,\r\n"


@given(st.lists(st.tuples(st.text(max_size=12), st.floats(allow_nan=False, allow_infinity=False))))
def test_a_spreadsheet_reads_back_as_many_rows(rows: list[tuple[str, float]]) -> None:
    text = export_csv(Table(FIELDS, tuple(rows)))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [float(row[1]) for row in read[1:]] == [value for _, value in rows]
