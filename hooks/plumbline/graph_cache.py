"""What a dependency graph knows, kept on disk for the next process.

All dependencies are kept, the values of inputs, and of other queries as much as they say
(`query.Keep`). The next process looks at the inputs again; what their changes do not reach holds,
and is read from here when it is asked for. It is the way of rustc's incremental compilation.

The file is not trusted. It holds JSON, never code. What was written by another version, for other
settings, or was damaged counts as not there; each part bears a digest. A disk that cannot be
written costs time in the next run and nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args, get_origin, get_type_hints

from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from plumbline.graph import ABSENT, Graph, Memo
from plumbline.query import Keep, Key, Query, find_query

__all__ = ["GraphCache", "unkept_values"]

_FORMAT = "1"
_SCHEMA = """
PRAGMA auto_vacuum = FULL;
CREATE TABLE IF NOT EXISTS graph (name TEXT PRIMARY KEY, digest BLOB, body BLOB);
CREATE TABLE IF NOT EXISTS value (id INTEGER PRIMARY KEY, digest BLOB, body BLOB);
"""
_WAIT = 5.0
"""Seconds to wait for another process that writes."""
_BROKEN = (
    ImportError,
    sqlite3.Error,
    zlib.error,
    OSError,
    ValueError,  # of JSON and of pydantic too
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
)
"""What reading a damaged file raises."""


class GraphCache:
    """A graph's queries in an SQLite file.

    Args:
        path: the file, which need not exist.
        fingerprint: of everything the values depend on that is no input: code, versions, settings.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path = path
        self._fingerprint = f"{_FORMAT} {fingerprint}"
        self._generation = ""
        self._numbers: dict[Key, int] = {}
        self._loaded: dict[Key, Memo[object]] = {}
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    @property
    def generation(self) -> str:
        """Which state of the graph the file holds; "" where it holds none of ours."""
        return self._generation

    def load(self, graph: Graph) -> bool:
        """Let a new graph begin with what is kept; return whether there was anything."""
        try:
            with _no_garbage_collection():
                generation, text = self._read_graph()
                dependencies, inputs, numbers = _parse_graph(json.loads(text))
                self._generation, self._numbers = generation, numbers
                graph.take_over(dependencies, inputs, self)
        except _BROKEN:
            self._generation, self._numbers = "", {}
            return False
        self._loaded = dict(graph.known().memos)
        return True

    def save(self, graph: Graph, *, whole: bool = True) -> bool:
        """Keep what the graph knows, if the disk takes it and no other process has written.

        Args:
            graph: the one that was loaded, or a new one.
            whole: everything that matters was asked for: what was not is forgotten.

        Returns:
            Whether the file, at its present `generation`, holds what the graph knows.
        """
        with graph.lock:  # a preview may go on meanwhile; of a memo only an input's value changes
            memos = graph.memos(asked=whole)
            inputs = {k: m.value for k, m in memos.items() if find_query(k[0]).is_input}
        fresh = [key for key, memo in memos.items() if self._loaded.get(key) is not memo]
        if not fresh and len(memos) == len(self._loaded):
            return True
        last = max(self._numbers.values(), default=0)
        numbers = {k: n for k, n in self._numbers.items() if k in memos}
        for key in memos:
            if key not in numbers:
                last += 1
                numbers[key] = last
        gone = [(n,) for k, n in self._numbers.items() if k not in memos]
        try:
            described = _write_graph(memos, inputs, numbers)
            text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
            if not self._write(text, _write_values(memos, fresh, numbers), gone):
                return False
        except (*_BROKEN, sqlite3.Warning):
            return False
        self._numbers, self._loaded = numbers, memos
        return True

    def value(self, key: Key) -> object:
        """Return the value of a query, or `ABSENT`."""
        found = self._find(key)
        if found is None or not found[1]:
            return ABSENT
        digest, body = found
        if hashlib.sha256(body).digest() != digest:
            return ABSENT
        try:
            return _adapter(key[0]).validate_json(body)
        except (ValidationError, ValueError):
            return ABSENT

    def is_same(self, key: Key, value: object) -> bool:
        """Return whether a value is the one that the query had."""
        found = self._find(key)
        if found is None:
            return False
        body = _encode(key[0], value)
        return body is not None and hashlib.sha256(body).digest() == found[0]

    def _find(self, key: Key) -> tuple[bytes, bytes] | None:
        number = self._numbers.get(key)
        if number is None or find_query(key[0]).keep is Keep.NOTHING:
            return None
        # Another process may have written since: what it found out is of another state.
        asked = (
            "SELECT value.digest, value.body FROM value, graph"
            " WHERE value.id = ? AND graph.name = 'generation' AND graph.body = ?"
        )
        try:
            row = self._connect().execute(asked, (number, self._generation.encode())).fetchone()
        except (sqlite3.Error, OSError, ValueError):
            return None
        if row is None or not all(isinstance(part, bytes) for part in row):
            return None
        return cast("tuple[bytes, bytes]", row)

    def _connect(self) -> sqlite3.Connection:
        # A connection must not be used in a process that was forked after it was opened.
        if self._connection is None or self._process != os.getpid():
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(
                address, uri=True, timeout=_WAIT, check_same_thread=False
            )
            self._process = os.getpid()
        return self._connection

    def _close(self) -> None:
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    def _read_graph(self) -> tuple[str, str]:
        if not self._path.is_file():
            raise KeyError(str(self._path))
        rows = self._connect().execute("SELECT name, digest, body FROM graph").fetchall()
        kept = {name: (digest, body) for name, digest, body in rows}
        generation = bytes(kept["generation"][1]).decode()
        digest, body = kept["graph"]
        if digest != self._seal(generation, body):
            raise ValueError("damaged, or of another version")
        return generation, zlib.decompress(body).decode()

    def _seal(self, generation: str, body: bytes) -> bytes:
        return hashlib.sha256(f"{self._fingerprint}\n{generation}\n".encode() + body).digest()

    def _write(
        self,
        text: str,
        values: Iterable[tuple[int, bytes, bytes]],
        gone: Iterable[tuple[int]],
    ) -> bool:
        """Write all at once; return False if another process has written since this one read."""
        self._close()
        if self._generation == "":  # there was none, or none of ours
            for suffix in ("", "-journal", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        generation = os.urandom(16).hex()
        body = zlib.compress(text.encode(), 1)
        with contextlib.closing(sqlite3.connect(self._path, timeout=_WAIT)) as connection:
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("SELECT body FROM graph WHERE name = 'generation'")
            if (found.fetchone() or (b"",))[0] != self._generation.encode():
                return False
            connection.executemany("DELETE FROM value WHERE id = ?", gone)
            connection.executemany("REPLACE INTO value VALUES (?, ?, ?)", values)
            parts = [
                ("generation", b"", generation.encode()),
                ("graph", self._seal(generation, body), body),
            ]
            connection.executemany("REPLACE INTO graph VALUES (?, ?, ?)", parts)
            connection.commit()
        self._generation = generation
        return True


@contextlib.contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Make many objects that stay, which the collector would go through again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def unkept_values(graph: Graph) -> list[str]:
    """Return the names of queries whose values should be kept and cannot be: for tests."""
    return sorted(
        {
            find_query(key[0]).name
            for key, memo in graph.memos(asked=False).items()
            if find_query(key[0]).keep is not Keep.NOTHING
            and memo.value is not ABSENT
            and _encode(key[0], memo.value, check=True) is None
        }
    )


# --- Keys and dependencies


def _write_graph(
    memos: dict[Key, Memo[object]], inputs: dict[Key, object], numbers: dict[Key, int]
) -> dict[str, Any]:
    names: dict[str, int] = {}
    nodes: list[list[Any]] = []
    for key, memo in memos.items():
        place = names.setdefault(find_query(key[0]).name, len(names))
        nodes.append([numbers[key], place, key[1], [numbers[k] for k in memo.dependencies]])
    values = {
        str(numbers[key]): _adapter(key[0]).dump_python(value, mode="json")
        for key, value in inputs.items()
    }
    return {"functions": list(names), "nodes": nodes, "inputs": values}


def _parse_graph(
    kept: Any,
) -> tuple[dict[Key, tuple[Key, ...]], dict[Key, object], dict[Key, int]]:
    queries = [_query_named(name) for name in kept["functions"]]
    revivers = [_argument_types(asked.function) for asked in queries]
    keys: dict[int, Key] = {}
    numbers: dict[Key, int] = {}
    for number, place, arguments, _ in kept["nodes"]:
        types = revivers[place]
        revived = map(_revive, arguments, types) if types else arguments
        key: Key = (queries[place].function, tuple(revived))
        keys[number] = key
        numbers[key] = number
    dependencies = {
        keys[number]: tuple([keys[n] for n in used]) for number, _, _, used in kept["nodes"]
    }
    inputs = {
        keys[int(number)]: _adapter(keys[int(number)][0]).validate_json(
            json.dumps(value), strict=True
        )
        for number, value in kept["inputs"].items()
    }
    return dependencies, inputs, numbers


def _query_named(name: str) -> Query[Any, Any, Any]:
    """Return a query, whose module nobody may have asked for yet in this process."""
    module = name.partition(":")[0]
    if module not in sys.modules and module.partition(".")[0] == __package__:
        importlib.import_module(module)
    return find_query(name)


@cache
def _argument_types(function: Callable[..., object]) -> tuple[Any, ...]:
    """Return the types of a query's arguments; none where JSON gives them back as they are."""
    hints = get_type_hints(function)
    hints.pop("return")
    types = tuple(hints.values())[1:]
    return () if all(t in (str, int, bool) for t in types) else types


def _revive(value: Any, kind: Any) -> Hashable:
    if kind in (str, int, bool):
        return cast("Hashable", value)
    if get_origin(kind) is tuple:
        return tuple(_revive(part, get_args(kind)[0]) for part in value)
    return cast("Hashable", kind(value))  # an enumeration


# --- Values


def _write_values(
    memos: dict[Key, Memo[object]], keys: Iterable[Key], numbers: dict[Key, int]
) -> list[tuple[int, bytes, bytes]]:
    rows: list[tuple[int, bytes, bytes]] = []
    for key in keys:
        asked, memo = find_query(key[0]), memos[key]
        if asked.keep is Keep.NOTHING or asked.is_input:
            continue
        # Computed in another process, it may be absent: then the row tells of an older value.
        body = None
        if memo.value is not ABSENT:
            body = _encode(key[0], memo.value, check=asked.keep is Keep.VALUE)
        if body is None:
            rows.append((numbers[key], b"", b""))
            continue
        kept = body if asked.keep is Keep.VALUE else b""
        rows.append((numbers[key], hashlib.sha256(body).digest(), kept))
    return rows


def _encode(function: Callable[..., object], value: object, *, check: bool = False) -> bytes | None:
    """Return a value as JSON, or None if that would not be the same value again."""
    if isinstance(value, bytes):  # whose digests are kept, no more
        return b"bytes:" + value
    try:
        adapter = _adapter(function)
        body = adapter.dump_json(value)
        if check:
            again = adapter.validate_json(body)
            if again != value or adapter.dump_json(again) != body:  # 1 equals 1.0, and True
                return None
    except (PydanticSerializationError, PydanticUserError, ValidationError, ValueError, TypeError):
        return None
    return body


@cache
def _adapter(function: Callable[..., object]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(function, include_extras=True)["return"])
