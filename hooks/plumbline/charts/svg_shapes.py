"""The shapes and texts of an SVG drawing: read, and written as they are seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree as ET

from plumbline.charts.svg_colour import Palette
from plumbline.charts.svg_geometry import clean_length, clean_numbers, clean_path
from plumbline.charts.svg_style import (
    INITIAL,
    Style,
    inherit_style,
    shape_look,
    text_look,
)
from plumbline.charts.svg_writing import Node

__all__ = ["SHAPES", "read_lengths", "read_shape", "read_text", "tag_of"]

SHAPES = {
    "path": "",
    "rect": "x y width height rx ry",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "",
    "polygon": "",
}
"""Shapes by name, with those of their attributes that are lengths."""
_SIZES = {"rect": "width height", "circle": "r", "ellipse": "rx ry"}  # nothing is seen without them
_USUAL = dict.fromkeys("x y cx cy x1 y1 x2 y2 offset".split(), "0")
_SVG = "{http://www.w3.org/2000/svg}"
_BLANK = re.compile(r"[\t\r\n]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_FIRST_LETTER = re.compile(r"(?<!\w)[^\W\d_]")
_LETTERS: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: _FIRST_LETTER.sub(lambda letter: letter[0].upper(), text),
}
_LOST_BLANK = re.compile(r"^ | $|(?<= ) | (?= )")
_NO_BREAK_SPACE = "\u00a0"
_NO_INK = " \u00a0\u200b"


def tag_of(element: ET.Element) -> str:
    """Return an element’s name in SVG, "" when it is of another language."""
    tag = element.tag.removeprefix(_SVG)
    return "" if "{" in tag else tag


def read_lengths(element: ET.Element, names: str, digits: int) -> dict[str, str]:
    """Return those of an element’s attributes that are lengths, without those that need not be.

    Args:
        element: the element.
        names: the attributes, with spaces between.
        digits: decimals that are kept.
    """
    usual = {} if tag_of(element).endswith("Gradient") else _USUAL
    found = ((n, clean_length(element.get(n, ""), digits)) for n in names.split())
    return {n: length for n, length in found if length and length != usual.get(n)}


def read_shape(
    element: ET.Element, style: Style, palette: Palette, digits: int, *, in_clip: bool
) -> Node | None:
    """Return a shape, or None when it cannot be seen.

    Args:
        element: an element that `SHAPES` names.
        style: its style.
        palette: what reads colours.
        digits: decimals of coordinates.
        in_clip: whether it stands in a clip path, where only its outline counts.
    """
    tag = tag_of(element)
    node = Node(tag, read_lengths(element, SHAPES[tag], digits))
    has_length = has_area = True
    if tag == "path":
        path = clean_path(element.get("d", ""), digits)
        node.attributes["d"] = path.d
        has_length, has_area = path.has_length, path.has_area
    elif tag in ("polyline", "polygon"):
        points = clean_numbers(element.get("points", ""), digits) or ""
        node.attributes["points"] = points
        has_length = has_area = len(points.split()) >= 4
    elif tag == "line":
        has_area = False
        ends = [node.attributes.get(name, "0") for name in SHAPES[tag].split()]
        has_length = ends[:2] != ends[2:]
    elif any(node.attributes.get(n, "0")[0] in "0-" for n in _SIZES[tag].split()):
        return None
    if in_clip:
        if style["clip-rule"] != "nonzero":
            node.attributes["clip-rule"] = style["clip-rule"]
        return node
    look = shape_look(style, palette, has_length=has_length, has_area=has_area)
    if look is None:
        return None
    node.look = look
    if "stroke" in look and style.get("vector-effect", "none") != "none":
        node.attributes["vector-effect"] = style["vector-effect"]
    return node


def read_text(element: ET.Element, style: Style, palette: Palette, digits: int) -> Node | None:
    """Return a text, or None when nothing of it can be seen.

    Args:
        element: a `text` element.
        style: its style.
        palette: what reads colours.
        digits: decimals of coordinates.
    """
    look = text_look(style, palette)
    runs = _join(_read_runs(element, style, palette, digits))
    spans = [run for run in runs if isinstance(run, Node)]
    if not _has_ink(runs) or (look.get("fill") == "none" and "stroke" not in look and not spans):
        return None
    return Node("text", _position(element, style, digits), look, runs)


def _has_ink(runs: Iterable[Node | str]) -> bool:
    return any(
        _has_ink(run.children) if isinstance(run, Node) else run.strip(_NO_INK) for run in runs
    )


def _read_runs(
    element: ET.Element, style: Style, palette: Palette, digits: int
) -> Iterator[Node | str]:
    """Yield the text and the tspans of a text or tspan."""
    yield _read_string(element.text, style)
    for child in element:
        if tag_of(child) in ("tspan", "a"):
            inner = inherit_style(style, child.attrib, palette)
            if inner.get("display") != "none":
                yield from _read_span(child, style, inner, palette, digits)
        yield _read_string(child.tail, style)


def _read_span(
    element: ET.Element, outer: Style, style: Style, palette: Palette, digits: int
) -> Iterator[Node | str]:
    before, after = text_look(outer, palette), text_look(style, palette)
    if "fill" in before and "fill" not in after:  # what the page says cannot be had back
        style = {**style, "fill": before["fill"]}
        after = text_look(style, palette)
    changed = {n: after.get(n, INITIAL[n]) for n in before | after if before.get(n) != after.get(n)}
    attributes = _position(element, style, digits) | {n: v for n, v in changed.items() if v}
    runs = _join(_read_runs(element, style, palette, digits))
    if attributes or runs:  # even without attributes: letters are set apart from those around it
        yield Node("tspan", attributes, children=runs)


def _position(element: ET.Element, style: Style, digits: int) -> dict[str, str]:
    """Return those attributes of a text or tspan that are not inherited."""
    found: dict[str, str] = {}
    for name in ("x", "y", "dx", "dy"):
        lengths = [clean_length(part, digits) for part in element.get(name, "").split()]
        if lengths and None not in lengths:
            found[name] = " ".join(length for length in lengths if length)
    own = (("dominant-baseline", "auto"), ("text-decoration", "none"))
    return found | {n: style[n] for n, usual in own if style.get(n, usual) != usual}


def _read_string(text: str | None, style: Style) -> str:
    change = _LETTERS.get(style["text-transform"])
    plain = _UNSEEN.sub("", _BLANK.sub(" ", text or ""))
    plain = change(plain) if change else plain
    if style["white-space"].startswith("pre"):
        return _LOST_BLANK.sub(_NO_BREAK_SPACE, plain)
    return plain


def _join(runs: Iterable[Node | str]) -> list[Node | str]:
    """Return runs with no two strings side by side, and with single blanks, as they are seen."""
    joined: list[Node | str] = []
    for run in runs:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        elif run:
            joined.append(run)
    return [re.sub(" +", " ", run) if isinstance(run, str) else run for run in joined]
