"""SVG that Plotly drew, made fit to stand in a page: safe, small, and the same every time.

Nothing is copied from the input. It is read into shapes, groups and texts, whose elements,
attributes and values are all known, and these are written anew. So there is no script, no style
sheet and no address in what comes out, and it needs no `style` attribute: a page may forbid them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from plumbline.charts.svg_colour import Palette
from plumbline.charts.svg_geometry import (
    DIGITS,
    FINE_DIGITS,
    clean_length,
    clean_numbers,
    clean_transform,
    join_transforms,
)
from plumbline.charts.svg_shapes import SHAPES, read_lengths, read_shape, read_text, tag_of
from plumbline.charts.svg_style import INITIAL, Style, inherit_style, stop_look
from plumbline.charts.svg_writing import Node, write_node, write_picture

__all__ = ["clean_svg", "rename_ids"]

_DEEPEST = 64
_DEFINITIONS = {
    "clipPath": "",
    "pattern": "x y width height",
    "linearGradient": "x1 y1 x2 y2",
    "radialGradient": "cx cy r fx fy",
}
"""Definitions by name, with those of their attributes that are lengths."""
_TRANSFORMS = {"clipPath": "transform", "pattern": "patternTransform"}
_CHOICES = {
    "clipPathUnits": ("userSpaceOnUse", "objectBoundingBox"),
    "patternUnits": ("objectBoundingBox", "userSpaceOnUse"),
    "patternContentUnits": ("userSpaceOnUse", "objectBoundingBox"),
    "gradientUnits": ("objectBoundingBox", "userSpaceOnUse"),
    "spreadMethod": ("pad", "reflect", "repeat"),
}
"""Attributes of definitions with their values, the usual one first."""
_KNOWN = {*SHAPES, *_DEFINITIONS, "g", "a", "svg", "defs", "text", "tspan", "stop"}
_SCALING = re.compile("scale|matrix|skew")
_ASPECT = re.compile(r"(?:none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max))(?: (?:meet|slice))?")
_PREFIX = re.compile(r"[A-Za-z_](?:[\w-]*[A-Za-z_-])?", re.ASCII)
_ID = re.compile(r'( id="|="url\(#)[A-Za-z_](?:[\w-]*[A-Za-z_-])?(\d+)(?="|\))', re.ASCII)


def clean_svg(svg: str, prefix: str, colours: Mapping[str, str]) -> str:
    """Return a drawing as an `<svg>` element for a page.

    It looks as before, but for fonts, which the page gives, and has the elements svg, g, defs,
    clipPath, pattern, linearGradient, radialGradient, stop, path, rect, circle, ellipse, line,
    polyline, polygon, text and tspan. Its root has the attributes width, height and viewBox;
    what makes it accessible is the caller’s to add after "<svg". What is not known is left out
    with all that it holds, as are bitmaps; a link becomes its text.

    What was cleaned is the same when it is cleaned again with the same prefix and colours.

    Args:
        svg: an SVG document.
        prefix: what ids begin with, unique in the page: letters, digits, "_" and "-", the last
            not a digit. The ids are prefix0, prefix1, and so on.
        colours: CSS colours, such as "var(--ink)", by the colour of the drawing, such as
            "#fe0101", that stands for them.

    Raises:
        ValueError: it is not well-formed, declares a document type, is no drawing with a size in
            pixels, or is nested too deep; or the prefix or the colours are not as they must be.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} cannot begin an id")
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise ValueError("it declares a document type")
    try:
        root = ET.fromstring(svg)  # noqa: S314  (see above: there are no entities)
    except (ET.ParseError, UnicodeEncodeError) as error:
        raise ValueError(f"it is not well-formed: {error}") from error
    if tag_of(root) != "svg":
        raise ValueError("it is no drawing")
    size = {n: clean_length(root.get(n, ""), DIGITS) or "" for n in ("width", "height")}
    if not all(re.fullmatch(r"[\d.]+", text) for text in size.values()):
        raise ValueError("it has no size in pixels")
    box = _read_box(root) or {"viewBox": f"0 0 {size['width']} {size['height']}"}
    reader = _Reader(root, colours)
    shown = reader.read()
    return write_picture({**size, **box}, shown, reader.definitions, prefix)


def rename_ids(svg: str, prefix: str) -> str:
    """Return a cleaned drawing with another prefix, as `clean_svg` would give it.

    Args:
        svg: what `clean_svg` returned; anything else is not made safe.
        prefix: as for `clean_svg`.

    Raises:
        ValueError: the prefix is not as it must be.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} cannot begin an id")
    return _ID.sub(rf"\g<1>{prefix}\g<2>", svg)  # in text, a quotation mark is written &quot;


@dataclass(frozen=True)
class _Place:
    """Where an element stands."""

    style: Style
    palette: Palette
    digits: int = DIGITS
    in_definition: bool = False  # within one, no other is used
    in_clip: bool = False  # in a clip path only outlines count


class _Reader:
    def __init__(self, root: ET.Element, colours: Mapping[str, str]) -> None:
        self._root = root
        self._found: dict[str, tuple[ET.Element, tuple[ET.Element, ...]]] = {}
        for element, ancestors in _walk(root, ()):
            name = element.get("id")
            if name and tag_of(element) in _DEFINITIONS:
                self._found.setdefault(name, (element, ancestors))
        self.definitions: dict[str, Node] = {}  # that are used, by name
        self._names: dict[str, str] = {}  # by id, and by what a definition says
        self._palette = Palette(colours, self._name_server)
        self._plain_palette = Palette(colours)  # within definitions

    def read(self) -> list[Node]:
        """Return what is shown."""
        style = inherit_style(INITIAL, self._root.attrib, self._palette)
        return self._read_children(self._root, _Place(style, self._palette))

    def _name_server(self, id_: str) -> str | None:
        known = id_ in self._found and not self._is_clip(id_)
        return self._name(id_) if known else None

    def _is_clip(self, id_: str) -> bool:
        return id_ in self._found and tag_of(self._found[id_][0]) == "clipPath"

    def _name(self, id_: str) -> str:
        """Return the name of a definition: the id of the first one that says the same."""
        if id_ not in self._names:
            node = self._define(id_)
            name = self._names.setdefault(f"<{write_node(node)}", id_)
            self.definitions.setdefault(name, node)
            self._names[id_] = name
        return self._names[id_]

    def _define(self, id_: str) -> Node:
        element, ancestors = self._found[id_]
        style = INITIAL
        for ancestor in (*ancestors, element):
            style = inherit_style(style, ancestor.attrib, self._plain_palette)
        tag = tag_of(element)
        in_clip = tag == "clipPath"
        digits = DIGITS if in_clip else FINE_DIGITS
        attributes = read_lengths(element, _DEFINITIONS[tag], digits)
        for choice, (_, *others) in _CHOICES.items():
            if (value := element.get(choice, "")) in others:
                attributes[choice] = value
        transform = _TRANSFORMS.get(tag, "gradientTransform")
        if moved := clean_transform(element.get(transform, ""), digits):
            attributes[transform] = moved
        if tag.endswith("Gradient"):
            return Node(tag, attributes, children=list(self._read_stops(element, style)))
        if tag == "pattern":
            attributes |= _read_box(element)
        place = _Place(style, self._plain_palette, digits, in_definition=True, in_clip=in_clip)
        return Node(tag, attributes, children=self._read_children(element, place))

    def _read_stops(self, gradient: ET.Element, style: Style) -> Iterator[Node]:
        for element in gradient:
            if tag_of(element) == "stop":
                own = inherit_style(style, element.attrib, self._plain_palette)
                look = stop_look(own, self._plain_palette)
                yield Node("stop", look | read_lengths(element, "offset", FINE_DIGITS))

    def _read_children(self, element: ET.Element, place: _Place) -> list[Node]:
        return [node for child in element for node in self._read(child, place)]

    def _read(self, element: ET.Element, place: _Place) -> list[Node]:
        """Return the nodes for an element: none, one, or those of a group that does nothing."""
        tag = tag_of(element)
        if tag not in SHAPES and tag not in ("g", "a", "svg", "text"):
            return []
        style = inherit_style(place.style, element.attrib, place.palette)
        if style.get("display") == "none" or style.get("opacity") == "0":
            return []
        own = self._read_own(element, style, place)
        scales = _SCALING.search(own.get("transform", ""))
        digits = FINE_DIGITS if scales else place.digits
        inner = _Place(style, place.palette, digits, place.in_definition, place.in_clip)
        if tag in SHAPES:
            node = read_shape(element, style, place.palette, digits, in_clip=place.in_clip)
        elif tag == "text":
            node = read_text(element, style, place.palette, digits)
        elif tag == "svg":
            node = self._read_nested(element, inner)
        else:
            return self._read_group(element, inner, own)
        if node is None:
            return []
        node.attributes |= own
        return [node]

    def _read_own(self, element: ET.Element, style: Style, place: _Place) -> dict[str, str]:
        """Return what applies to an element as a whole."""
        own: dict[str, str] = {}
        if transform := clean_transform(element.get("transform", ""), place.digits):
            own["transform"] = transform
        if style.get("opacity", "1") != "1":
            own["opacity"] = style["opacity"]
        clip = style.get("clip-path", "")
        if not place.in_definition and self._is_clip(clip):
            own["clip-path"] = f"url(#{self._name(clip)})"
        return own

    def _read_group(self, element: ET.Element, place: _Place, own: dict[str, str]) -> list[Node]:
        children = self._read_children(element, place)
        if not children or not own:
            return children
        only = children[0]
        if len(children) > 1 or only.tag == "svg" or own.keys() != {"transform"}:
            return [Node("g", own, children=children)]
        inner = only.attributes.get("transform", "")
        joined = join_transforms(own["transform"], inner, place.digits)
        only.attributes.pop("transform", None)
        only.attributes |= {"transform": joined} if joined else {}
        return children

    def _read_nested(self, element: ET.Element, place: _Place) -> Node | None:
        attributes = read_lengths(element, "x y width height", place.digits) | _read_box(element)
        aspect = element.get("preserveAspectRatio", "")
        if _ASPECT.fullmatch(aspect):
            attributes["preserveAspectRatio"] = aspect
        children = self._read_children(element, replace(place, digits=FINE_DIGITS))
        return Node("svg", attributes, children=children) if children else None


def _read_box(element: ET.Element) -> dict[str, str]:
    numbers = clean_numbers(element.get("viewBox", ""), FINE_DIGITS) or ""
    return {"viewBox": numbers} if len(numbers.split()) == 4 else {}


def _walk(
    element: ET.Element, ancestors: tuple[ET.Element, ...]
) -> Iterator[tuple[ET.Element, tuple[ET.Element, ...]]]:
    """Yield an element and all within it, with what they stand in; what is unknown is left out."""
    if len(ancestors) > _DEEPEST:
        raise ValueError("it is nested too deep")
    yield element, ancestors
    inner = (*ancestors, element)
    for child in element:
        if tag_of(child) in _KNOWN:
            yield from _walk(child, inner)
