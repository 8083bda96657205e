"""What a dependency graph knows as JSON: its queries, its inputs, its values."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin, get_type_hints

from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from plumbline.memo import ABSENT, Memo
from plumbline.query import Keep, Key, Query, find_query

if TYPE_CHECKING:
    from plumbline.graph import Graph

__all__ = [
    "KeyTexts",
    "are_same",
    "digest",
    "encode",
    "parse_inputs",
    "parse_value",
    "to_json",
    "write_inputs",
    "write_values",
]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """Return a value as JSON, without spaces."""
    return _ENCODER.encode(value)


class KeyTexts:
    """Queries as texts: a number for the function, and the arguments as JSON.

    Args:
        names: the names of functions that have a number, in that order.

    Attributes:
        names: those of all functions that have one by now.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self._places: dict[Callable[..., object], str] = {}
        self._by_name = {name: str(place) for place, name in enumerate(self.names)}

    def write(self, key: Key) -> str:
        """Return a query as text."""
        function, arguments = key
        place = self._places.get(function) or self._find_place(function)
        return f"{place}{_ENCODER.encode(arguments)}"

    def parse(self, text: str) -> Key:
        """Return the query that a text stands for.

        Raises:
            Exception: one of many kinds, where it is none that `write` has written.
        """
        place, _, arguments = text.partition("[")
        function = _query_named(self.names[int(place)]).function
        return function, _revive_all(json.loads(f"[{arguments}"), _argument_types(function))

    def _find_place(self, function: Callable[..., object]) -> str:
        name = find_query(function).name
        if name not in self._by_name:
            self._by_name[name] = str(len(self.names))
            self.names.append(name)
        return self._places.setdefault(function, self._by_name[name])


def write_inputs(inputs: dict[Key, object]) -> list[list[Any]]:
    """Return inputs with their values: each its name, its arguments and its value."""
    return [
        [find_query(key[0]).name, key[1], _adapter(key[0]).dump_python(value, mode="json")]
        for key, value in inputs.items()
    ]


def parse_inputs(kept: Any) -> dict[Key, object]:
    """Return the values of inputs.

    Raises:
        Exception: one of many kinds, where it is not what `write_inputs` has written.
    """
    by_name: dict[str, list[tuple[Any, Any]]] = {}
    for name, arguments, value in kept:
        by_name.setdefault(name, []).append((arguments, value))
    inputs: dict[Key, object] = {}
    for name, found in by_name.items():
        function = _query_named(name).function
        types = _argument_types(function)
        values = _list_adapter(function).validate_json(to_json([v for _, v in found]), strict=True)
        for (arguments, _), value in zip(found, values, strict=True):
            inputs[function, _revive_all(arguments, types)] = value
    return inputs


def are_same(graph: Graph, kept: Any) -> bool:
    """Return whether all inputs are as `write_inputs` has written them."""
    for name, arguments, value in kept:
        function = _query_named(name).function  # asked past the graph, which takes no note of it
        now = function(graph, *_revive_all(arguments, _argument_types(function)))
        if _adapter(function).dump_python(now, mode="json") != value:
            return False
    return True


def _query_named(name: str) -> Query[Any, Any, Any]:
    """Return a query, whose module nobody may have asked for yet in this process."""
    module = name.partition(":")[0]
    if module not in sys.modules and module.partition(".")[0] == __package__:
        importlib.import_module(module)
    return find_query(name)


@cache
def _argument_types(function: Callable[..., object]) -> tuple[Any, ...]:
    """Return the types of a query's arguments; none where JSON gives them back as they are."""
    hints = get_type_hints(function)
    hints.pop("return")
    types = tuple(hints.values())[1:]
    return () if all(t in (str, int, bool) for t in types) else types


def _revive_all(arguments: Any, types: tuple[Any, ...]) -> tuple[Hashable, ...]:
    return tuple(map(_revive, arguments, types) if types else arguments)


def _revive(value: Any, kind: Any) -> Hashable:
    if kind in (str, int, bool):
        return cast("Hashable", value)
    if get_origin(kind) is tuple:
        return tuple(_revive(part, get_args(kind)[0]) for part in value)
    return cast("Hashable", kind(value))  # an enumeration


# --- Values


def write_values(
    memos: dict[Key, Memo[object]],
    keys: Iterable[Key],
    numbers: dict[Key, int],
    digests: Mapping[Key, bytes],
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the values of queries as much as they keep: number, SHA-256 and JSON of each.

    Digest and JSON are empty where there is nothing to keep.

    Args:
        memos: what is known of queries.
        keys: those whose values are written.
        numbers: theirs.
        digests: digests of values that were let go.
    """
    for key in keys:
        asked, memo = find_query(key[0]), memos[key]
        if asked.keep is Keep.NOTHING or asked.is_input:
            continue
        # Computed in another process, it may be absent: then the row tells of an older value.
        body = None
        if memo.value is not ABSENT:
            body = encode(key[0], memo.value, check=asked.keep is Keep.VALUE)
        if body is None:
            yield numbers[key], digests.get(key, b"") if memo.value is ABSENT else b"", b""
            continue
        kept = body if asked.keep is Keep.VALUE else b""
        yield numbers[key], hashlib.sha256(body).digest(), kept


def parse_value(function: Callable[..., object], body: bytes) -> object:
    """Return a value that a query had.

    Raises:
        ValueError: it cannot have been one.
    """
    return _adapter(function).validate_json(body)


def encode(function: Callable[..., object], value: object, *, check: bool = False) -> bytes | None:
    """Return a value of a query as JSON, or None if that would not be the same value again.

    Args:
        function: the query's.
        value: the value.
        check: read it back, to see whether it is the same.
    """
    if isinstance(value, bytes):  # whose digests are kept, no more
        return b"bytes:" + value
    try:
        adapter = _adapter(function)
        body = adapter.dump_json(value)
        if check:
            again = adapter.validate_json(body)
            if again != value or adapter.dump_json(again) != body:  # 1 equals 1.0, and True
                return None
    except (PydanticSerializationError, PydanticUserError, ValidationError, ValueError, TypeError):
        return None
    return body


def digest(function: Callable[..., object], value: object) -> bytes | None:
    """Return the SHA-256 of a query's value as JSON, or None if it cannot be written."""
    body = encode(function, value)
    return hashlib.sha256(body).digest() if body is not None else None


@cache
def _list_adapter(function: Callable[..., object]) -> TypeAdapter[list[Any]]:
    """Return what reads many values of a query at once, which takes a fraction of the time."""
    kinds = get_type_hints(function, include_extras=True)
    many: Any = GenericAlias(list, (kinds["return"],))
    return TypeAdapter(many)


@cache
def _adapter(function: Callable[..., object]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(function, include_extras=True)["return"])
