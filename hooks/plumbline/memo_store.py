"""What is known of queries: found out in this process, or left by a former one.

Of what a former process has left nothing is looked at before it is asked for, or a change reaches
it. So to begin with a large graph costs as much as what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from plumbline.memo import ABSENT, Former, Memo, News
from plumbline.query import Key, find_query
from plumbline.remnants import Remnants

__all__ = ["MemoStore"]

_PIECE = 1000
"""Queries that are looked at before whoever waits for the graph can have it."""


class MemoStore:
    """Memos of queries, and what a former process has left.

    A query of the former process of which there is no memo holds: whatever a change reaches has
    one since then.

    Attributes:
        memos: what is known of queries that this process has looked at.
        former: what a former process has left, if it has.
        remnants: what is left of values that were let go.
        news: what has been found out since somebody wants to know it, if anybody does.
    """

    def __init__(self) -> None:
        self.memos: dict[Key, Memo[object]] = {}
        self.former: Former | None = None
        self.remnants = Remnants()
        self.news: News | None = None
        self._adopted: dict[int, Key] = {}  # by their numbers there
        self._unlinked: list[Key] = []  # whose use of others is not noted with those

    def find(self, key: Key) -> Memo[object] | None:
        """Return what is known of a query, if there is anything."""
        memo = self.memos.get(key)
        if memo is None and self.former is not None:
            number = self.former.number(key)
            if number is not None:
                memo = self._adopt(number, key)
        return memo

    def holds(self, key: Key) -> bool:
        """Return whether a query is known and nothing that it used may have changed.

        Nothing is changed by it, so other threads may go on meanwhile.
        """
        memo = self.memos.get(key)
        if memo is not None:
            return not memo.marked
        return self.former is not None and self.former.number(key) is not None

    def same_key(self, key: Key) -> Key:
        """Return a key as the very object that is there already, if there is one."""
        memo = self.memos.get(key)
        return memo.key if memo is not None else key

    def used(self, memo: Memo[object]) -> Iterable[Key]:
        """Return what a query used, in that order, as far as there are memos of it."""
        if memo.dependencies is not None:
            return memo.dependencies
        return (key for key in self._former_used(memo.number) if not isinstance(key, int))

    def users(self, memo: Memo[object]) -> Iterator[Memo[object]]:
        """Yield what is known of the queries that use one."""
        for key in memo.users:
            user = self.memos.get(key)
            if user is not None:
                yield user
        if self.former is not None and memo.number >= 0:
            for number in self.former.users(memo.number):
                key = self._adopted.get(number) or self.former.key(number)
                user = self.memos.get(key) or self._adopt(number, key)
                if user.dependencies is None:  # else it was computed here, and is among the others
                    yield user

    def link(self, most: int | None = None) -> bool:
        """Note with each query who uses it.

        It is done when something is marked: in a build nothing is, and all users together take as
        much room as an eighth of the rest.

        Args:
            most: for how many queries to note what they use; None for all.

        Returns:
            Whether some are left.
        """
        unlinked = self._unlinked[:most]
        del self._unlinked[:most]
        for key in unlinked:
            memo = self.memos[key]
            before, now = set(memo.linked), memo.dependencies or ()
            memo.linked = now
            for used in before.difference(now):
                if used in self.memos:
                    self.memos[used].remove_user(memo.key)
            for used in now:
                if used not in before:
                    self.memos[used].add_user(memo.key)
        return bool(self._unlinked)

    def mark_users(self, memo: Memo[object]) -> list[Key]:
        """Mark all that rests on a query, directly or through others, up to firewalls.

        Returns:
            The firewalls: they are marked, and nothing that rests on them alone.
        """
        self.link()
        waiting, firewalls = [memo], list[Key]()
        while waiting:
            for user in self.users(waiting.pop()):
                if not user.marked:
                    user.marked = True
                    if find_query(user.key[0]).is_firewall:
                        firewalls.append(user.key)
                    else:
                        waiting.append(user)
        return firewalls

    def rests_on(
        self, memo: Memo[object], unsettled: Container[Key], firm: dict[Key | int, None]
    ) -> bool:
        """Return whether a query rests, directly or through others, on what may still change.

        Args:
            memo: the query.
            unsettled: what may still change, beside what is marked.
            firm: queries, or their numbers in what a former process has left, that are known not
                to; it is added to.
        """
        known, waiting = len(firm), list[Key | int]([memo.key])
        while waiting:
            one = waiting.pop()
            if one in firm:
                continue
            firm[one] = None
            if isinstance(one, int):
                waiting += self._former_used(one)
            elif self.memos[one].marked or one in unsettled:
                while len(firm) > known:  # each of these may rest on it
                    firm.popitem()
                return True
            else:
                used = self.memos[one].dependencies
                waiting += self._former_used(self.memos[one].number) if used is None else used
        return False

    def _former_used(self, number: int) -> Iterable[Key | int]:
        """Return what a query used in the former process, by number where there is no memo."""
        if self.former is None:
            return ()
        return [self._adopted.get(used, used) for used in self.former.used(number)]

    def replace(self, old: Memo[object] | None, memo: Memo[object]) -> None:
        """Put what has been found out in the place of what was known."""
        if old is not None:
            memo.linked, memo.users, memo.number = old.linked, old.users, old.number
        self.memos[memo.key] = memo
        self._unlinked.append(memo.key)
        self.remnants.forget(memo.key)
        if self.news is not None:
            self.news.fresh[memo.key] = None

    def hold(self, memo: Memo[object], revision: int) -> None:
        """Note that what might have changed has not, in a revision."""
        memo.marked, memo.verified = False, revision
        if self.news is not None:
            self.news.held[memo.key] = None

    def sound(
        self, roots: Iterable[Key] | None, checkpoint: Callable[[], object]
    ) -> tuple[dict[Key, Memo[object]], list[int]]:
        """Return what is known for certain: without what is marked, or only passing.

        Args:
            roots: leave out what none of these rests on; None for all.
            checkpoint: called now and then; what it raises ends the work.

        Returns:
            Memos, and the numbers of what a former process has left and nobody has looked at.
        """
        unsound = {key for key, memo in self.memos.items() if memo.marked or memo.passing}
        waiting = list(unsound)
        if waiting:
            self.link()
        while waiting:
            users = {user.key for user in self.users(self.memos[waiting.pop()])}
            waiting += users - unsound
            unsound |= users
        found: dict[Key, Memo[object]] = {}
        untouched: dict[int, None] = {}
        if roots is None and self.former is not None:
            numbers = self.former.all_numbers()
            untouched = {n: None for n in numbers if n not in self._adopted}
        known = [key for key in roots if self.find(key)] if roots is not None else self.memos
        waiting = [key for key in known if key not in unsound]
        while waiting:
            key = waiting.pop()
            if key not in found:
                if len(found) % _PIECE == 0:
                    checkpoint()
                memo = found[key] = self.memos[key]
                waiting += self._look_below(memo, untouched, checkpoint)
        return found, list(untouched)

    def _look_below(
        self, memo: Memo[object], untouched: dict[int, None], checkpoint: Callable[[], object]
    ) -> Iterable[Key]:
        """Return memos that one rests on, and note what it rests on that nobody has looked at."""
        if memo.dependencies is not None:
            return memo.dependencies
        found: list[Key] = []
        waiting = [memo.number]
        while waiting:
            for used in self._former_used(waiting.pop()):
                if not isinstance(used, int):
                    found.append(used)
                elif used not in untouched:
                    if len(untouched) % _PIECE == 0:
                        checkpoint()
                    untouched[used] = None
                    waiting.append(used)
        return found

    def _adopt(self, number: int, key: Key) -> Memo[object]:
        self._adopted[number] = key
        memo = self.memos[key] = Memo[object](key, ABSENT, None, 0, 0, number=number)
        return memo
