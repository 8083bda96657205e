"""The SQL engine: what queries give, what they may not say, and what hostile ones cannot do."""

from __future__ import annotations

import importlib.util
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.data import sql_process
from plumbline.data.sql_database import Database
from plumbline.data.sql_engine import (
    SqlEngine,
    SqlError,
    SqlResult,
    SqlTable,
    SqlUnavailableError,
)
from plumbline.data.sql_guard import FUNCTIONS, LONGEST_QUERY, TABLE_FUNCTIONS
from plumbline.data.table import Cell

TRADE = SqlTable(
    "trade",
    (
        ("year", "year"),
        ("total", "number"),
        ("partner", "string"),
        ("day", "date"),
        ("final", "boolean"),
        ("tonnes", "integer"),
        ("month", "yearmonth"),
    ),
    (
        (2021, 5.17, "China", "2021-12-31", True, 3_000_000_000, "2021-01"),
        (2022, 2.5, "Türkiye", "2022-12-31", False, 7, "2022-02"),
        (2023, None, None, None, None, None, None),
    ),
)
PRICES = SqlTable("prices", (("year", "year"), ("price", "number")), ((2021, 1.5), (2022, 2.0)))
TABLES = {"trade": TRADE, "prices": PRICES}


@pytest.fixture(scope="module")
def engine() -> Iterator[SqlEngine]:
    with SqlEngine(seconds=20) as engine:
        yield engine


@pytest.fixture(scope="module")
def strict() -> Iterator[SqlEngine]:
    """An engine with little time and memory, for queries that want more."""
    with SqlEngine(memory_mb=64, seconds=0.5, max_rows=1000) as engine:
        yield engine


def refuse(engine: SqlEngine, sql: str, tables: dict[str, SqlTable] = TABLES) -> SqlError:
    with pytest.raises(SqlError) as caught:
        engine.run(sql, tables)
    assert not isinstance(caught.value, SqlUnavailableError)
    return caught.value


# What queries give


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT total FROM trade WHERE year = 2021", [(5.17,)]),
        ("select * from trade where year = 2021", [TRADE.rows[0]]),
        ("SELECT * FROM TRADE WHERE Year = 2023", [TRADE.rows[2]]),
        ("FROM trade SELECT partner ORDER BY year DESC LIMIT 2", [(None,), ("Türkiye",)]),
        ("TABLE prices", [(2021, 1.5), (2022, 2.0)]),
        ("VALUES (1, 'a'), (2, NULL)", [(1, "a"), (2, None)]),
        ("SELECT 1;", [(1,)]),
        ("SELECT 'a;b' /* ; */ -- ;\n;", [("a;b",)]),
        (
            "SELECT sum(total), count(*), count(total), max(day) FROM trade",
            [(7.67, 3, 2, "2022-12-31")],
        ),
        ("SELECT sum(total) FROM trade WHERE year > 3000", [(None,)]),
        ("SELECT sum(tonnes) FROM trade", [(3_000_000_007,)]),
        (
            "SELECT total * price AS usd FROM trade JOIN prices USING (year) ORDER BY usd",
            [(5.0,), (7.755,)],
        ),
        (
            "WITH best AS (SELECT max(total) AS m FROM trade) SELECT year FROM trade, best "
            "WHERE total = m",
            [(2021,)],
        ),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) FROM n",
            [(1,), (2,), (3,)],
        ),
        (
            "SELECT year, total - lag(total) OVER (ORDER BY year) AS change FROM trade "
            "WHERE total IS NOT NULL",
            [(2021, None), (2022, -2.67)],
        ),
        ("PIVOT prices ON year IN (2021, 2022) USING sum(price)", [(1.5, 2.0)]),
        ("SELECT list_sum([x * 2 FOR x IN [1, 2, 3] IF x > 1])", [(10,)]),
        ("SELECT year FROM trade WHERE partner ILIKE 'tür%' OR partner SIMILAR TO 'X'", [(2022,)]),
        (
            "SELECT extract(year FROM day) + 1, date_trunc('month', day) FROM trade LIMIT 1",
            [(2022, "2021-12-01T00:00:00")],
        ),
        ("SELECT partner.upper() FROM trade WHERE year = 2021", [("CHINA",)]),
        (
            "SELECT DATE '2020-02-29', TIME '01:02:03', TIMESTAMP '2020-01-01 12:00:00'",
            [("2020-02-29", "01:02:03", "2020-01-01T12:00:00")],
        ),
        ("SELECT 1.10::DECIMAL(5,2), 5::DECIMAL(5,0), 2::HUGEINT ^ 2", [(1.1, 5, 4.0)]),
        ("SELECT 170141183460469231731687303715884105727::HUGEINT", [(2**127 - 1,)]),
        ("SELECT TRY(1 / 0), 1 / NULLIF(0, 0), 0.0 * -1", [(None, None, 0.0)]),
        ("SELECT (TIMESTAMPTZ '2020-01-01 00:00:00+02')::TIMESTAMP", [("2019-12-31T22:00:00",)]),
        ("SELECT '\U0001f600 ' || partner AS \"é\" FROM trade LIMIT 1", [("\U0001f600 China",)]),
        ("SELECT 1 WHERE false", []),
    ],
)
def test_results(engine: SqlEngine, sql: str, rows: list[tuple[Cell, ...]]) -> None:
    result = engine.run(sql, TABLES)
    assert list(result.rows) == [pytest.approx(row) for row in rows]
    assert [[type(c) for c in row] for row in result.rows] == [[type(c) for c in r] for r in rows]
    assert not result.truncated


def test_columns_and_types(engine: SqlEngine) -> None:
    result = engine.run("SELECT *, NULL AS gap, 1.5 AS half FROM trade", TABLES)
    assert result.columns == (*(name for name, _ in TRADE.columns), "gap", "half")
    assert result.types == (
        "integer",
        "number",
        "string",
        "date",
        "boolean",
        "integer",
        "string",
        "any",
        "number",
    )


def test_more_rows_than_wanted(strict: SqlEngine) -> None:
    whole = strict.run("SELECT * FROM range(1000)", {})
    assert (len(whole.rows), whole.truncated) == (1000, False)
    cut = strict.run("SELECT * FROM range(1001)", {})
    assert (len(cut.rows), cut.rows[-1], cut.truncated) == (1000, (999,), True)


@pytest.mark.parametrize("name", ["order", "select", "sqlite_master", "duckdb_tables", "main"])
def test_any_table_name(engine: SqlEngine, name: str) -> None:
    table = SqlTable(name, (('a "b"', "number"), ("from", "string")), ((1.0, "x"),))
    assert engine.run('FROM "{}"'.replace("{}", name), {name: table}).rows == ((1.0, "x"),)


CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "number": st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "year": st.integers(-9999, 9999),
    "boolean": st.booleans(),
    "date": st.dates().filter(lambda d: d.year < 9999).map(str),
    "string": st.text(st.characters(exclude_categories=["Cs"])),
    "any": st.text(st.characters(exclude_categories=["Cs"])),
}


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cells_come_back_as_they_were(engine: SqlEngine, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=5))
    row = st.tuples(*(st.none() | CELLS[k] for k in kinds))
    rows = tuple(data.draw(st.lists(row, max_size=20)))
    table = SqlTable("t", tuple((f"c{i}", k) for i, k in enumerate(kinds)), rows)
    result = engine.run("SELECT * FROM t", {"t": table})
    assert result.rows == rows
    assert repr(result.rows) == repr(rows)


# What a query may not say


@pytest.mark.parametrize(
    "sql",
    [
        "COPY trade TO '{file}'",
        "COPY (SELECT 1) TO '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA version",
        "SET memory_limit = '100GB'",
        "RESET lock_configuration",
        "CALL pragma_version()",
        "EXPLAIN SELECT 1",
        "EXPORT DATABASE '{file}'",
        "CREATE TABLE x AS SELECT 1",
        "CREATE MACRO f() AS now()",
        "DROP VIEW trade",
        "INSERT INTO trade VALUES (1)",
        "DELETE FROM trade",
        "UPDATE trade SET total = 1",
        "BEGIN",
        "PREPARE p AS SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW trade",
        "/* SELECT 1 */ DROP VIEW trade",
        "SELECT ';'; DROP VIEW trade --",
        "DESCRIBE trade",
        "SUMMARIZE trade",
        "SHOW TABLES",
        "SELECT * FROM (DESCRIBE trade)",
        "WITH x AS (DELETE FROM trade RETURNING *) FROM x",
        "WITH x AS (INSERT INTO trade SELECT * FROM trade RETURNING *) FROM x",
        "WITH x AS (COPY trade TO '{file}') FROM x",
        "FROM '{file}'",
        'FROM "{file}"',
        "FROM read_csv('{file}')",
        "FROM read_csv_auto('{file}')",
        "FROM read_text('{file}')",
        "FROM read_blob('{file}')",
        "FROM read_parquet('{file}')",
        "FROM read_json('{file}')",
        "FROM parquet_metadata('{file}')",
        "FROM sniff_csv('{file}')",
        "FROM glob('/*')",
        "FROM query('SELECT 1')",
        "FROM query_table('trade')",
        "FROM json_execute_serialized_sql('x')",
        "FROM duckdb_settings()",
        "FROM duckdb_tables",
        "FROM pragma_version()",
        "FROM information_schema.tables",
        "FROM pg_catalog.pg_class",
        "FROM pg_class",
        "FROM sqlite_master",
        "FROM memory.main.trade",
        "FROM store.x",
        "FROM test_all_types()",
        "FROM histogram_values(trade, total)",
        "SELECT * FROM trade, (SELECT * FROM read_csv('{file}'))",
        "SELECT (SELECT count(*) FROM sqlite_master)",
        "SELECT 1 WHERE EXISTS (FROM glob('*'))",
        "SELECT 1 ORDER BY (SELECT max(content) FROM read_text('{file}'))",
        "SELECT getenv('HOME')",
        "SELECT current_setting('memory_limit')",
        "SELECT getvariable('x')",
        "SELECT version()",
        "SELECT current_database(), current_schema()",
        "SELECT current_query()",
        "SELECT nextval('x')",
        "SELECT random()",
        "SELECT RANDOM ( )",
        'SELECT "random"()',
        "SELECT main.random()",
        "SELECT system.main.random()",
        "SELECT uuid()",
        "SELECT gen_random_uuid()",
        "SELECT now()",
        "SELECT today()",
        "SELECT current_date",
        "SELECT Current_Timestamp",
        "SELECT localtime",
        "SELECT current_user",
        "SELECT get_current_timestamp()",
        "SELECT age(DATE '2020-01-01')",
        "SELECT ago(INTERVAL 1 DAY)",
        "SELECT sleep_ms(10000)",
        "SELECT setseed(0.5)",
        "SELECT reservoir_quantile(total, 0.5) FROM trade",
        "SELECT list_aggregate([1, 2], 'reservoir_quantile', 0.5)",
        "SELECT error('x')",
        "SELECT write_log('x')",
        "SELECT total FROM trade ORDER BY random()",
        "SELECT list_transform([1], lambda x: x + random())",
        "SELECT sum(total) FILTER (random() < 0.5) FROM trade",
        "SELECT * REPLACE (random() AS total) FROM trade",
        "SELECT * FROM trade JOIN prices ON random() < 0.5",
        "SELECT * FROM range(10) t(i) WHERE i < (SELECT random())",
        "SELECT count(*) OVER (ORDER BY random()) FROM trade",
        "SELECT CASE WHEN random() < 0.5 THEN 1 ELSE 2 END",
        "SELECT 1 LIMIT (SELECT (random() * 10)::INT)",
        "FROM trade USING SAMPLE 1",
        "FROM trade TABLESAMPLE 10%",
        "FROM trade AT (VERSION => 1)",
        "SELECT ?",
        "SELECT $1",
        "SELECT $name",
        # A name of a WITH is known where it can be seen, not elsewhere.
        "SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT 1), sqlite_master",
        "WITH sqlite_master AS (SELECT * FROM sqlite_master) FROM sqlite_master",
        "WITH a AS (FROM duckdb_tables), duckdb_tables AS (SELECT 1) FROM a",
        "WITH RECURSIVE pg_class AS (SELECT relname FROM pg_class UNION ALL SELECT relname FROM "
        "pg_class) FROM pg_class",
        "",
        " \n",
        ";",
        "-- nothing",
        "SELECT",
        "SELECT (",
        "SELECT 'a",
        'SELECT "a',
        "SELECT /* a",
        "\x00",
        "SELECT 1\x00; DROP VIEW trade",
        "SELECT '\u202e1'",
        "SELECT '\ud800'",
        "ｓｅｌｅｃｔ 1",
        "SELECT ｎｏｗ()",
        "SELECT " + "1" * LONGEST_QUERY,
    ],
)
def test_refused(engine: SqlEngine, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\nsecret,2\n", encoding="utf-8")
    refuse(engine, sql.replace("{file}", str(file)))
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]
    assert engine.run("SELECT count(*) FROM trade", TABLES).rows == ((3,),)


@pytest.mark.parametrize(
    ("sql", "message", "position", "suggestion"),
    [
        ("SELECT toal FROM trade", 'there is no column "toal" here', 7, 'Did you mean "total"?'),
        (
            "SELECT 'é€\U0001f600', toal FROM trade",
            'there is no column "toal" here',
            14,
            'Did you mean "total"?',
        ),
        ("SELECT total FROM traed", 'there is no dataset "traed"', 18, 'Did you mean "trade"?'),
        ("SELECT total FROM xyz", 'there is no dataset "xyz"', 18, 'There are: "prices", "trade".'),
        (
            "SELECT summ(total) FROM trade",
            'the function "summ" is not one that a query may use',
            7,
            'Did you mean "sum"?',
        ),
        (
            "SELECT now()",
            'the function "now" is not one that a query may use',
            7,
            "A query must give the same result whenever it is run.",
        ),
        (
            "SELECT * FROM read_csv('x.csv')",
            'the function "read_csv" is not one that a query may use',
            14,
            "A query reads the site's datasets and nothing else.",
        ),
        (
            "SELECT current_date",
            "current_date is not allowed in a query",
            7,
            "If it is a column, write the table before it: table.current_date.",
        ),
        ("SELEC 1", 'syntax error at or near "SELEC"', 0, ""),
        (
            "SELECT sum(partner) FROM trade",
            "sum(VARCHAR) does not work with values of these types",
            7,
            "Check the columns' types, or convert a value with CAST(… AS …).",
        ),
        (
            "SELECT total FROM trade GROUP BY year",
            'column "total" must appear in the GROUP BY clause or must be part of an aggregate '
            "function",
            7,
            'Either add it to the GROUP BY list, or use ANY_VALUE("total") if the exact value of '
            '"total" is not important.',
        ),
        (
            "SELECT total / 0 FROM trade",
            "division by zero",
            None,
            "NULLIF(divisor, 0) gives no value instead.",
        ),
        (
            "SELECT (SELECT total FROM trade)",
            "more than one row returned by a subquery used as an expression",
            None,
            "",
        ),
        ("SELECT 'x'::INTEGER", "could not convert string 'x' to INTEGER", 10, ""),
        (
            "SELECT [1] AS a",
            'the column "a" of the result holds a list',
            None,
            "It must be a number, a text, a date, a time, or true or false: take a part of it, or "
            "convert it with CAST(… AS …).",
        ),
        ("DROP VIEW trade", "this is not a SELECT", None, "Write one SELECT."),
        ("SELECT 1; SELECT 2", "these are 2 statements", None, "Write one SELECT."),
    ],
)
def test_errors_in_words(
    engine: SqlEngine, sql: str, message: str, position: int | None, suggestion: str
) -> None:
    error = refuse(engine, sql)
    assert (error.message, error.position, error.suggestion) == (message, position, suggestion)
    assert str(error) == (f"{message}. {suggestion}" if suggestion else message)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELECT {'a': 1} AS c", "a structure"),
        ("SELECT ROW(1, 2) AS c", "a structure"),
        ("SELECT MAP {'a': 1} AS c", "a map"),
        ("SELECT INTERVAL 1 DAY AS c", "an interval"),
        ("SELECT 'a'::BLOB AS c", "binary data"),
        ("SELECT [1.5::DECIMAL(5,2)] AS c", "a list"),
        ("SELECT TIMESTAMPTZ '2020-01-01 00:00:00+00' AS c", "a time with a time zone"),
        ("SELECT exp(1000) AS c", "an infinite number"),
        ("SELECT 'nan'::DOUBLE AS c", "a number that is not defined"),
        ("SELECT DATE 'infinity' AS c", "a date outside the years 1 to 9998"),
        ("SELECT DATE '0044-03-15 (BC)' AS c", "a date outside the years 1 to 9998"),
        ("SELECT trade AS c FROM trade", "a structure"),
    ],
)
def test_values_that_cannot_be_shown(engine: SqlEngine, sql: str, found: str) -> None:
    assert refuse(engine, sql).message == f'the column "c" of the result holds {found}'


def test_columns_of_one_name(engine: SqlEngine) -> None:
    error = refuse(engine, "SELECT 1 AS a, 2 AS a")
    assert error.message == 'the result has more than one column "a"'


def test_allowed_functions_exist_and_depend_on_their_arguments_alone() -> None:
    known: dict[str, set[str]] = {}
    with duckdb.connect() as connection:
        for name, stability in connection.execute(
            "SELECT lower(function_name), stability FROM duckdb_functions()"
        ).fetchall():
            known.setdefault(name, set()).add(stability or "CONSISTENT")
    assert known.keys() >= FUNCTIONS | TABLE_FUNCTIONS
    assert [f for f in sorted(FUNCTIONS) if known[f] != {"CONSISTENT"}] == []


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_text('{file}')",
        "COPY (SELECT 1) TO '{file}'",
        "ATTACH '{file}'",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "LOAD httpfs",
    ],
)
def test_database_refuses_what_the_guard_refuses(tmp_path: Path, sql: str) -> None:
    database = Database(64, 5, 10)
    with pytest.raises(duckdb.Error):
        database.connection.execute(sql.replace("{file}", str(tmp_path / "f")))


def test_database_does_not_write_while_it_answers() -> None:
    database = Database(64, 5, 10)
    database.load_all({"d": ([["a", "number"]], [[1.0]])})
    assert database.run("FROM t", {"t": "d"})["rows"] == [[1.0]]
    with pytest.raises(duckdb.Error, match="read-only"):
        database.connection.execute('DELETE FROM store."d"')


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            "SELECT FROM WHERE WITH AS ( ) , * trade total 1 'a' \" ; -- /* */ JOIN ON + = "
            "random() [ ] { } : . UNION ORDER BY GROUP CASE END NULL \n lambda x $1 é".split(" ")
        ),
        max_size=14,
    ).map(" ".join)
)
@settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_gives_a_result_or_an_error_in_words(engine: SqlEngine, sql: str) -> None:
    (answer,) = engine.run_many([sql], TABLES)
    assert isinstance(answer, SqlResult | SqlError)
    assert not isinstance(answer, SqlUnavailableError)
    if isinstance(answer, SqlError):
        assert "\n" not in answer.message
        assert not answer.message.endswith((".", "!"))
        assert "Error:" not in answer.message
        assert answer.position is None or 0 <= answer.position <= len(sql)


# What a hostile query cannot do

HOSTILE = {
    "recursion without end": "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) "
    "SELECT count(*) FROM r",
    "recursion that doubles": "WITH RECURSIVE r AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM "
    "r) SELECT count(*) FROM r",
    "cross join": "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c "
    "WHERE a.range + b.range + c.range = 1",
    "sorted cross join": "SELECT a.range || b.range AS x FROM range(10000) a, range(10000) b "
    "ORDER BY x",
    "repeat": "SELECT length(repeat('x', 1000000000))",
    "repeat twice": "SELECT repeat(repeat('x', 30000), 30000)",
    "repeat by row": "SELECT sum(length(repeat('x', 100000000 + range))) FROM range(1000)",
    "range": "SELECT sum(sin(range)) FROM range(1000000000000)",
    "list of a range": "SELECT len(range(1000000000))",
    "aggregated list": "SELECT list_sum(range(1000000000))",
    "transformed list": "SELECT list_sum(list_transform(range(100000000), lambda x: x * 2.5))",
    "reduced list": "SELECT list_reduce(range(1, 100000000), lambda x, y: x + y)",
    "joined texts": "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(10000000)",
    "regular expression": "SELECT regexp_replace(repeat('a', 30000000), '(a?){500}', 'b', 'g')",
    "padding": "SELECT length(lpad('x', 2000000000, 'y'))",
    "format width": "SELECT format('{:2000000000d}', 1)",
    "replacement": "SELECT length(replace(repeat('a', 100000), 'a', repeat('b', 100000)))",
    "edit distance": "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "edit distance in memory": "SELECT damerau_levenshtein(repeat('a', 30000), repeat('b', 30000))",
    "large result": "SELECT repeat('x', 1000000) FROM range(900)",
    "sets": "SELECT count(DISTINCT a.range * 100000 + b.range) FROM range(100000) a, "
    "range(100000) b",
    "parentheses": "SELECT " + "(" * 9900 + "1" + ")" * 9900,
    "open parentheses": "SELECT " + "(" * 19000,
    "brackets": "SELECT " + "[" * 9900 + "1" + "]" * 9900,
    "subqueries": "SELECT * FROM (" * 1000 + "SELECT 1" + ")" * 1000,
    "scalar subqueries": "(SELECT " * 2000 + "1" + ")" * 2000,
    "cases": "SELECT " + "CASE WHEN true THEN " * 600 + "1" + " END" * 600,
    "sums": "SELECT 1" + "+1" * 4000,
    "negations": "SELECT " + "NOT " * 4900 + "true",
    "calls": "SELECT " + "abs(" * 3900 + "1" + ")" * 3900,
    "lambdas": "SELECT " + "list_transform([1], lambda x: " * 300 + "1" + ")" * 300,
    "comments": "SELECT " + "/*" * 4000,
    "joins": "SELECT count(*) FROM trade" + ", trade" * 2000,
    "long": "SELECT '" + "x" * 1_000_000 + "'",
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(strict: SqlEngine, sql: str) -> None:
    refuse(strict, sql)
    assert strict.run("SELECT count(*) FROM trade", TABLES).rows == ((3,),)


def test_hostile_among_others(strict: SqlEngine) -> None:
    queries = [
        "SELECT 1",
        HOSTILE["open parentheses"],
        "SELECT 2",
        HOSTILE["edit distance"],
        HOSTILE["repeat"],
        "SELECT count(*) FROM trade",
        "SELECT now()",
        HOSTILE["range"],
        "SELECT 4",
    ]
    answers = strict.run_many(queries, TABLES)
    assert [a.rows[0][0] if isinstance(a, SqlResult) else "refused" for a in answers] == [
        1,
        "refused",
        2,
        "refused",
        "refused",
        3,
        "refused",
        "refused",
        4,
    ]


# Tables


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (SqlTable("bad", (("n", "integer"),), ((2**70,),)), "out of range"),
        (SqlTable("bad", (("n", "year"),), ((2**40,),)), "out of range"),
        (SqlTable("bad", (("d", "date"),), (("2020-13-01",),)), "2020-13-01"),
        (SqlTable("bad", (("A", "string"), ("a", "string")), ()), "already exists"),
        (SqlTable("bad", (("a", "string"), ("b", "string")), (("x",),)), "2 values"),
        (SqlTable("bad", (), ()), "at least one column"),
    ],
)
def test_table_that_does_not_load(engine: SqlEngine, table: SqlTable, reason: str) -> None:
    good, bad = engine.run_many(["SELECT 1 FROM prices", "FROM bad"], {**TABLES, "bad": table})
    assert isinstance(good, SqlResult)
    assert isinstance(bad, SqlError)
    assert bad.message.startswith("the dataset cannot be loaded: ")
    assert reason in bad.message


def test_same_name_other_rows(engine: SqlEngine) -> None:
    for number in (1, 2, 1, 3, 2):
        table = SqlTable("t", (("a", "integer"),), ((number,),))
        assert engine.run("FROM t", {"t": table}).rows == ((number,),)
    assert "no dataset" in refuse(engine, "FROM t", {}).message


def test_same_rows_other_names(engine: SqlEngine) -> None:
    tables = {name: SqlTable(name, PRICES.columns, PRICES.rows) for name in ("a", "b")}
    result = engine.run("SELECT sum(a.price + b.price) FROM a JOIN b USING (year)", tables)
    assert result.rows == ((7.0,),)


def test_tables_make_room_for_others(strict: SqlEngine) -> None:
    text = "x" * 1000
    tables = {
        f"t{i}": SqlTable(
            f"t{i}", (("a", "integer"), ("b", "string")), ((i, text + str(i)),) * 4000
        )
        for i in range(6)
    }
    for _ in range(2):
        for i in range(6):
            assert strict.run(f"FROM t{i} SELECT max(a)", tables).rows == ((i,),)
    # Together they are more than what is kept, and a query gets them all the same.
    joined = "FROM " + " POSITIONAL JOIN ".join(tables) + " SELECT max(t0.a + t1.a + t4.a + t5.a)"
    assert strict.run(joined, tables).rows == ((10,),)


def test_digest() -> None:
    columns = (("a", "number"),)
    table = SqlTable("t", columns, ((1.5,), (None,)))
    same = SqlTable("t", columns, ((1.5,), (None,)))
    assert table == same
    assert hash(table) == hash(same)
    assert table.digest == SqlTable("other", columns, table.rows).digest
    others = [
        SqlTable("t", (("a", "string"),), table.rows),
        SqlTable("t", (("b", "number"),), table.rows),
        SqlTable("t", columns, ((None,), (1.5,))),
        SqlTable("t", columns, ((1.5,), ("",))),
    ]
    assert len({t.digest for t in (table, *others)}) == 5
    assert table not in others
    assert table != SqlTable("other", columns, table.rows)
    assert table != "t"


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT 1", ()),
        ("SELECT * FROM b JOIN A USING (x)", ("b", "a")),
        ("WITH c AS (FROM a) SELECT * FROM c, b, c AS d", ("a", "b")),
        ("WITH a AS (FROM a) FROM a", ("a",)),
        (
            "SELECT (SELECT max(x) FROM b) FROM a WHERE x IN (FROM c) ORDER BY (FROM d)",
            ("b", "a", "c", "d"),
        ),
        ("FROM a UNION ALL FROM b", ("a", "b")),
        ("PIVOT a ON x IN (1, 2) USING sum(y)", ("a",)),
        ("SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x)", ("a", "b")),
    ],
)
def test_table_names(engine: SqlEngine, sql: str, names: tuple[str, ...]) -> None:
    assert sorted(engine.table_names(sql)) == sorted(names)


def test_table_names_of_what_is_refused(engine: SqlEngine) -> None:
    with pytest.raises(SqlError, match="syntax error"):
        engine.table_names("SELEC 1")
    with pytest.raises(SqlError, match="read_csv"):
        engine.table_names("FROM read_csv('x')")
    answers = engine.table_names_many(["FROM a", "FROM"])
    assert answers[0] == ("a",)
    assert isinstance(answers[1], SqlError)


# The worker


def test_many_in_order(engine: SqlEngine) -> None:
    answers = engine.run_many([f"SELECT {i}" for i in range(300)], {})
    assert [a.rows for a in answers if isinstance(a, SqlResult)] == [((i,),) for i in range(300)]
    assert engine.run_many([], TABLES) == []


def test_two_threads(engine: SqlEngine) -> None:
    found: dict[int, list[Cell]] = {0: [], 1: []}

    def ask(thread: int) -> None:
        for i in range(40):
            table = SqlTable("t", (("a", "integer"),), ((1000 * thread + i,),))
            found[thread].append(engine.run("FROM t", {"t": table}).rows[0][0])

    threads = [threading.Thread(target=ask, args=(n,)) for n in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: list(range(40)), 1: list(range(1000, 1040))}


def worker_of(engine: SqlEngine) -> int:
    engine.table_names("SELECT 1")
    assert engine._worker is not None
    return engine._worker.pid


def test_killed_between_queries() -> None:
    with SqlEngine() as engine:
        first = worker_of(engine)
        os.kill(first, signal.SIGKILL)
        assert engine.run("SELECT count(*) FROM trade", TABLES).rows == ((3,),)
        assert worker_of(engine) != first


def test_killed_within_a_query() -> None:
    with SqlEngine(seconds=1) as engine:
        first = worker_of(engine)
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
        answers = engine.run_many([HOSTILE["range"], "SELECT count(*) FROM trade"], TABLES)
        assert isinstance(answers[0], SqlError)
        assert answers[0].message == "the query takes longer than the 1 seconds it may take"
        assert isinstance(answers[1], SqlResult)
        assert worker_of(engine) != first


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with SqlEngine() as engine:
        worker_of(engine)
        with monkeypatch.context() as patch:
            patch.setattr(sql_process.WorkerProcess, "receive", interrupt)
            with pytest.raises(KeyboardInterrupt):
                engine.run("SELECT 1", {})
        assert engine.run("SELECT 2", {}).rows == ((2,),)


def test_closed_and_used_again() -> None:
    engine = SqlEngine()
    first = worker_of(engine)
    engine.close()
    engine.close()
    assert not alive(first)
    assert engine.run("SELECT 1", {}).rows == ((1,),)
    engine.close()


def test_worker_of_the_process_it_was_forked_from() -> None:
    with SqlEngine() as parent, SqlEngine() as engine:
        first = worker_of(parent)
        # What a forked child has: its parent's worker, of which it is not the owner.
        engine._worker, parent._worker = parent._worker, None
        assert engine._worker is not None
        engine._worker.owner = -1
        assert engine.run("SELECT 1", {}).rows == ((1,),)
        assert worker_of(engine) != first
    assert wait_until(lambda: not alive(first))


def alive(pid: int) -> bool:
    """Whether a process runs; one that nobody has waited for does not."""
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


def wait_until(condition: Callable[[], bool]) -> bool:
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("query", ["SELECT 1", HOSTILE["range"]], ids=["idle", "busy"])
def test_dies_with_its_parent(query: str) -> None:
    program = (
        "import sys, threading\n"
        "from plumbline.data.sql_engine import SqlEngine\n"
        "engine = SqlEngine(seconds=600)\n"
        "engine.table_names('SELECT 1')\n"
        "print(engine._worker.pid, flush=True)\n"
        "engine.run(sys.argv[1], {})\n"
        "threading.Event().wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, query], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert alive(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not alive(worker))


def test_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    started: list[dict[str, Any]] = []
    real = subprocess.Popen

    def record(*arguments: Any, **options: Any) -> Any:
        started.append(options)
        return real(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", record)
    with SqlEngine() as engine:
        engine.run("SELECT 1", {})
    (options,) = started
    assert "SECRET_TOKEN" not in options["env"]
    assert options.get("close_fds", True)


def test_without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with SqlEngine() as engine, pytest.raises(SqlUnavailableError, match="not installed"):
        engine.run("SELECT 1", {})


def test_without_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with SqlEngine() as engine, pytest.raises(SqlUnavailableError, match="did not start"):
        engine.run("SELECT 1", {})


def test_same_query_same_result(engine: SqlEngine) -> None:
    rows = tuple((math.sin(i) * 10.0 ** (i % 17), f"g{i % 13}") for i in range(5000))
    table = SqlTable("t", (("x", "number"), ("g", "string")), rows)
    sql = "SELECT g, sum(x) AS s, avg(x) AS a, stddev(x) AS d FROM t GROUP BY g"
    first = engine.run(sql, {"t": table})
    with SqlEngine() as other:
        assert [other.run(sql, {"t": table}) for _ in range(3)] == [first] * 3
