"""DuckDB in memory: tables that were loaded, and queries that may read nothing else."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from plumbline.data.sql_errors import SqlError, describe_failure, nearest
from plumbline.data.sql_guard import check_text, check_tree
from plumbline.data.sql_values import column_type, read_rows

__all__ = ["Database"]

_TYPES = {
    "number": "DOUBLE",
    "integer": "BIGINT",
    "year": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_PARSED_AHEAD = 2_000  # characters of a query that is parsed together with others


class Database:
    """DuckDB in memory, with the tables that were loaded and nothing else to read.

    Args:
        memory_mb: what DuckDB may allocate; a quarter of it may be tables kept for later.
        seconds: how long a query may take.
        max_rows: rows a result has at most.
    """

    def __init__(self, memory_mb: int, seconds: float, max_rows: int) -> None:
        self.memory_mb, self.seconds, self.max_rows = memory_mb, seconds, max_rows
        self.connection = duckdb.connect(
            ":memory:",
            config={
                "threads": 1,
                "async_threads": 1,
                "memory_limit": f"{memory_mb}MiB",
                "max_execution_time": max(1, int(seconds * 1000)),
                "temp_directory": "",
                "enable_external_access": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "allow_unsigned_extensions": False,
                "python_enable_replacements": False,
                "preserve_insertion_order": True,
                "errors_as_json": True,
                # Division by zero is an error, as the standard has it, not an infinite number.
                "ieee_floating_point_ops": False,
            },
        )
        self._do("CREATE SCHEMA store")
        self._do("SET TimeZone = 'UTC'")
        self._do("SET lock_configuration = true")
        self.tables: OrderedDict[str | None, int] = OrderedDict()  # digest: bytes, last used last
        self.names: dict[str, str] = {}  # view: digest
        self.broken: dict[str | None, SqlError] = {}  # digest: why the table could not be loaded
        self.wanted: set[str | None] = set()  # digests of what the query that waits reads
        self.parsed: dict[str, str] = {}  # query: its parse tree
        self._reading = False

    def lock(self) -> None:
        """Begin a transaction that cannot write.

        The guard has seen to it that a query writes nothing; this is the second lock on that door.
        """
        if not self._reading:
            self._do("BEGIN TRANSACTION READ ONLY")
            self._reading = True

    def unlock(self) -> None:
        """End the transaction: before writing, and after an error, which spoils it."""
        if self._reading:
            self._reading = False
            self._do("ROLLBACK")

    def _do(self, statement: str, values: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(statement, values or None)

    def load(self, digest: str, columns: Sequence[Sequence[str]], rows: list[list[Any]]) -> None:
        """Keep a table under its digest."""
        declared = ", ".join(f"{_quote(n)} {_TYPES.get(t, 'VARCHAR')}" for n, t in columns)
        self._do(f'CREATE OR REPLACE TABLE store."{digest}" ({declared})')
        with self.connection.appender(f'store."{digest}"') as appender:
            appender.append_rows(rows)
        width = 16 * len(columns)
        text = sum(len(c) for row in rows for c in row if isinstance(c, str))
        self.tables[digest] = text + width * len(rows)

    def load_all(self, tables: Mapping[str, tuple[Any, Any]]) -> None:
        """Load tables, and forget the least recently used others when they are too many."""
        self.unlock()
        for digest, (columns, rows) in tables.items():
            try:
                self.load(digest, columns, rows)
            except (duckdb.Error, UnicodeError, ValueError, TypeError, OverflowError) as error:
                self.tables.pop(digest, None)
                self._do(f'DROP TABLE IF EXISTS store."{digest}"')
                reason = describe_failure(str(error), "", self.memory_mb, self.seconds)
                self.broken[digest] = SqlError(
                    f"the dataset cannot be loaded: {reason.message}", None, reason.suggestion
                )
        budget = self.memory_mb * 1024 * 1024 // 4
        for unused in [d for d in self.tables if d not in tables and d not in self.wanted]:
            if sum(self.tables.values()) <= budget:
                break
            del self.tables[unused]
            for name in [n for n, d in self.names.items() if d == unused]:
                del self.names[name]
                self._do(f"DROP VIEW {_quote(name)}")
            self._do(f'DROP TABLE store."{unused}"')

    def parse(self, queries: Sequence[str]) -> None:
        """Parse queries ahead, all at once, in a sixth of the time; `read` does what is left."""
        self.parsed.clear()
        queries = [sql for sql in queries if len(sql) <= _PARSED_AHEAD]
        if len(queries) > 1:
            asked = "SELECT q, json_serialize_sql(q) FROM (SELECT unnest(?::VARCHAR[]) AS q)"
            try:
                self.parsed.update(self._do(asked, [queries]).fetchall())
            except duckdb.Error:
                self.unlock()

    def read(self, sql: str) -> tuple[tuple[str, int | None], ...]:
        """Return the tables a query reads, in lower case, with their offsets.

        Raises:
            SqlError: it cannot be read, or is not allowed.
        """
        check_text(sql)
        encoded = sql.encode()
        text = self.parsed.pop(sql, None)
        if text is None:
            (text,) = self._do("SELECT json_serialize_sql(?)", [sql]).fetchone() or ("",)
        try:
            tree = json.loads(text)
        except RecursionError:
            raise SqlError("the query is nested too deeply") from None
        if tree["error"]:
            if tree["error_type"] == "not implemented":
                raise SqlError("this is not a SELECT", None, "Write one SELECT.")
            raise describe_failure(text, sql, self.memory_mb, self.seconds)
        return check_tree(tree, lambda at: len(encoded[:at].decode("utf-8", "ignore")))

    def run(self, sql: str, tables: Mapping[str, str | None]) -> dict[str, Any]:
        """Return the reply to a query over tables given by name and digest.

        Raises:
            SqlError: it has no result.
            duckdb.Error: it has none for a reason that DuckDB knows.
        """
        wanted: dict[str, str | None] = {}
        for name, position in self.read(sql):
            if name not in tables:
                offered = ", ".join(f'"{t}"' for t in sorted(tables)[:8])
                advice = nearest(name, tables) or (f"There are: {offered}." if offered else "")
                raise SqlError(f'there is no dataset "{name}"', position, advice)
            digest = tables[name]
            if digest in self.broken:
                raise self.broken[digest]
            wanted[name] = digest
        missing = [name for name, digest in wanted.items() if digest not in self.tables]
        if missing:
            self.wanted = set(wanted.values())
            return {"need": missing}
        for name, digest in wanted.items():
            self._show(name, str(digest))
        self.lock()
        cursor = self._do(sql)
        described = [(str(c[0]), str(c[1])) for c in cursor.description or ()]
        names = [name for name, _ in described]
        types = [column_type(name, kind) for name, kind in described]
        repeated = next((n for n, count in Counter(names).items() if count > 1), None)
        if repeated is not None:
            raise SqlError(
                f'the result has more than one column "{repeated}"',
                None,
                "Give each a name of its own with AS.",
            )
        rows, truncated = read_rows(cursor, names, types, self.max_rows)
        return {"columns": names, "types": types, "rows": rows, "truncated": truncated}

    def _show(self, name: str, digest: str) -> None:
        """Let a name mean a table that is loaded."""
        self.tables.move_to_end(digest)
        if self.names.get(name) != digest:
            self.unlock()
            self._do(f'CREATE OR REPLACE VIEW {_quote(name)} AS FROM store."{digest}"')
            self.names[name] = digest


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
