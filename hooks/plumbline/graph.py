"""A dependency graph of memoised queries: the one engine behind build, preview and check.

A *query* is a function of the graph and hashable arguments. While it runs, the graph records
which other queries it asked; that record, not a guess, decides later whether its value still
holds. Inputs (files, folder listings) are queries without dependencies that are asked anew once a
revision. A recomputed query whose value equals the old one does not disturb those that use it
(early cut-off). The scheme is that of rustc's and salsa's "red-green" algorithm.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

__all__ = ["CycleError", "Graph", "Query", "query"]

P = ParamSpec("P")
T = TypeVar("T")
G = TypeVar("G", bound="Graph")

Key = tuple[Callable[..., object], tuple[Hashable, ...]]


class CycleError(RuntimeError):
    """A query asked, through others, for itself."""


@dataclass(slots=True)
class _Memo(Generic[T]):
    value: T
    dependencies: tuple[Key, ...]
    changed: int  # the revision in which the value last changed
    verified: int  # the revision in which it was last known to hold


class Graph:
    """Memoised queries over inputs that change between revisions.

    Safe to use from several threads: one query is computed at a time.
    """

    def __init__(self) -> None:
        self.revision = 1
        self._memos: dict[Key, _Memo[object]] = {}
        self._stack: list[tuple[Key, dict[Key, None]]] = []
        self._lock = threading.RLock()

    @property
    def lock(self) -> threading.RLock:
        """The lock held while a query is computed; it lets several be read as of one moment."""
        return self._lock

    def advance(self) -> int:
        """Begin a new revision, in which every input is looked at again; return its number."""
        with self._lock:
            self.revision += 1
            return self.revision

    def ask(self, function: Callable[..., T], arguments: tuple[Hashable, ...]) -> T:
        """Return the value of a query, computing it only when something it used has changed.

        Raises:
            CycleError: the query depends on itself.
        """
        key: Key = (function, arguments)
        with self._lock:
            if self._stack:
                self._stack[-1][1][key] = None
            return cast("T", self._bring_up_to_date(key).value)

    def changed_in(self, function: Callable[..., object], arguments: tuple[Hashable, ...]) -> int:
        """Return the revision in which a query's value last changed, computing it if need be."""
        with self._lock:
            return self._bring_up_to_date((function, arguments)).changed

    def _bring_up_to_date(self, key: Key) -> _Memo[object]:
        memo = self._memos.get(key)
        if memo is not None:
            if memo.verified == self.revision:
                return memo
            if memo.dependencies and self._holds(memo):
                memo.verified = self.revision
                return memo
        return self._compute(key, memo)

    def _holds(self, memo: _Memo[object]) -> bool:
        # In the order in which they were asked: an earlier one may decide whether a later one
        # would be asked at all, so the first change ends the walk.
        return all(
            self._bring_up_to_date(dependency).changed <= memo.verified
            for dependency in memo.dependencies
        )

    def _compute(self, key: Key, old: _Memo[object] | None) -> _Memo[object]:
        if any(key == running for running, _ in self._stack):
            raise CycleError(f"{key[0].__name__}{key[1]!r} depends on itself")
        used: dict[Key, None] = {}
        self._stack.append((key, used))
        try:
            value = key[0](self, *key[1])
        finally:
            self._stack.pop()
        changed = self.revision
        if old is not None and old.value == value:
            value, changed = old.value, old.changed
        memo = _Memo(value, tuple(used), changed, self.revision)
        self._memos[key] = memo
        return memo


class Query(Generic[G, P, T]):
    """A memoised function of a graph; call it like the function it was made from."""

    def __init__(self, function: Callable[Concatenate[G, P], T]) -> None:
        self.function = function
        update_wrapper(self, function)

    def __call__(self, graph: G, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the value, computing it only when something it used has changed.

        Raises:
            TypeError: an argument was given by name.
            CycleError: the query depends on itself.
        """
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return graph.ask(self.function, cast("tuple[Hashable, ...]", args))

    def changed(self, graph: G, *args: P.args, **kwargs: P.kwargs) -> int:
        """Return the revision in which the value last changed, computing it if need be."""
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return graph.changed_in(self.function, cast("tuple[Hashable, ...]", args))


def query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function of a graph and hashable positional arguments a memoised query.

    The value must be comparable with `==` and must not be changed by those who receive it.
    """
    return Query(function)
