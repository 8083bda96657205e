"""Queries: memoised functions of a graph, and what of their values outlives the process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from enum import Enum
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from plumbline.graph import Graph

__all__ = [
    "Keep",
    "Key",
    "Query",
    "digest_query",
    "find_query",
    "firewall_query",
    "input_query",
    "kept_query",
    "query",
]

P = ParamSpec("P")
T = TypeVar("T")
G = TypeVar("G", bound="Graph")

Key = tuple[Callable[..., object], tuple[Hashable, ...]]
"""A query's function and its arguments."""

_QUERIES: dict[str, Query[Any, Any, Any]] = {}
"""Queries by module and name."""
_QUERIES_BY_FUNCTION: dict[Callable[..., object], Query[Any, Any, Any]] = {}


class Keep(Enum):
    """What of a query's value outlives the process."""

    NOTHING = "nothing"
    """Only what it depends on."""
    DIGEST = "digest"
    """Whether a value found later is the same one."""
    VALUE = "value"
    """The value."""


class Query(Generic[G, P, T]):
    """A memoised function of a graph; call it like the function it was made from.

    Args:
        function: what computes the value.
        keep: what of the value outlives the process.
        is_input: whether it looks outside the graph.
        is_firewall: whether a change stops at it until it is known that its value has changed too.
    """

    def __init__(
        self,
        function: Callable[Concatenate[G, P], T],
        keep: Keep = Keep.NOTHING,
        *,
        is_input: bool = False,
        is_firewall: bool = False,
    ) -> None:
        self.function = function
        self.keep = keep
        self.is_input = is_input
        self.is_firewall = is_firewall
        self.name = f"{function.__module__}:{function.__qualname__}"
        update_wrapper(self, function)
        _QUERIES[self.name] = self
        _QUERIES_BY_FUNCTION[function] = self

    def __call__(self, graph: G, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the value, computing it only when something it used has changed.

        Raises:
            TypeError: an argument was given by name.
            CycleError: the query depends on itself.
        """
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return graph.ask(self.function, args)  # without a cast, which costs a call

    def key(self, *args: P.args, **kwargs: P.kwargs) -> Key:
        """Return what a graph knows the query by."""
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return self.function, cast("tuple[Hashable, ...]", args)

    def changed(self, graph: G, *args: P.args, **kwargs: P.kwargs) -> int:
        """Return the revision in which the value last changed, computing it if need be."""
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return graph.changed_in(self.function, cast("tuple[Hashable, ...]", args))

    def holds(self, graph: G, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Return whether the value is known and nothing that it used may have changed."""
        if kwargs:
            raise TypeError(f"{self.function.__name__}() takes positional arguments only")
        return graph.holds(self.function, cast("tuple[Hashable, ...]", args))


def find_query(name: str | Callable[..., object]) -> Query[Any, Any, Any]:
    """Return a query by its module and name, "module:name", or by its function.

    Raises:
        KeyError: there is none.
    """
    return _QUERIES[name] if isinstance(name, str) else _QUERIES_BY_FUNCTION[name]


def query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function of a graph and hashable positional arguments a memoised query.

    The value must be comparable with `==` and must not be changed by those who receive it.
    """
    return Query(function)


def kept_query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function a query whose value outlives the process.

    For small values that many others need, such as a title that all listings show: a changed file
    then costs its own work, and not that of all others. The type of the value must be one that
    pydantic writes as JSON and reads back, without sets, whose order is another in each process.
    """
    return Query(function, Keep.VALUE)


def firewall_query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function a kept query at which a change stops until its value has changed too.

    For what is shown or compared by all others, such as a title: a change of the text it is taken
    from would mark all of them, and each would be looked at to find that it holds. So the value is
    brought up to date when a revision begins; it should cost little, and be asked for anyway.
    """
    return Query(function, Keep.VALUE, is_firewall=True)


def digest_query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function a query of whose value the digest outlives the process.

    For large values that change less often than what they are made from.
    """
    return Query(function, Keep.DIGEST)


def input_query(function: Callable[Concatenate[G, P], T]) -> Query[G, P, T]:
    """Make a function that looks outside the graph an input: it is asked again once a revision.

    It asks no other query, raises nothing and is quick: all run whenever a revision begins.
    """
    return Query(function, Keep.VALUE, is_input=True)
