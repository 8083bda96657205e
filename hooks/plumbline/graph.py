"""A dependency graph of memoised queries: the one engine behind build, preview and check.

A *query* is a function of the graph and hashable arguments. While it runs, the graph records
which other queries it asked; that record, not a guess, decides later whether its value still
holds. An *input* is a query whose value comes from outside: the state of a file, the day. Inputs
are looked at again when a revision begins, and those that changed mark what used them, directly
or through others. What is not marked holds and is not looked at; what is marked is brought up to
date when it is asked for. A recomputed query whose value equals the old one does not disturb those
that use it (early cut-off). The scheme is that of salsa and rustc ("red-green"), with the marks of
Adapton added, so that a revision costs what it changes and not what there is.

What one process has found out the next one can take over (`graph_cache`): all dependencies, and the
values of those queries that say so. A value that did not come along is computed when it is asked
for; whether it still holds is known without it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from typing import Any, TypeVar, cast

from plumbline.memo import ABSENT, FormerValues, Known, Memo, hold_users
from plumbline.query import Keep, Key, find_query

__all__ = ["CycleError", "Graph"]

T = TypeVar("T")

_PIECE = 5000
"""Queries that one process tells another at a time."""


class CycleError(RuntimeError):
    """A query asked, through others, for itself."""


class Graph:
    """Memoised queries over inputs that change between revisions.

    Safe to use from several threads: one query is computed at a time.
    """

    def __init__(self) -> None:
        self.revision = 1
        self._memos: dict[Key, Memo[object]] = {}
        self._inputs: set[Key] = set()
        self._asked: set[Key] = set()  # from outside, not by another query
        self._stack: list[tuple[Key, dict[Key, None]]] = []
        self._running: set[Key] = set()
        self._passing: set[Key] = set()
        self._former: FormerValues | None = None
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
            self._note(key)
            memo = self._memos.get(key)
            if memo is None or memo.marked:
                memo = self._bring_up_to_date(key)
            if memo.value is ABSENT:
                memo = self._restore(key, memo)
            return memo.value  # type: ignore[return-value]  # a cast costs a call

    def changed_in(self, function: Callable[..., object], arguments: tuple[Hashable, ...]) -> int:
        """Return the revision in which a query's value last changed, computing it if need be.

        It is 0 for one that has not changed since a former process computed it.
        """
        with self._lock:
            return self._bring_up_to_date(self._note((function, arguments))).changed

    def holds(self, function: Callable[..., object], arguments: tuple[Hashable, ...]) -> bool:
        """Return whether a query is known and nothing that it used may have changed."""
        memo = self._memos.get((function, arguments))
        return memo is not None and not memo.marked

    def distrust(self) -> None:
        """Say that what is being computed may turn out otherwise another time; it is not kept.

        For failures that are nobody's fault: a time limit, a program that is not there.
        """
        with self._lock:
            self._passing.update(key for key, _ in self._stack)

    def let_go(
        self,
        roots: Iterable[Key],
        about: Container[Hashable],
        only: Container[object] | None = None,
    ) -> None:
        """Give up values that are about something with which all is done, for the memory.

        What they depend on stays known, and a value that is asked for again is computed again.
        Those that outlive the process stay: they are small.

        Args:
            roots: queries from which to look, through what they asked.
            about: what one of a query's arguments must be.
            only: the queries whose values go; None for all.
        """
        with self._lock:
            waiting, seen = [key for key in roots if key in self._memos], set[Key]()
            while waiting:
                key = waiting.pop()
                if key in seen or not any(argument in about for argument in key[1]):
                    continue
                seen.add(key)
                memo = self._memos[key]
                waiting += memo.dependencies
                asked = find_query(key[0])
                if asked.keep is Keep.NOTHING and (only is None or asked in only):
                    memo.value = ABSENT

    def memos(self, *, asked: bool) -> dict[Key, Memo[object]]:
        """Return what is known for certain: without what is marked, or only passing.

        Args:
            asked: leave out what nothing that this process was asked for depends on.
        """
        with self._lock:
            unsound = {key for key, memo in self._memos.items() if memo.marked or memo.passing}
            waiting = list(unsound)
            while waiting:
                users = self._memos[waiting.pop()].users
                reached = {key for key in users if key in self._memos and key not in unsound}
                unsound |= reached
                waiting += reached
            roots = self._asked if asked else self._memos.keys()
            waiting = [key for key in roots if key in self._memos and key not in unsound]
            found: dict[Key, Memo[object]] = {}
            while waiting:
                key = waiting.pop()
                if key not in found:
                    found[key] = self._memos[key]
                    waiting += found[key].dependencies
            return found

    def take_over(
        self,
        dependencies: dict[Key, tuple[Key, ...]],
        inputs: dict[Key, object],
        former: FormerValues,
    ) -> None:
        """Begin with what a former process knew; what its inputs' changes reach is marked.

        Args:
            dependencies: what each query used.
            inputs: the values of inputs then.
            former: the values of other queries.

        Raises:
            KeyError: a dependency is not among the queries.
        """
        with self._lock:
            memos = {
                key: Memo(key, inputs.get(key, cast("object", ABSENT)), used, 0, 0)
                for key, used in dependencies.items()
            }
            users: dict[Key, list[Key]] = {}
            for key, used in dependencies.items():
                for dependency in used:
                    users.setdefault(dependency, []).append(key)
            for key, found in users.items():
                memos[key].users = hold_users(found)
            self._memos, self._inputs, self._former = memos, set(inputs), former
            self.advance()

    def known(self) -> Known:
        """Return what there is now."""
        marked = frozenset(key for key, memo in self._memos.items() if memo.marked)
        return Known(dict(self._memos), marked, frozenset(self._asked))

    def take_out(self, known: Known, *, values: bool = True) -> Iterator[Any]:
        """Yield what was found out and asked since then, in pieces, for `take_in` elsewhere.

        The functions of the keys stand in it by name.

        Args:
            known: what there was.
            values: bring all values along, not only those that outlive the process.
        """
        memos = self._memos
        asked = [key for key in self._asked if key not in known.asked and key in memos]
        held = [
            key for key in known.marked if memos[key] is known.memos[key] and not memos[key].marked
        ]
        yield _name_all(asked), _name_all(held)
        fresh = [memo for key, memo in memos.items() if known.memos.get(key) is not memo]
        for start in range(0, len(fresh), _PIECE):
            yield _describe(fresh[start : start + _PIECE], values=values)

    def take_in(self, pieces: Iterable[Any]) -> None:
        """Take over values that another process has computed from the same inputs.

        Args:
            pieces: as `take_out` yields them.
        """
        with self._lock:
            following = iter(pieces)
            asked, held = map(_find_all, next(following))
            taken: list[Key] = []
            for names, found in following:
                keys = [self._same_key(key) for key in _find_all(names)]
                for number, value, used, changed, passing in found:
                    key = keys[number]
                    old = self._memos.get(key)
                    if old is not None and not old.marked and old.value is not ABSENT:
                        continue
                    dependencies = tuple([keys[n] for n in used])
                    memo = Memo(key, value, dependencies, changed, self.revision, passing=passing)
                    self._replace(key, old, memo)
                    taken.append(key)
            for key in taken:
                for dependency in self._memos[key].dependencies:
                    if dependency in self._memos:
                        self._memos[dependency].add_user(key)
            for key in held:
                holding = self._memos[key]
                holding.marked, holding.verified = False, self.revision
            self._asked.update(map(self._same_key, asked))

    def _same_key(self, key: Key) -> Key:
        """Return a key as the very object that is there already, if there is one."""
        memo = self._memos.get(key)
        return memo.key if memo is not None else key

    def _note(self, key: Key) -> Key:
        """Record who asks for a query."""
        if self._stack:
            self._stack[-1][1][key] = None
        else:
            self._asked.add(key)
        return key

    def _mark_users(self, memo: Memo[object]) -> None:
        waiting = [memo]
        while waiting:
            for key in waiting.pop().users:
                user = self._memos.get(key)
                if user is not None and not user.marked:
                    user.marked = True
                    waiting.append(user)

    def _bring_up_to_date(self, key: Key) -> Memo[object]:
        memo = self._memos.get(key)
        if memo is not None:
            if not memo.marked:
                return memo
            if self._holds(memo):
                memo.marked, memo.verified = False, self.revision
                return memo
        return self._compute(key, memo)

    def _restore(self, key: Key, memo: Memo[object]) -> Memo[object]:
        """Bring the value of a query that holds into this process."""
        value = self._former.value(key) if self._former is not None else ABSENT
        if value is ABSENT:
            return self._compute(key, memo, holds=True)
        memo.value = value
        return memo

    def _holds(self, memo: Memo[object]) -> bool:
        # In the order in which they were asked: an earlier one may decide whether a later one
        # would be asked at all, so the first change ends the walk.
        try:
            return all(
                self._bring_up_to_date(dependency).changed <= memo.verified
                for dependency in memo.dependencies
            )
        except Exception:  # noqa: BLE001  (where it used to have a value: that is a change)
            return False

    def _compute(self, key: Key, old: Memo[object] | None, *, holds: bool = False) -> Memo[object]:
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
            passing = key in self._passing
            self._passing.discard(key)
        passing = passing or any(self._memos[dependency].passing for dependency in used)
        if old is not None and holds and find_query(key[0]).keep is Keep.NOTHING:
            # Nothing new is known of it, nor is there anything to be kept.
            old.value, old.passing = value, passing
            return old
        changed = self.revision
        if old is not None and (holds or self._is_same(key, old, value)):
            changed = old.changed
            value = value if old.value is ABSENT else old.value
        key = self._same_key(key)
        dependencies = tuple([self._memos[dependency].key for dependency in used])
        memo = Memo(key, value, dependencies, changed, self.revision, passing=passing)
        self._replace(key, old, memo)
        for dependency in used:
            self._memos[dependency].add_user(key)
        return memo

    def _is_same(self, key: Key, old: Memo[object], value: object) -> bool:
        if old.value is not ABSENT:
            return bool(old.value == value)
        # What has changed since the former process is not what that one has left.
        former = self._former if old.changed == 0 else None
        return former is not None and former.is_same(key, value)

    def _replace(self, key: Key, old: Memo[object] | None, memo: Memo[object]) -> None:
        if old is not None:
            memo.users = old.users
            for dependency in set(old.dependencies).difference(memo.dependencies):
                if dependency in self._memos:
                    self._memos[dependency].remove_user(key)
        self._memos[key] = memo
        if find_query(key[0]).is_input:
            self._inputs.add(key)


_Piece = tuple[list[tuple[str, tuple[Hashable, ...]]], list[tuple[Any, ...]]]
"""Queries by name, and of some of them value, dependencies, revision and whether it is passing."""


def _describe(memos: list[Memo[object]], *, values: bool) -> _Piece:
    numbers: dict[Key, int] = {}
    for memo in memos:
        for key in (memo.key, *memo.dependencies):
            numbers.setdefault(key, len(numbers))
    found = [
        (
            numbers[memo.key],
            memo.value if values or find_query(memo.key[0]).keep is Keep.VALUE else ABSENT,
            tuple([numbers[used] for used in memo.dependencies]),
            memo.changed,
            memo.passing,
        )
        for memo in memos
    ]
    return _name_all(numbers), found


def _name_all(keys: Iterable[Key]) -> list[tuple[str, tuple[Hashable, ...]]]:
    return [(find_query(function).name, arguments) for function, arguments in keys]


def _find_all(names: Iterable[tuple[str, tuple[Hashable, ...]]]) -> list[Key]:
    return [(find_query(name).function, arguments) for name, arguments in names]
