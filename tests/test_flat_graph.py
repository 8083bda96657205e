"""Lists of numbers in flat arrays, and graphs made of them."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.flat_graph import FlatGraph, NumberLists


def lists_of(numbers: NumberLists) -> list[list[int]]:
    return [list(numbers[i]) for i in range(len(numbers))]


GRAPHS = st.integers(0, 8).flatmap(
    lambda count: st.lists(
        st.lists(st.integers(0, max(count - 1, 0)), max_size=5 if count else 0, unique=True),
        min_size=count,
        max_size=count,
    )
)


@given(GRAPHS)
def test_lists_come_back_as_they_were(lists: list[list[int]]) -> None:
    numbers = NumberLists.from_lists(lists)
    assert lists_of(numbers) == lists
    assert lists_of(NumberLists.from_bytes(numbers.to_bytes())) == lists


@given(GRAPHS)
def test_inverted_lists_tell_in_which_lists_a_number_stands(lists: list[list[int]]) -> None:
    users = lists_of(NumberLists.from_lists(lists).invert())
    assert users == [[i for i, used in enumerate(lists) if n in used] for n in range(len(lists))]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\1",
        array("I", [2, 0, 1]).tobytes(),
        array("I", [1, 0, 3, 7]).tobytes(),
        array("I", [1, 1, 1, 7]).tobytes(),
        array("I", [9, 0, 0]).tobytes(),
    ],
)
def test_what_are_no_lists_is_refused(body: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        NumberLists.from_bytes(body)


def test_a_graph_knows_its_queries_by_their_texts() -> None:
    used = NumberLists.from_lists([[2], [], [], [2, 0]])
    graph = FlatGraph(["a", "", "b", "c"], used, used.invert())
    assert graph.numbers == {"a": 0, "b": 2, "c": 3}
    assert list(graph.used[3]) == [2, 0]
    assert list(graph.users[2]) == [0, 3]
    with pytest.raises(ValueError, match="as many"):
        FlatGraph(["a"], used, used)
