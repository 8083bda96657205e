"""What a former process has left of a graph, and what of it and of a new one goes into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from plumbline.flat_graph import FlatGraph, NumberLists
from plumbline.graph_json import KeyTexts
from plumbline.memo import Memo
from plumbline.query import Key

__all__ = ["FormerGraph", "flatten", "number_queries"]


class FormerGraph:
    """All queries of a former process and what they used; some of their values (`memo.Former`).

    Args:
        flat: the queries.
        texts: how they are written there.
        value: returns the value of a query, or `ABSENT`.
        is_same: returns whether a value is known to be the one that the query had.
    """

    def __init__(
        self,
        flat: FlatGraph,
        texts: KeyTexts,
        value: Callable[[Key], object],
        is_same: Callable[[Key, object], bool],
    ) -> None:
        self.flat = flat
        self._texts = texts
        self.value = value
        self.is_same = is_same

    def number(self, key: Key) -> int | None:
        """Return the number of a query, if it is there."""
        return self.flat.numbers.get(self._texts.write(key))

    def key(self, number: int) -> Key:
        """Return the query with a number."""
        return self._texts.parse(self.flat.texts[number])

    def used(self, number: int) -> Sequence[int]:
        """Return what a query asked, in that order."""
        return self.flat.used[number]

    def users(self, number: int) -> Sequence[int]:
        """Return the queries that asked for one."""
        return self.flat.users[number]

    def all_numbers(self) -> Iterable[int]:
        """Return the numbers of all queries."""
        return self.flat.numbers.values()


def number_queries(texts: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """Return numbers for queries: those that they have, and for new ones such as are free.

    Args:
        texts: the queries.
        known: the numbers that some of them have.
    """
    numbers = {text: known.get(text, -1) for text in texts}
    taken = set(numbers.values())
    free = (number for number in range(len(taken) + len(numbers)) if number not in taken)
    return {text: next(free) if number < 0 else number for text, number in numbers.items()}


def flatten(
    memos: dict[Key, Memo[object]],
    untouched: Sequence[int],
    numbers: dict[Key, int],
    former: FormerGraph | None,
    places: dict[str, int],
) -> FlatGraph:
    """Return queries and what they used as one flat graph.

    Args:
        memos: queries that this process has looked at.
        untouched: numbers that others have in what the former process has left.
        numbers: new numbers of those with a memo.
        former: what the former process has left.
        places: new numbers of all queries, by their texts.
    """
    renumbered = {memo.number: numbers[key] for key, memo in memos.items() if memo.number >= 0}
    if former is not None:
        renumbered |= {number: places[former.flat.texts[number]] for number in untouched}
    fresh: dict[int, tuple[Key, ...]] = {}
    old: dict[int, int] = {renumbered[number]: number for number in untouched}
    for key, memo in memos.items():
        if memo.dependencies is None:
            old[numbers[key]] = memo.number
        else:
            fresh[numbers[key]] = memo.dependencies
    texts = [""] * (max(places.values(), default=-1) + 1)
    for text, number in places.items():
        texts[number] = text

    def list_used() -> Iterator[Iterable[int]]:
        for number in range(len(texts)):
            if number in fresh:
                yield [numbers[key] for key in fresh[number]]
            elif former is not None and number in old:
                yield [renumbered[used] for used in former.used(old[number])]
            else:
                yield ()

    used = NumberLists.from_lists(list_used())
    return FlatGraph(texts, used, used.invert())
