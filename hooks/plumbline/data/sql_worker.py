"""The process that runs queries, apart from everything else; `sql_process` starts it.

A database cannot be trusted to hold a hostile query to its limits from within: functions allocate
and loop out of its sight. So it has a process of its own, with limits set by the kernel, that can
be killed at any moment and knows nothing but the tables it was given. What it says and is told is
in `sql_protocol`. It imports nothing of plumbline that it does not need.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO, Any

import duckdb

from plumbline.data.sql_database import Database
from plumbline.data.sql_errors import SqlError, describe_failure
from plumbline.data.sql_protocol import EXIT_FAULT, EXIT_MEMORY, encode_message

__all__ = ["main"]

_SILENCE = 0.1  # seconds for which replies are kept back at most, a query aside
_HEADROOM_MB = 256  # for Python's own copies of what comes in and goes out


def _answer(
    database: Database, action: str, sql: str, tables: Mapping[str, str | None]
) -> dict[str, Any]:
    try:
        if action == "names":
            return {"names": [name for name, _ in database.read(sql)]}
        return database.run(sql, tables)
    except SqlError as error:
        found = error
    except MemoryError:
        os._exit(EXIT_MEMORY)
    except (duckdb.FatalException, duckdb.InternalException):
        os._exit(EXIT_FAULT)
    except (duckdb.Error, ValueError, OverflowError) as error:
        found = describe_failure(str(error), sql, database.memory_mb, database.seconds)
    database.unlock()
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
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))


def _limit_time(seconds: float) -> None:
    """Let the kernel end the process when it is orphaned within a query that does not end."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 5
    if hard == resource.RLIM_INFINITY or soft < hard:
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


def _answer_all(database: Database, request: Mapping[str, Any], replies: IO[bytes]) -> None:
    """Answer queries one by one, as far as the tables that are loaded allow."""
    action, together = "names" if "names" in request else "run", request["together"]
    _limit_time(database.seconds)
    if together:
        database.parse(request[action])
    said = time.monotonic()
    for sql in request[action]:
        _limit_time(database.seconds)
        reply = _answer(database, action, sql, request.get("tables", {}))
        replies.write(encode_message(reply))
        if not together or time.monotonic() - said > _SILENCE:
            replies.flush()
            said = time.monotonic()
        if "need" in reply:
            break
    replies.flush()


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
        _answer_all(database, request, replies)


if __name__ == "__main__":
    main(sys.argv[1:])
