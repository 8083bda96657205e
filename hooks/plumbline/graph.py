"""A dependency graph of memoised queries: the one engine behind build, preview and check.

A *query* is a function of the graph and hashable arguments. While it runs, the graph records
which other queries it asked; that record, not a guess, decides later whether its value still
holds. An *input* is a query whose value comes from outside: the state of a file, the day. Inputs
are looked at again when a revision begins, and those that changed mark what used them, directly
or through others. What is not marked holds and is not looked at; what is marked is brought up to
date when it is asked for. A recomputed query whose value equals the old one does not disturb those
that use it (early cut-off). The scheme is that of salsa and rustc ("red-green"), with the marks of
Adapton added, so that a revision costs what it changes and not what there is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

__all__ = ["CycleError", "Graph", "Query", "input_query", "query"]

P = ParamSpec("P")
T = TypeVar("T")
G = TypeVar("G", bound="Graph")

Key = tuple[Callable[..., object], tuple[Hashable, ...]]

_QUERIES: dict[str, Callable[..., object]] = {}
"""The functions of queries by module and name."""


class CycleError(RuntimeError):
    """A query asked, through others, for itself."""


@dataclass(slots=True)
class _Memo(Generic[T]):
    value: T
    dependencies: tuple[Key, ...]
    changed: int  # the revision in which the value last changed
    verified: int  # the revision in which it was last known to hold
    marked: bool = False  # something it used may have changed since
    users: set[Key] = field(default_factory=set)  # queries that asked it when they last ran


class Graph:
    """Memoised queries over inputs that change between revisions.

    Safe to use from several threads: one query is computed at a time.
    """

    def __init__(self) -> None:
        self.revision = 1
        self._memos: dict[Key, _Memo[object]] = {}
        self._inputs: set[Key] = set()
        self._stack: list[tuple[Key, dict[Key, None]]] = []
        self._running: set[Key] = set()
        self._lock = threading.RLock()

    @property
    def lock(self) -> threading.RLock:
        """The lock held while a query is computed; it lets several be read as of one moment."""
        return self._lock

    def advance(self) -> int:
        """Look at every input again; where one has changed, begin a new revision.

        Returns:
            The number of the revision.
        """
        with self._lock:
            looked_at = [(self._memos[key], key[0](self, *key[1])) for key in self._inputs]
            changed = [(memo, value) for memo, value in looked_at if value != memo.value]
            if changed:
                self.revision += 1
            for memo, value in changed:
                memo.value, memo.changed = value, self.revision
                self._mark_users(memo)
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

    def known(self) -> frozenset[Key]:
        """Return which values there are."""
        return frozenset(self._memos)

    def take_out(self, known: frozenset[Key]) -> list[object]:
        """Return the values that are not among those known, for `take_in` of another process.

        The functions of the keys stand in it by name.
        """
        numbers: dict[Key, int] = {}
        for key, memo in self._memos.items():
            if key not in known:
                for used in (key, *memo.dependencies):
                    numbers.setdefault(used, len(numbers))
        keys = [(f"{f.__module__}:{f.__qualname__}", arguments) for f, arguments in numbers]
        found = [
            (numbers[key], memo.value, tuple(numbers[used] for used in memo.dependencies))
            for key, memo in self._memos.items()
            if key not in known
        ]
        return [keys, found]

    def take_in(self, found: list[Any]) -> None:
        """Take over values that another process has computed from the same inputs."""
        names, values = found
        with self._lock:
            keys = [(_QUERIES[name], arguments) for name, arguments in names]
            for number, value, used in values:
                key = keys[number]
                if key not in self._memos:
                    dependencies = tuple(keys[n] for n in used)
                    self._memos[key] = _Memo(value, dependencies, self.revision, self.revision)
                    if getattr(key[0], "is_input", False):
                        self._inputs.add(key)
            for number, _, _ in values:
                for dependency in self._memos[keys[number]].dependencies:
                    if dependency in self._memos:
                        self._memos[dependency].users.add(keys[number])

    def _mark_users(self, memo: _Memo[object]) -> None:
        waiting = [memo]
        while waiting:
            for key in waiting.pop().users:
                user = self._memos.get(key)
                if user is not None and not user.marked:
                    user.marked = True
                    waiting.append(user)

    def _bring_up_to_date(self, key: Key) -> _Memo[object]:
        memo = self._memos.get(key)
        if memo is not None:
            if not memo.marked:
                return memo
            if self._holds(memo):
                memo.marked, memo.verified = False, self.revision
                return memo
        return self._compute(key, memo)

    def _holds(self, memo: _Memo[object]) -> bool:
        # In the order in which they were asked: an earlier one may decide whether a later one
        # would be asked at all, so the first change ends the walk.
        try:
            return all(
                self._bring_up_to_date(dependency).changed <= memo.verified
                for dependency in memo.dependencies
            )
        except Exception:  # noqa: BLE001  (where it used to have a value: that is a change)
            return False

    def _compute(self, key: Key, old: _Memo[object] | None) -> _Memo[object]:
        if key in self._running:
            self._stack[-1][1].pop(key, None)
            raise CycleError(f"{key[0].__name__}{key[1]!r} depends on itself")
        used: dict[Key, None] = {}
        self._stack.append((key, used))
        self._running.add(key)
        try:
            value = key[0](self, *key[1])
        except BaseException:
            self._stack.pop()
            if self._stack:  # who asked depends on what this one had asked before it failed
                asker = self._stack[-1][1]
                asker.pop(key, None)
                asker.update(used)
            raise
        else:
            self._stack.pop()
        finally:
            self._running.discard(key)
        changed, users = self.revision, set[Key]()
        if old is not None:
            users = old.users
            for dependency in old.dependencies:
                if dependency not in used and dependency in self._memos:
                    self._memos[dependency].users.discard(key)
            if old.value == value:
                value, changed = old.value, old.changed
        for dependency in used:
            self._memos[dependency].users.add(key)
        memo = _Memo(value, tuple(used), changed, self.revision, users=users)
        self._memos[key] = memo
        if getattr(key[0], "is_input", False):
            self._inputs.add(key)
        return memo


class Query(Generic[G, P, T]):
    """A memoised function of a graph; call it like the function it was made from."""

    def __init__(self, function: Callable[Concatenate[G, P], T]) -> None:
        self.function = function
        update_wrapper(self, function)
        _QUERIES[f"{function.__module__}:{function.__qualname__}"] = function

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


def input_query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function that looks outside the graph an input: it is asked again once a revision.

    It asks no other query, raises nothing and is quick: all run whenever a revision begins.
    """
    function.is_input = True  # type: ignore[attr-defined]
    return Query(function)
