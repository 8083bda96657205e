"""A dependency graph of memoised queries: the one engine behind build, preview and check.

A *query* is a function of the graph and hashable arguments. While it runs, the graph records
which other queries it asked; that record, not a guess, decides later whether its value still
holds. An *input* is a query whose value comes from outside: the state of a file, the day. Inputs
are looked at again when a revision begins, and those that changed mark what used them, directly
or through others. What is not marked holds and is not looked at; what is marked is brought up to
date when it is asked for. A recomputed query whose value equals the old one does not disturb those
that use it (early cut-off). A *firewall* is brought up to date when a revision begins, and as long
as its value is the same nothing that uses it is even marked. The scheme is that of salsa and rustc
("red-green"), with the marks of Adapton added, so that a revision costs what it changes and not
what there is.

What one process has found out the next one can take over (`graph_cache`): all dependencies, and the
values of those queries that say so. Of these the graph looks at none before it is asked for, or a
change reaches it: to begin costs what has changed. A value that did not come along is computed when
it is asked for; whether it still holds is known without it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from plumbline.handover import describe_memos, find_keys, name_keys
from plumbline.memo import ABSENT, Former, Memo, News
from plumbline.memo_store import MemoStore
from plumbline.query import Keep, Key, find_query

__all__ = ["CycleError", "Graph"]

T = TypeVar("T")

_FEW_FIREWALLS = 50
"""Those reached together up to which it costs less to bring them up to date than to mark what rests
on them."""
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
        self._store = MemoStore()
        self._inputs: set[Key] = set()
        self._asked: dict[Key, None] = {}  # from outside, not by another query
        self._stack: list[tuple[Key, dict[Key, None]]] = []
        self._running: set[Key] = set()
        self._passing: set[Key] = set()
        self._unsettled: deque[Key] | None = None  # firewalls, while they are settled
        self._firm: dict[Key | int, None] = {}  # what is known to rest on none of them
        self._lock = threading.RLock()

    @property
    def lock(self) -> threading.RLock:
        """The lock held while a query is computed; it lets several be read as of one moment."""
        return self._lock

    @property
    def memos(self) -> Mapping[Key, Memo[object]]:
        """What is known of the queries that this process has looked at."""
        return self._store.memos

    def advance(self) -> int:
        """Look at every input again; where one has changed, begin a new revision.

        Returns:
            The number of the revision.
        """
        with self._lock:
            looked_at = [(self._store.memos[key], key[0](self, *key[1])) for key in self._inputs]
            changed = [(memo, value) for memo, value in looked_at if value != memo.value]
            before, firewalls = self.revision, list[Key]()
            if changed:
                self.revision += 1
            for memo, value in changed:
                memo.value, memo.changed = value, self.revision
                firewalls += self._store.mark_users(memo)
            self._settle(firewalls, before)
            return self.revision

    def _settle(self, firewalls: list[Key], before: int) -> None:
        """Bring firewalls up to date that a change has reached; let it pass where they changed.

        One may rest on another through queries that are not marked yet, and so be computed from
        what no longer holds. It is then marked once the other has let the change pass, and computed
        again: for that each change that passes begins a revision of its own.

        Args:
            firewalls: those that are marked, and nothing that rests on them alone.
            before: the revision before the change.
        """
        waiting, passed = deque(firewalls), dict[Key, int]()
        self._unsettled = waiting
        left, are_few = 0, False  # of those that were reached together
        try:
            while waiting:
                if not left:
                    left, are_few = len(waiting), len(waiting) <= _FEW_FIREWALLS
                left -= 1
                key = waiting.popleft()
                if are_few:
                    # What it raises, whoever asks for it meets again.
                    with suppress(Exception):
                        self._bring_up_to_date(key)
                memo = self._store.memos[key]
                if memo.marked or memo.changed > passed.get(key, before):
                    self.revision += 1
                    passed[key] = memo.changed
                    waiting += self._store.mark_users(memo)
        finally:
            self._unsettled = None
            self._firm.clear()

    def ask(self, function: Callable[..., T], arguments: tuple[Hashable, ...]) -> T:
        """Return the value of a query, computing it only when something it used has changed.

        Raises:
            CycleError: the query depends on itself.
        """
        key: Key = (function, arguments)
        with self._lock:
            self._note(key)
            memo = self._store.memos.get(key)
            if memo is None or memo.marked:  # here too: it is asked some hundred thousand times
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
        return self._store.holds((function, arguments))

    def distrust(self) -> None:
        """Say that what is being computed may turn out otherwise another time; it is not kept.

        For failures that are nobody's fault: a time limit, a program that is not there.
        """
        with self._lock:
            self._passing.update(key for key, _ in self._stack)

    def let_go(
        self,
        roots: Iterable[Key],
        about: Set[Hashable],
        only: Collection[object] | None = None,
        packed: Collection[object] = (),
    ) -> None:
        """Give up values that are about something with which all is done, for the memory.

        What they depend on stays known, and a value that is asked for again is computed again.
        Those that outlive the process stay, since they are small, and digests of those of which
        the digest does.

        Args:
            roots: queries from which to look, through what they asked.
            about: what one of a query's arguments must be.
            only: the queries whose values go; None for all.
            packed: those whose values will be asked for once more: they are packed.
        """
        with self._lock:
            memos = self._store.memos
            waiting, seen = [key for key in roots if key in memos], set[Key]()
            while waiting:
                key = waiting.pop()
                if about.isdisjoint(key[1]) or key in seen:
                    continue
                seen.add(key)
                memo = memos[key]
                if memo.dependencies is not None:
                    waiting += [used for used in memo.dependencies if used in memos]
                asked = find_query(key[0])
                if asked in packed:
                    self._store.remnants.pack(memo)
                elif only is None or asked in only:
                    self._store.remnants.let_go(memo)

    def sound(
        self, *, asked: bool, checkpoint: Callable[[], object] = lambda: None
    ) -> tuple[dict[Key, Memo[object]], list[int]]:
        """Return what is known for certain, as `MemoStore.sound` does.

        Args:
            asked: leave out what nothing that this process was asked for depends on.
            checkpoint: called now and then; what it raises ends the work.
        """
        with self._lock:
            return self._store.sound(self._asked if asked else None, checkpoint)

    def digests(self) -> dict[Key, bytes]:
        """Return the digests of values that were let go."""
        with self._lock:
            return dict(self._store.remnants.digests)

    def take_over(self, inputs: dict[Key, object], former: Former) -> None:
        """Begin with what a former process knew; what its inputs' changes reach is marked.

        Args:
            inputs: all inputs, with the values that they had then.
            former: all that it knew.

        Raises:
            KeyError: an input is not among what it knew.
        """
        with self._lock:
            store = MemoStore()
            store.former = former
            for key, value in inputs.items():
                memo = store.find(key)
                if memo is None:
                    raise KeyError(key)
                memo.value = value
            self._store, self._inputs = store, set(inputs)
            try:
                self.advance()
            except BaseException:  # an input that cannot be looked at: nothing is known of the rest
                self._store, self._inputs = MemoStore(), set()
                raise

    def record(self) -> None:
        """Begin to note what is found out, for `take_out`.

        What there is by now is not looked at: after a fork it would be copied.
        """
        self._store.news = News(asked=len(self._asked))

    def take_out(self, *, values: bool = True) -> Iterator[Any]:
        """Yield what was found out and asked since `record`, in pieces, for `take_in` elsewhere.

        Args:
            values: bring all values along, not only those that outlive the process.
        """
        memos, news = self._store.memos, self._store.news or News()
        self._store.news = None
        newly_asked = islice(reversed(self._asked), len(self._asked) - news.asked)
        asked = [key for key in newly_asked if key in memos]
        held = [key for key in news.held if key not in news.fresh and not memos[key].marked]
        yield name_keys(asked), name_keys(held)
        fresh = [memos[key] for key in news.fresh]
        for start in range(0, len(fresh), _PIECE):
            piece = fresh[start : start + _PIECE]
            yield describe_memos(piece, self._store.remnants, values=values)

    def take_in(self, pieces: Iterable[Any]) -> None:
        """Take over values that another process has computed from the same inputs.

        Args:
            pieces: as `take_out` yields them.
        """
        with self._lock:
            following = iter(pieces)
            asked, held = map(find_keys, next(following))
            for names, found, left in following:
                keys = [self._store.same_key(key) for key in find_keys(names)]
                for number, value, used, changed, passing in found:
                    key = keys[number]
                    old = self._store.find(key)
                    if old is not None and not old.marked and old.value is not ABSENT:
                        continue
                    dependencies = tuple([keys[n] for n in used])
                    for dependency in dependencies:
                        self._store.find(dependency)  # it may be known from a former process alone
                    memo = Memo(key, value, dependencies, changed, self.revision, passing=passing)
                    self._replace(old, memo)
                    self._store.remnants.hear(key, number, left)
            for key in held:
                self._store.hold(self._store.memos[key], self.revision)
            self._asked |= dict.fromkeys(map(self._store.same_key, asked))

    def link(self) -> None:
        """Note who uses what was found out, so that the next change does not wait for it."""
        is_left = True
        while is_left:
            with self._lock:
                is_left = self._store.link(_PIECE)

    def _note(self, key: Key) -> Key:
        """Record who asks for a query."""
        if self._stack:
            self._stack[-1][1][key] = None
        else:
            self._asked[key] = None
        return key

    def _bring_up_to_date(self, key: Key) -> Memo[object]:
        memo = self._store.find(key)
        if memo is not None:
            if not memo.marked:
                return memo
            begun = self.revision  # a later one, begun on the way, says nothing of what came first
            if self._holds(memo):
                self._store.hold(memo, begun)
                return memo
        return self._compute(key, memo)

    def _restore(self, key: Key, memo: Memo[object]) -> Memo[object]:
        """Bring the value of a query that holds into this process."""
        self._store.remnants.unpack(memo)
        if memo.value is not ABSENT:
            return memo
        former = self._store.former
        value = former.value(key) if former is not None else ABSENT
        if value is ABSENT:
            # What rests on a firewall that is not settled yet may be marked still: a value that is
            # computed now must not be taken for the one there was before, nor by those who have
            # looked past it already: it belongs to a revision of its own.
            holds = self._unsettled is None or not self._store.rests_on(
                memo, set(self._unsettled), self._firm
            )
            self.revision += not holds
            return self._compute(key, memo, holds=holds)
        memo.value = value
        return memo

    def _holds(self, memo: Memo[object]) -> bool:
        # In the order in which they were asked: an earlier one may decide whether a later one
        # would be asked at all, so the first change ends the walk.
        try:
            return all(
                self._bring_up_to_date(dependency).changed <= memo.verified
                for dependency in self._store.used(memo)
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
        asked = [self._store.memos[dependency] for dependency in used]
        passing = passing or True in [memo.passing for memo in asked]
        is_kept = find_query(key[0]).keep is Keep.NOTHING or self._store.remnants.is_known(key)
        if old is not None and holds and is_kept:
            # Nothing new is known of it, nor is there anything to be kept that is not.
            old.value, old.passing = value, passing
            return old
        changed = self.revision
        if old is not None and (holds or self._is_same(key, old, value)):
            changed = old.changed
            value = value if old.value is ABSENT else old.value
        key = self._store.same_key(key)
        dependencies = tuple([memo.key for memo in asked])
        memo = Memo(key, value, dependencies, changed, self.revision, passing=passing)
        self._replace(old, memo)
        return memo

    def _is_same(self, key: Key, old: Memo[object], value: object) -> bool:
        self._store.remnants.unpack(old)
        if old.value is not ABSENT:
            return bool(old.value == value)
        if self._store.remnants.is_known(key):
            return self._store.remnants.is_same(key, value)
        # What has changed since the former process is not what that one has left.
        former = self._store.former if old.changed == 0 else None
        return former is not None and former.is_same(key, value)

    def _replace(self, old: Memo[object] | None, memo: Memo[object]) -> None:
        self._store.replace(old, memo)
        if find_query(memo.key[0]).is_input:
            self._inputs.add(memo.key)
