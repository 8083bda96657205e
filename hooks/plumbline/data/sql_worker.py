"""The process that runs queries, apart from everything else: `python -m plumbline.data.sql_worker`.

DuckDB's own limits do not hold against a hostile query within a process (`repeat()` reached 2.3 GB
under a limit of 200 MB), so the process has limits set by the kernel, can be killed, and knows
nothing but the tables it was given. It imports nothing of plumbline beyond the guard.

What it says and is told is in `sql_protocol`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import IO, Any

import duckdb

from plumbline.data.sql_errors import SqlError, describe_failure, nearest
from plumbline.data.sql_guard import check_text, check_tree
from plumbline.data.sql_protocol import EXIT_FAULT, EXIT_MEMORY, encode_message
from plumbline.data.sql_values import column_type, read_rows

__all__ = ["main"]
_HEADROOM_MB = 256  # for Python's own copies of what comes in and goes out
_TYPES = {
    "number": "DOUBLE",
    "integer": "BIGINT",
    "year": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


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
        self.tables: OrderedDict[str, int] = OrderedDict()  # digest: bytes, last used last
        self.names: dict[str, str] = {}  # view: digest
        self.broken: dict[str, SqlError] = {}  # digest: why the table could not be loaded

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
        for digest in [d for d in self.tables if d not in tables]:
            if sum(self.tables.values()) <= budget:
                break
            del self.tables[digest]
            for name in [n for n, d in self.names.items() if d == digest]:
                del self.names[name]
                self._do(f"DROP VIEW IF EXISTS {_quote(name)}")
            self._do(f'DROP TABLE store."{digest}"')

    def read(self, sql: str) -> tuple[tuple[str, int | None], ...]:
        """Return the tables a query reads, in lower case, with their offsets.

        Raises:
            SqlError: it cannot be read, or is not allowed.
        """
        check_text(sql)
        encoded = sql.encode()
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
        used = self.read(sql)
        for name, position in used:
            if name not in tables:
                offered = ", ".join(f'"{t}"' for t in sorted(tables)[:8])
                advice = nearest(name, tables) or (f"There are: {offered}." if offered else "")
                raise SqlError(f'there is no dataset "{name}"', position, advice)
            if tables[name] in self.broken:
                raise self.broken[tables[name]]
        missing = [name for name, _ in used if tables[name] not in self.tables]
        if missing:
            return {"need": missing}
        for name, _ in used:
            digest = tables[name]
            self.tables.move_to_end(digest)
            if self.names.get(name) != digest:
                self._do(f'CREATE OR REPLACE VIEW {_quote(name)} AS FROM store."{digest}"')
                self.names[name] = digest
        # The guard has seen to it that nothing is written; this is the second lock on that door.
        self._do("BEGIN TRANSACTION READ ONLY")
        try:
            cursor = self._do(sql)
            names = [str(c[0]) for c in cursor.description or ()]
            types = [
                column_type(n, str(c[1]))
                for n, c in zip(names, cursor.description or (), strict=True)
            ]
            repeated = next((n for n in names if names.count(n) > 1), None)
            if repeated is not None:
                raise SqlError(
                    f'the result has more than one column "{repeated}"',
                    None,
                    "Give each a name of its own with AS.",
                )
            rows, truncated = read_rows(cursor, names, types, self.max_rows)
        finally:
            self._do("ROLLBACK")
        return {"columns": names, "types": types, "rows": rows, "truncated": truncated}


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _answer(database: Database, action: str, sql: str, tables: Mapping[str, str]) -> dict[str, Any]:
    try:
        if action == "names":
            return {"names": [name for name, _ in database.read(sql)]}
        return database.run(sql, tables)
    except SqlError as error:
        return {"error": error.as_dict()}
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except (duckdb.FatalException, duckdb.InternalException):
        os._exit(EXIT_FAULT)
    except (duckdb.Error, ValueError, OverflowError) as error:
        found = describe_failure(str(error), sql, database.memory_mb, database.seconds)
        return {"error": found.as_dict()}


def _limit(memory_mb: int) -> None:
    """Take from the process what no query needs: address space, files, core dumps."""
    room = (memory_mb + _HEADROOM_MB) << 20
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  (no pathlib here)
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + room, used + room))
    except (OSError, ValueError):
        pass  # macOS honours no limit of address space; `_watch` looks at what is resident
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(what, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the kernel end the process when it is orphaned within a query that does not end."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _watch(parent: int, memory_mb: int) -> None:
    """End the process when its parent is gone or it has grown too large."""
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most = start + ((memory_mb + _HEADROOM_MB) << 20) // unit
    while os.getppid() == parent:
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > most:
            os._exit(EXIT_MEMORY)
        time.sleep(0.1)
    os._exit(0)


def _read(stream: IO[bytes]) -> Any:
    """Return the next message, or None at the end of the stream."""
    header = stream.read(4)
    if len(header) < 4:
        return None
    return json.loads(stream.read(int.from_bytes(header, "big")))


def _write(stream: IO[bytes], message: object) -> None:
    stream.write(encode_message(message))
    stream.flush()


def main(arguments: Sequence[str]) -> None:
    """Answer requests until standard input ends.

    Args:
        arguments: the parent's process id, MB of memory, seconds a query, rows a result.
    """
    parent, memory_mb, max_rows = int(arguments[0]), int(arguments[1]), int(arguments[3])
    requests, replies = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not look like a reply
    database = Database(memory_mb, float(arguments[2]), max_rows)
    database.read("SELECT 1")
    threading.Thread(target=_watch, args=(parent, memory_mb), daemon=True).start()
    _limit(memory_mb)
    _write(replies, {"ready": duckdb.__version__})
    while (request := _read(requests)) is not None:
        if "load" in request:
            _limit_time(60)
            database.load_all(request["load"])
            _write(replies, {"loaded": True})
            continue
        action = "names" if "names" in request else "run"
        for sql in request[action]:
            _limit_time(database.seconds)
            reply = _answer(database, action, sql, request.get("tables", {}))
            _write(replies, reply)
            if "need" in reply:
                break


if __name__ == "__main__":
    main(sys.argv[1:])
