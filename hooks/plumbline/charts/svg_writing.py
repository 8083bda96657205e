"""Shapes, groups and texts written as SVG in one way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

__all__ = ["Node", "write_node", "write_picture"]

_ORDER = (
    "id width height viewBox preserveAspectRatio clip-path transform opacity "
    "clipPathUnits patternUnits patternContentUnits patternTransform gradientUnits "
    "gradientTransform spreadMethod offset stop-color stop-opacity "
    "x y x1 y1 x2 y2 cx cy r fx fy rx ry dx dy d points "
    "fill fill-opacity fill-rule clip-rule stroke stroke-opacity stroke-width stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit paint-order "
    "vector-effect shape-rendering font-size font-weight font-style font-variant letter-spacing "
    "text-anchor dominant-baseline text-decoration"
).split()
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_REFERENCE = re.compile(r"url\(#(.*)\)")


@dataclass
class Node:
    """An element that is to be written.

    Attributes:
        tag: its name.
        attributes: what it has by itself.
        look: attributes that it may as well have from a group around it.
        children: what it holds; text only within text.
    """

    tag: str
    attributes: dict[str, str]
    look: dict[str, str] = field(default_factory=dict)
    children: Sequence[Node | str] = ()


def write_picture(
    size: Mapping[str, str],
    children: Sequence[Node],
    definitions: Mapping[str, Node],
    prefix: str,
) -> str:
    """Return an `<svg>` element.

    Args:
        size: the attributes of the root.
        children: what it shows; "url(#name)" in an attribute refers to a definition.
        definitions: definitions by name; those that nothing refers to are left out.
        prefix: what the ids of the definitions begin with; a number follows.
    """
    writer = _Writer(prefix)
    shown = writer.write_all(children)
    defined = "".join(
        writer.write(replace(node, attributes={**node.attributes, "id": id_}))
        for node, id_ in [(definitions[name], id_) for name, id_ in writer.ids.items()]
    )
    start = f"<svg{writer.write_attributes(size)}>"
    return f"{start}{f'<defs>{defined}</defs>' if defined else ''}{shown}</svg>"


def write_node(node: Node) -> str:
    """Return an element that refers to no definition."""
    return _Writer("").write(node)


class _Writer:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.ids: dict[str, str] = {}  # of definitions by name, in the order of their first use

    def write_all(self, children: Sequence[Node | str]) -> str:
        """Write children; neighbours that look alike get a group where that is shorter."""
        parts: list[str] = []
        for look, run in groupby(children, key=_look):
            nodes = list(run)
            shared = self.write_attributes(dict(look or ()))
            if (len(nodes) - 1) * len(shared) > len("<g></g>"):
                inside = "".join(self.write(node, in_group=True) for node in nodes)
                parts.append(f"<g{shared}>{inside}</g>")
            else:
                parts += (self.write(node) for node in nodes)
        return "".join(parts)

    def write(self, node: Node | str, *, in_group: bool = False) -> str:
        """Write a child; in a group, its look is that of the group."""
        if isinstance(node, str):
            return escape(node)
        attributes = node.attributes if in_group else {**node.attributes, **node.look}
        if node.tag in ("text", "tspan"):
            inside = "".join(self.write(child) for child in node.children)
        elif node.tag == "g" and (shared := _shared_look(node.children)):
            attributes = {**attributes, **shared}
            inside = "".join(self.write(child, in_group=True) for child in node.children)
        else:
            inside = self.write_all(node.children)
        start = f"<{node.tag}{self.write_attributes(attributes)}"
        return f"{start}>{inside}</{node.tag}>" if inside else f"{start}/>"

    def write_attributes(self, attributes: Mapping[str, str]) -> str:
        return "".join(
            f' {name}="{escape(self._renamed(attributes[name]))}"'
            for name in sorted(attributes, key=_RANK.__getitem__)
        )

    def _renamed(self, value: str) -> str:
        match = _REFERENCE.fullmatch(value)
        if match is None:
            return value
        return f"url(#{self.ids.setdefault(match[1], f'{self._prefix}{len(self.ids)}')})"


def _shared_look(children: Sequence[Node | str]) -> dict[str, str]:
    """Return the look of several children when it is the same, else nothing."""
    looks = [child.look if isinstance(child, Node) else {} for child in children]
    return looks[0] if len(looks) > 1 and all(look == looks[0] for look in looks) else {}


def _look(node: Node | str) -> frozenset[tuple[str, str]] | None:
    return frozenset(node.look.items()) if isinstance(node, Node) and node.look else None
