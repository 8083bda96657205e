"""SQL over the site's datasets, for claims and charts: one SELECT, in a process of its own.

A query sees only the tables it is given. The same query over the same tables gives the same
result: DuckDB runs on one thread, keeps the order of rows, and functions that look at a clock, at
chance or at the machine are refused (`sql_guard`). Without ORDER BY, rows come as the tables hold
them, and groups in an order that is stable but DuckDB's own: whoever cares writes ORDER BY.

Values of a result: numbers, texts, true or false, None for NULL; dates and times as ISO 8601
text; DECIMAL as a float, or as an int where it has no decimals. A value that is not finite
(division by zero, the logarithm of zero) is an error: it would otherwise vanish from a chart.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from types import TracebackType
from typing import Any, TypeVar

from plumbline.data.sql_errors import SqlError, SqlUnavailableError
from plumbline.data.sql_guard import check_text
from plumbline.data.sql_process import WorkerDiedError, WorkerProcess, WorkerTimeoutError
from plumbline.data.sql_protocol import EXIT_MEMORY
from plumbline.data.table import Cell

__all__ = ["SqlEngine", "SqlError", "SqlResult", "SqlTable", "SqlUnavailableError"]

_Answer = TypeVar("_Answer")

_GRACE_SECONDS = 1.0  # between DuckDB's own time limit and the worker's end
_LOAD_SECONDS = 60.0
_KEPT_RESULTS = 50_000
_KEPT_ROWS = 50  # of a result that is kept


@dataclass(frozen=True, slots=True, eq=False)
class SqlTable:
    """A table that queries may read.

    Attributes:
        name: its name in queries: a-z, 0-9 and underscores.
        columns: name and Table Schema type of each. A number is a DOUBLE, an integer a BIGINT, a
            year an INTEGER, a boolean a BOOLEAN, a date a DATE, anything else a VARCHAR.
        rows: one tuple of cells a row; None is NULL, a date is ISO 8601 text.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    _digest: list[str] = field(default_factory=list, init=False, repr=False)

    @property
    def digest(self) -> str:
        """Hash of columns and rows; computed once, in about 0.3 s a million cells."""
        if not self._digest:
            text = json.dumps([self.columns, self.rows], separators=(",", ":"))
            self._digest.append(blake2b(text.encode(), digest_size=16).hexdigest())
        return self._digest[0]

    @property
    def known_digest(self) -> str | None:
        """The digest if it was computed before."""
        return self._digest[0] if self._digest else None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, SqlTable):
            return NotImplemented
        return self.name == other.name and self.digest == other.digest

    def __hash__(self) -> int:
        return hash((self.name, self.digest))


@dataclass(frozen=True, slots=True)
class SqlResult:
    """What a query gave.

    Attributes:
        columns: names, all different.
        types: their Table Schema types: number, integer, string, boolean, date, datetime, time,
            or any where there are only NULLs.
        rows: one tuple of cells a row.
        truncated: whether there were more rows than the engine's `max_rows`.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool


class SqlEngine:
    """Runs queries in a worker process, which is started when it is first needed.

    Safe to use from several threads: one query runs at a time. A context manager; `close` ends
    the worker, and a later query starts another.

    Args:
        memory_mb: memory a query may use, in MB; the worker ends beyond that and some headroom.
        seconds: time a query may take; the worker is killed a second later.
        max_rows: rows of a result; the rest is cut off and the result says so.
    """

    def __init__(
        self, *, memory_mb: int = 512, seconds: float = 5.0, max_rows: int = 100_000
    ) -> None:
        self.memory_mb = memory_mb
        self.seconds = seconds
        self.max_rows = max_rows
        self._lock = threading.Lock()
        self._worker: WorkerProcess | None = None
        # Briefings ask about the same rows again and again, and queries have no other inputs.
        self._kept: dict[tuple[str, tuple[tuple[str, str], ...]], SqlResult] = {}

    def __enter__(self) -> SqlEngine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def run(self, sql: str, tables: Mapping[str, SqlTable]) -> SqlResult:
        """Return the result of one query over tables by name.

        Raises:
            SqlUnavailableError: the database could not be asked.
            SqlError: the query has no result.
        """
        return _unwrap(self.run_many([sql], tables)[0])

    def run_many(
        self, queries: Sequence[str], tables: Mapping[str, SqlTable]
    ) -> list[SqlResult | SqlError]:
        """Return the result, or the error, of each query over the same tables.

        All are sent at once; each has the whole time and memory to itself.
        """
        given = {name.lower(): table for name, table in tables.items()}
        digests = tuple(sorted((name, table.digest) for name, table in given.items()))
        new = [sql for sql in dict.fromkeys(queries) if (sql, digests) not in self._kept]
        fresh: dict[str, SqlResult | SqlError] = {}
        for sql, reply in zip(new, self._ask("run", new, given) if new else (), strict=True):
            fresh[sql] = reply if isinstance(reply, SqlError) else _result(reply)
        results = [fresh[sql] if sql in fresh else self._kept[sql, digests] for sql in queries]
        if len(self._kept) > _KEPT_RESULTS:
            self._kept.clear()
        for sql, result in fresh.items():
            if isinstance(result, SqlResult) and len(result.rows) <= _KEPT_ROWS:
                self._kept[sql, digests] = result
        return results

    def table_names(self, sql: str) -> tuple[str, ...]:
        """Return the tables a query reads, in lower case, in the order it first names them.

        Names of its own WITH clauses are not among them; whether the tables exist is not asked.

        Raises:
            SqlUnavailableError: the database could not be asked.
            SqlError: the query cannot be read, or is not allowed.
        """
        return tuple(_unwrap(self.table_names_many([sql])[0]))

    def table_names_many(self, queries: Sequence[str]) -> list[tuple[str, ...] | SqlError]:
        """Return what `table_names` gives, or its error, for each query; all are sent at once."""
        replies = self._ask("names", queries, {})
        return [r if isinstance(r, SqlError) else tuple(r["names"]) for r in replies]

    def _ask(
        self, action: str, queries: Sequence[str], tables: Mapping[str, SqlTable]
    ) -> list[dict[str, Any] | SqlError]:
        answers: list[dict[str, Any] | SqlError | None] = [_refusal(sql) for sql in queries]
        waiting = deque(i for i, answer in enumerate(answers) if answer is None)
        together, retried = len(waiting) > 1, -1
        with self._lock:
            while waiting:
                try:
                    queried = [queries[i] for i in waiting]
                    for reply in self._exchange(action, queried, tables, together):
                        answers[waiting.popleft()] = reply
                except SqlUnavailableError as error:
                    for index in waiting:
                        answers[index] = error
                    waiting.clear()
                except (WorkerDiedError, WorkerTimeoutError) as failure:
                    self._end()
                    if together:
                        together = False  # it may be the fault of any of them
                    elif _from_outside(failure) and retried != waiting[0]:
                        retried = waiting[0]
                    else:
                        answers[waiting.popleft()] = self._cause(failure)
                except BaseException:  # such as Ctrl-C: replies may be under way
                    self._end()
                    raise
        return [a for a in answers if a is not None]

    def _exchange(
        self, action: str, queries: Sequence[str], tables: Mapping[str, SqlTable], together: bool
    ) -> Iterator[dict[str, Any] | SqlError]:
        """Send queries and yield the replies, until the worker needs tables it has not got."""
        worker = self._ready()
        digests = {name: table.known_digest for name, table in tables.items()}
        worker.send({action: queries, "tables": digests, "together": together}, _LOAD_SECONDS)
        patience = self.seconds + _GRACE_SECONDS
        for number in range(len(queries)):
            # They are parsed before the first reply, which has the same time once more.
            reply = worker.receive(patience + self.seconds if together and not number else patience)
            if "need" in reply:
                needed = [tables[name] for name in reply["need"]]
                worker.send(
                    {"load": {t.digest: [t.columns, t.rows] for t in needed}}, _LOAD_SECONDS
                )
                worker.receive(_LOAD_SECONDS)
                return
            yield SqlError.from_dict(reply["error"]) if "error" in reply else reply

    def _ready(self) -> WorkerProcess:
        if self._worker is not None and self._worker.owner != os.getpid():
            self._worker.abandon()
            self._worker = None
        if self._worker is None:
            self._worker = WorkerProcess(self.memory_mb, self.seconds, self.max_rows)
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _cause(self, failure: WorkerDiedError | WorkerTimeoutError) -> SqlError:
        """Return why the worker was ended, or ended itself."""
        code = failure.code if isinstance(failure, WorkerDiedError) else -signal.SIGXCPU
        if code == -signal.SIGXCPU:
            return SqlError(
                f"the query takes longer than the {self.seconds:g} seconds it may take",
                passing=True,
            )
        if code == EXIT_MEMORY:
            return SqlError(
                f"the query needs more than the {self.memory_mb} MB of memory it may use",
                passing=True,
            )
        if _from_outside(failure):
            return SqlUnavailableError("the database was stopped from outside")
        return SqlError(
            "the database cannot carry out this query",
            None,
            "It may nest too deeply or need too much memory.",
            passing=True,
        )


def _from_outside(failure: Exception) -> bool:
    """Whether a signal ended the worker that none of its own limits sends."""
    return isinstance(failure, WorkerDiedError) and -failure.code in (
        signal.SIGKILL,
        signal.SIGTERM,
    )


def _refusal(sql: str) -> SqlError | None:
    try:
        check_text(sql)
    except SqlError as error:
        return error
    return None


def _result(reply: Mapping[str, Any]) -> SqlResult:
    return SqlResult(
        tuple(reply["columns"]),
        tuple(reply["types"]),
        tuple(tuple(row) for row in reply["rows"]),
        reply["truncated"],
    )


def _unwrap(answer: _Answer | SqlError) -> _Answer:
    if isinstance(answer, SqlError):
        raise answer
    return answer
