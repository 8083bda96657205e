"""What a dependency graph knows, kept on disk for the next process.

All dependencies are kept, the values of inputs, and of other queries as much as they say
(`query.Keep`). The next process looks at the inputs again; what their changes do not reach holds,
and is read from here when it is asked for. It is the way of rustc's incremental compilation.

The file is not trusted. It holds JSON, never code. What was written by another version, or
was damaged, counts as not there; each part bears a digest. A disk that cannot be written costs time
in the next run and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar, cast

from pydantic import TypeAdapter

from plumbline.flat_graph import FORMAT, NO_GRAPH, FlatGraph, NumberLists
from plumbline.former_graph import FormerGraph, flatten, number_queries, place_texts
from plumbline.garbage import without_collection
from plumbline.graph import Graph
from plumbline.graph_json import (
    KeyTexts,
    are_same,
    encode,
    parse_inputs,
    parse_value,
    to_json,
    write_inputs,
    write_values,
)
from plumbline.memo import ABSENT, Memo
from plumbline.query import Keep, Key, find_query

__all__ = ["GraphCache", "unkept_values"]

T = TypeVar("T")

_FORMAT = f"3 {FORMAT}"
_SCHEMA = """
PRAGMA auto_vacuum = FULL;
CREATE TABLE IF NOT EXISTS graph (name TEXT PRIMARY KEY, digest BLOB, body BLOB);
CREATE TABLE IF NOT EXISTS value (id INTEGER PRIMARY KEY, digest BLOB, body BLOB);
"""
_LINES = 10_000
"""Lines that are compressed at a time."""
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
        fingerprint: of everything the values depend on that is no input: code, versions.
        others: files of graphs that differ in their inputs alone. Where there is none of its own,
            it begins with a copy of the first that can be used.

    Attributes:
        is_copy: what was loaded is such a copy: it holds what nobody asks for here, and nothing of
            what this graph finds out, until it is saved.
    """

    def __init__(self, path: Path, fingerprint: str, others: Iterable[Path] = ()) -> None:
        self._path = path
        self._others = tuple(others)
        self._fingerprint = fingerprint
        self.is_copy = False
        self._texts = KeyTexts()
        # One value, since a preview asks while it is written: a number means another query then.
        self._kept = ("", NO_GRAPH)
        self._former: FormerGraph | None = None
        self._saved: dict[Key, Memo[object]] = {}
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    @property
    def generation(self) -> str:
        """Which state of the graph the file holds; "" where it holds none of ours."""
        return self._kept[0]

    def answer(
        self, graph: Graph, name: str, kind: type[T], likely: Collection[Hashable] = ()
    ) -> T | None:
        """Return the value of a query without arguments if no input has changed since, else None.

        The graph is not read for it, nor is the module of the query.

        Args:
            graph: a new one, which its inputs look out of; it stays as it is.
            name: the query's module and name, "module:name". It keeps its value.
            kind: the value's type.
            likely: arguments of inputs that are looked at first, as they may have changed.
        """
        try:
            generation, (body,) = self._read("inputs")
            kept = json.loads(body)
            number = kept["answers"].get(name)
            inputs = kept["inputs"]
            if likely:
                inputs.sort(key=lambda one: not any(argument in likely for argument in one[1]))
            if number is None or not are_same(graph, inputs):
                return None
            found = self._read_value(number, generation)
            if found is None or hashlib.sha256(found[1]).digest() != found[0]:
                return None
            return TypeAdapter(kind).validate_json(found[1])
        except _BROKEN:
            return None

    def load(self, graph: Graph) -> bool:
        """Let a new graph begin with what is kept; return whether there was anything."""
        if self._load(graph):
            return True
        self.is_copy = self._copy_other() and self._load(graph)
        return self.is_copy

    def _load(self, graph: Graph) -> bool:
        try:
            with without_collection():
                generation, parts = self._read("inputs", "queries", "used", "users")
                texts = parts[1].decode().split("\n")
                self._texts = KeyTexts(json.loads(texts.pop(0)))
                used, users = map(NumberLists.from_bytes, parts[2:])
                flat = FlatGraph(texts, used, users)
                self._former = FormerGraph(flat, self._texts, self.value, self.is_same)
                self._kept = generation, flat
                graph.take_over(parse_inputs(json.loads(parts[0])["inputs"]), self._former)
        except _BROKEN:
            self._kept, self._former = ("", NO_GRAPH), None
            return False
        return True

    def save(
        self,
        graph: Graph,
        *,
        whole: bool = True,
        last: bool = False,
        checkpoint: Callable[[], object] = lambda: None,
    ) -> bool:
        """Keep what the graph knows, if the disk takes it and no other process has written.

        Args:
            graph: the one that was loaded, or a new one.
            whole: everything that matters was asked for: what was not is forgotten.
            last: little is asked afterwards, and nothing saved: what is written is not remembered.
            checkpoint: called now and then; what it raises gives up the work, and the file stays
                as it is.

        Returns:
            Whether the file, at its present `generation`, holds what the graph knows.
        """
        with graph.lock:  # a preview may go on meanwhile; of a memo only an input's value changes
            memos, untouched = graph.sound(asked=whole, checkpoint=checkpoint)
            digests = graph.digests()
            inputs = {k: m.value for k, m in memos.items() if find_query(k[0]).is_input}
        fresh = [
            key
            for key, memo in memos.items()
            if memo.dependencies is not None and self._saved.get(key) is not memo
        ]
        kept = self._kept[1]
        if not fresh and len(memos) + len(untouched) == len(kept.numbers):
            return True
        checkpoint()
        former = self._former.flat.texts if self._former is not None else []
        texts = [*map(self._texts.write, memos), *(former[number] for number in untouched)]
        places = number_queries(texts, kept.numbers)
        gone = [(number,) for number in set(kept.numbers.values()).difference(places)]
        numbers = dict(zip(memos, places, strict=False))
        texts = place_texts(texts, places)
        checkpoint()
        try:
            queries = _compress(_encode_lines([to_json(self._texts.names), *texts]))
            if last:
                texts = []  # they take much room
            used = flatten(memos, untouched, self._former, numbers, places)
            checkpoint()
            users = used.invert()
            checkpoint()
            answers = {
                find_query(key[0]).name: numbers[key]
                for key in memos
                if not key[1] and find_query(key[0]).keep is Keep.VALUE
            }
            described = to_json({"inputs": write_inputs(inputs), "answers": answers})
            parts = {
                "inputs": _compress([described.encode()]),
                "queries": queries,
                "used": _compress([used.to_bytes()]),
                "users": _compress([users.to_bytes()]),
            }
            written = write_values(memos, _heed(fresh, checkpoint), numbers, digests)
            generation = self._write(parts, written, gone)
        except (*_BROKEN, sqlite3.Warning):
            return False
        if not generation:
            return False
        self._kept, self._saved = (generation, NO_GRAPH), {}
        if not last:
            self._kept = generation, FlatGraph(texts, used, users)
            self._saved = {key: m for key, m in memos.items() if m.dependencies is not None}
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
            return parse_value(key[0], body)
        except ValueError:
            return ABSENT

    def is_same(self, key: Key, value: object) -> bool:
        """Return whether a value is the one that the query had."""
        found = self._find(key)
        if found is None:
            return False
        body = encode(key[0], value)
        return body is not None and hashlib.sha256(body).digest() == found[0]

    def _find(self, key: Key) -> tuple[bytes, bytes] | None:
        generation, flat = self._kept
        number = flat.numbers.get(self._texts.write(key))
        if number is None or find_query(key[0]).keep is Keep.NOTHING:
            return None
        try:
            return self._read_value(number, generation)
        except (sqlite3.Error, OSError, ValueError):
            return None

    def _read_value(self, number: int, generation: str) -> tuple[bytes, bytes] | None:
        # Another process may have written since: what it found out is of another state.
        asked = (
            "SELECT value.digest, value.body FROM value, graph"
            " WHERE value.id = ? AND graph.name = 'generation' AND graph.body = ?"
        )
        row = self._connect().execute(asked, (number, generation.encode())).fetchone()
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

    def _read(self, *names: str) -> tuple[str, list[bytes]]:
        """Return which state of the graph the file holds, and parts of it."""
        if not self._path.is_file():
            raise KeyError(str(self._path))
        # Whole or not at all: the seal of a part that another process has just written is wrong.
        asked = "SELECT digest, body FROM graph WHERE name = ?"
        _, body = self._connect().execute(asked, ("generation",)).fetchone()
        generation = bytes(body).decode()
        parts: list[bytes] = []
        for name in names:
            digest, body = self._connect().execute(asked, (name,)).fetchone()
            if digest != self._seal(generation, name, body):
                raise ValueError("damaged, or of another version")
            parts.append(zlib.decompress(body))
        return generation, parts

    def _copy_other(self) -> bool:
        """Put a copy of the first usable file of another graph in this one's place."""
        for left in self._path.parent.glob(f".{self._path.name}.*"):  # by one that was killed
            with contextlib.suppress(OSError):
                left.unlink()
        for path in self._others:
            other = GraphCache(path, self._fingerprint)
            fresh = self._path.with_name(f".{self._path.name}.{os.getpid()}")
            try:
                other._read("inputs")
                with contextlib.closing(sqlite3.connect(fresh)) as copy:
                    other._connect().backup(copy)
                fresh.replace(self._path)
            except _BROKEN:
                continue
            finally:
                other._close()
                with contextlib.suppress(OSError):
                    fresh.unlink()
            self._close()
            return True
        return False

    def _seal(self, generation: str, name: str, body: bytes) -> bytes:
        sealed = f"{_FORMAT} {self._fingerprint}\n{generation}\n{name}\n".encode() + body
        return hashlib.sha256(sealed).digest()

    def _write(
        self,
        parts: Mapping[str, bytes],
        values: Iterable[tuple[int, bytes, bytes]],
        gone: Iterable[tuple[int]],
    ) -> str:
        """Write all at once; return the new generation, or "" if another process has written."""
        self._close()
        before, _ = self._kept
        if before == "":  # there was none, or none of ours
            for suffix in ("", "-journal", "-wal", "-shm"):
                with contextlib.suppress(OSError):
                    self._path.with_name(self._path.name + suffix).unlink()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        generation = os.urandom(16).hex()
        rows = [("generation", b"", generation.encode())]
        for name, body in parts.items():
            rows.append((name, self._seal(generation, name, body), body))
        with contextlib.closing(sqlite3.connect(self._path, timeout=_WAIT)) as connection:
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("SELECT body FROM graph WHERE name = 'generation'")
            if (found.fetchone() or (b"",))[0] != before.encode():
                return ""
            connection.executemany("DELETE FROM value WHERE id = ?", gone)
            connection.executemany("REPLACE INTO value VALUES (?, ?, ?)", values)
            connection.executemany("REPLACE INTO graph VALUES (?, ?, ?)", rows)
            connection.commit()
        return generation


def _heed(keys: Iterable[Key], checkpoint: Callable[[], object]) -> Iterator[Key]:
    for key in keys:
        checkpoint()
        yield key


def _encode_lines(lines: Sequence[str]) -> Iterator[bytes]:
    """Yield lines as bytes, some at a time: all of them are much."""
    for start in range(0, len(lines), _LINES):
        text = "\n".join(lines[start : start + _LINES])
        yield (f"\n{text}" if start else text).encode()


def _compress(pieces: Iterable[bytes]) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join([*map(packer.compress, pieces), packer.flush()])


def unkept_values(graph: Graph) -> list[str]:
    """Return the names of queries whose values should be kept and cannot be: for tests."""
    return sorted(
        {
            find_query(key[0]).name
            for key, memo in graph.sound(asked=False)[0].items()
            if find_query(key[0]).keep is not Keep.NOTHING
            and memo.value is not ABSENT
            and encode(key[0], memo.value, check=True) is None
        }
    )
