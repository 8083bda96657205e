"""What a dependency graph knows of a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, Protocol, TypeVar

from plumbline.query import Key

__all__ = ["ABSENT", "Former", "Memo", "News"]

T = TypeVar("T")

_FEW = 8
"""Users up to which a tuple takes no more room than a list."""


class _Absent(Enum):
    ABSENT = "absent"


ABSENT = _Absent.ABSENT
"""Stands for a value that a former process had and this one has not seen."""


class Former(Protocol):
    """What a former process has left: of all queries what they used, of some their values."""

    def number(self, key: Key) -> int | None:
        """Return the number of a query, if it is there."""

    def key(self, number: int) -> Key:
        """Return the query with a number."""

    def used(self, number: int) -> Sequence[int]:
        """Return what a query asked, in that order."""

    def users(self, number: int) -> Sequence[int]:
        """Return the queries that asked for one."""

    def all_numbers(self) -> Iterable[int]:
        """Return the numbers of all queries."""

    def value(self, key: Key) -> object:
        """Return the value of a query, or `ABSENT`."""

    def is_same(self, key: Key, value: object) -> bool:
        """Return whether a value is known to be the one that the query had."""


@dataclass(slots=True)
class Memo(Generic[T]):
    """What is known of a query.

    Attributes:
        key: the query; others that speak of it have this very object, for the memory.
        value: its value, or `ABSENT`.
        dependencies: what it asked when it was computed, in that order; None where that is as a
            former process has left it.
        changed: the revision in which the value last changed.
        verified: the revision in which it was last known to hold.
        marked: whether something that it used may have changed since.
        passing: whether it rests on what may be otherwise another time, with the same inputs.
        linked: what it asked when its users were last noted (`MemoStore.link`).
        users: queries that asked it when they last ran in this process, as far as they are noted.
            Most have one or two, for which a tuple takes a quarter of the room of a set. Those of
            many stand in a list, which takes a seventh of it, until one of them goes.
        number: its number in what a former process has left, -1 where it was not there. The users
            that it had there are not among `users`.
    """

    key: Key
    value: T
    dependencies: tuple[Key, ...] | None
    changed: int
    verified: int
    marked: bool = False
    passing: bool = False
    linked: tuple[Key, ...] = ()
    users: tuple[Key, ...] | list[Key] | set[Key] = ()
    number: int = -1

    def add_user(self, key: Key) -> None:
        """Note a query that has asked it and did not before."""
        if isinstance(self.users, tuple):
            self.users = (*self.users, key)
            if len(self.users) > _FEW:
                self.users = list(self.users)
        elif isinstance(self.users, list):
            self.users.append(key)
        else:
            self.users.add(key)

    def remove_user(self, key: Key) -> None:
        """Forget a query that asks it no longer."""
        if isinstance(self.users, tuple):
            self.users = tuple(user for user in self.users if user != key)
        else:
            if isinstance(self.users, list):
                self.users = set(self.users)
            self.users.discard(key)


@dataclass(slots=True)
class News:
    """What a graph has found out since it began to note it.

    Attributes:
        fresh: the queries that were computed.
        held: those that might have changed and have not.
        asked: how many it had been asked for from outside before.
    """

    fresh: dict[Key, None] = field(default_factory=dict)
    held: dict[Key, None] = field(default_factory=dict)
    asked: int = 0
