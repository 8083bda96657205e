"""What a former process has left of a graph, and what of it and of a new one goes into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from plumbline.flat_graph import FlatGraph, NumberLists
from plumbline.graph_json import KeyTexts
from plumbline.memo import Memo
from plumbline.query import Key

__all__ = ["FormerGraph", "flatten", "number_queries", "place_texts"]


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


def number_queries(texts: Sequence[str], known: Mapping[str, int]) -> Sequence[int]:
    """Return a number for each query: the one that it has, and for new ones such as are free.

    Args:
        texts: the queries.
        known: the numbers that some of them have.
    """
    if not known:
        return range(len(texts))
    numbers = [known.get(text, -1) for text in texts]
    taken = set(numbers)
    free = (number for number in range(len(taken) + len(numbers)) if number not in taken)
    return [next(free) if number < 0 else number for number in numbers]


def place_texts(texts: Iterable[str], places: Sequence[int]) -> list[str]:
    """Return queries by their numbers; "" where there is none with a number."""
    placed = [""] * (max(places, default=-1) + 1)
    for number, text in zip(places, texts, strict=True):
        placed[number] = text
    return placed


def flatten(
    memos: dict[Key, Memo[object]],
    untouched: Sequence[int],
    former: FormerGraph | None,
    numbers: Mapping[Key, int],
    places: Sequence[int],
) -> NumberLists:
    """Return what queries used, by number.

    Args:
        memos: queries that this process has looked at.
        untouched: numbers that others have in what the former process has left.
        former: what the former process has left.
        numbers: new numbers of those with a memo.
        places: new numbers of all, in that order.
    """
    renumbered = {memo.number: numbers[key] for key, memo in memos.items() if memo.number >= 0}
    renumbered |= zip(untouched, places[len(memos) :], strict=True)
    known: list[Memo[object] | int | None] = [None] * (max(places, default=-1) + 1)
    for key, memo in memos.items():
        known[numbers[key]] = memo
    for number in untouched:
        known[renumbered[number]] = number

    def list_used() -> Iterator[Iterable[int]]:
        for one in known:
            if isinstance(one, Memo) and one.dependencies is not None:
                yield [numbers[key] for key in one.dependencies]
            elif former is None or one is None:
                yield ()
            else:
                number = one.number if isinstance(one, Memo) else one
                yield [renumbered[used] for used in former.used(number)]

    return NumberLists.from_lists(list_used())
