"""Queries and what they used as numbers in flat arrays, which are read without looking at each."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

__all__ = ["FORMAT", "NO_GRAPH", "FlatGraph", "NumberLists"]

_CODE = "I"
FORMAT = f"{sys.byteorder} {array(_CODE).itemsize}"
"""How numbers stand in an array on this machine."""


class NumberLists:
    """Lists of numbers, one after the other in one array.

    Args:
        starts: where each begins among the items, and at last where the last one ends.
        items: all their numbers.

    Raises:
        ValueError: where they begin does not fit their items.
    """

    def __init__(self, starts: array[int], items: array[int]) -> None:
        if not starts or starts[0] != 0 or starts[-1] != len(items):
            raise ValueError("lists that do not end where they should")
        self._starts = starts
        self._items = items

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Sequence[int]:
        return self._items[self._starts[number] : self._starts[number + 1]]

    def invert(self) -> NumberLists:
        """Return, of each number, which lists it stands in.

        Raises:
            IndexError: a number is not that of a list.
        """
        counts = array(_CODE, bytes(len(self) * self._starts.itemsize))
        for item in self._items:
            counts[item] += 1
        starts = array(_CODE, accumulate(counts, initial=0))
        free, found = starts[:], array(_CODE, bytes(len(self._items) * starts.itemsize))
        items, begins = self._items, self._starts
        for number in range(len(self)):
            for item in items[begins[number] : begins[number + 1]]:
                found[free[item]] = number
                free[item] += 1
        return NumberLists(starts, found)

    def to_bytes(self) -> bytes:
        """Return them as `from_bytes` reads them."""
        return array(_CODE, [len(self)]).tobytes() + self._starts.tobytes() + self._items.tobytes()

    @classmethod
    def from_bytes(cls, body: bytes) -> NumberLists:
        """Return the lists that `to_bytes` has written.

        Raises:
            ValueError, IndexError: they cannot be.
        """
        numbers = array(_CODE)
        numbers.frombytes(body)
        end = numbers[0] + 2
        if end > len(numbers):
            raise ValueError("fewer lists than there should be")
        return cls(numbers[1:end], numbers[end:])

    @classmethod
    def from_lists(cls, lists: Iterable[Iterable[int]]) -> NumberLists:
        """Return lists of numbers as one."""
        starts, items = array(_CODE, [0]), array(_CODE)
        for numbers in lists:
            items.extend(numbers)
            starts.append(len(items))
        return cls(starts, items)


class FlatGraph:
    """Queries as texts and what they used, all by number.

    Attributes:
        texts: each query; "" where there is none with that number.
        used: the numbers of what each asked, in that order.
        users: the numbers of those that asked each.
    """

    def __init__(self, texts: list[str], used: NumberLists, users: NumberLists) -> None:
        if not len(texts) == len(used) == len(users):
            raise ValueError("not as many lists as queries")
        self.texts = texts
        self.used = used
        self.users = users

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each query."""
        found = dict(zip(self.texts, range(len(self.texts)), strict=True))
        found.pop("", None)
        return found


NO_GRAPH = FlatGraph([], NumberLists.from_lists([]), NumberLists.from_lists([]))
"""The graph without a query."""
