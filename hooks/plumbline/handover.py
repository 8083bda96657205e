"""Queries and what is known of them, as one process tells another: functions stand by name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from plumbline.memo import ABSENT, Memo
from plumbline.query import Keep, Key, find_query
from plumbline.remnants import Remnants

__all__ = ["Piece", "describe_memos", "find_keys", "name_keys"]

Names = list[tuple[str, tuple[Hashable, ...]]]
Piece = tuple[Names, list[tuple[Any, ...]], Mapping[str, dict[int, bytes]]]
"""Queries by name; value, dependencies, revision and whether it is passing of some of them; what is
left of values that were let go."""


def describe_memos(memos: Sequence[Memo[object]], remnants: Remnants, *, values: bool) -> Piece:
    """Return what is known of queries that were computed in this process.

    Args:
        memos: what is known of them.
        remnants: what is left of values that were let go.
        values: bring all values along, not only those that outlive the process.
    """
    numbers: dict[Key, int] = {}
    for memo in memos:
        for key in (memo.key, *(memo.dependencies or ())):
            numbers.setdefault(key, len(numbers))
    found = [
        (
            numbers[memo.key],
            memo.value if values or find_query(memo.key[0]).keep is Keep.VALUE else ABSENT,
            tuple([numbers[used] for used in memo.dependencies or ()]),
            memo.changed,
            memo.passing,
        )
        for memo in memos
    ]
    own = {memo.key: numbers[memo.key] for memo in memos}
    return name_keys(numbers), found, remnants.tell(own, values=values)


def name_keys(keys: Iterable[Key]) -> Names:
    """Return queries with the names of their functions."""
    return [(find_query(function).name, arguments) for function, arguments in keys]


def find_keys(names: Names) -> list[Key]:
    """Return the queries that `name_keys` has named."""
    return [(find_query(name).function, arguments) for name, arguments in names]
