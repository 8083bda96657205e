"""What an SVG element looks like: its style as presentation attributes, inherited ones included.

Only the properties named here are known; their values are read strictly and written in one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from plumbline.charts.svg_colour import Palette, read_reference
from plumbline.charts.svg_geometry import (
    DIGITS,
    FINE_DIGITS,
    clean_length,
    clean_numbers,
    format_number,
    read_number,
)

__all__ = [
    "INITIAL",
    "Look",
    "Style",
    "inherit_style",
    "shape_look",
    "stop_look",
    "text_look",
]

Style = Mapping[str, str]
"""Values by property: all of `INITIAL`, and what is the element’s own, such as `opacity`."""
Look = dict[str, str]
"""Presentation attributes."""

INITIAL: Style = {
    # The fill is unknown rather than black: the page may have given the picture another one.
    "fill": "",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "stroke": "none",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "paint-order": "normal",
    "clip-rule": "nonzero",
    "shape-rendering": "auto",
    "visibility": "visible",
    "font-size": "",
    "font-weight": "normal",
    "font-style": "normal",
    "font-variant": "normal",
    "text-anchor": "start",
    "letter-spacing": "normal",
    "text-transform": "none",
    "white-space": "normal",
}
"""What is inherited, with what it is at the root."""
_TEXT = (
    "font-size",
    "font-weight",
    "font-style",
    "font-variant",
    "text-anchor",
    "letter-spacing",
)
_WORDS = {
    "fill-rule": "nonzero evenodd",
    "clip-rule": "nonzero evenodd",
    "stroke-linecap": "butt round square",
    "stroke-linejoin": "miter round bevel",
    "paint-order": "normal stroke fill",
    "shape-rendering": "auto crispEdges geometricPrecision optimizeSpeed",
    "visibility": "visible hidden collapse",
    "font-style": "normal italic oblique",
    "font-variant": "normal small-caps all-small-caps all-petite-caps petite-caps unicase",
    "text-anchor": "start middle end",
    "dominant-baseline": "auto middle central hanging mathematical alphabetic ideographic",
    "text-transform": "none uppercase lowercase capitalize",
    "white-space": "normal nowrap pre pre-wrap pre-line break-spaces",
    "vector-effect": "none non-scaling-stroke",
}
_PAINTS = ("fill", "stroke", "stop-color")
_FONT_WEIGHTS = {"normal": "normal", "400": "normal", "bold": "bold", "700": "bold"}
_LINES = {"underline", "overline", "line-through"}
_DECLARATION = re.compile(r"""(?:[^;"'()]|"[^"]*"|'[^']*'|\([^()]*\))+""")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROOT_FONT_SIZE = 16.0  # px; what browsers begin with


def inherit_style(parent: Style, attributes: Mapping[str, str], palette: Palette) -> Style:
    """Return the style of an element within another.

    Args:
        parent: the style of what it stands in.
        attributes: its attributes; `style` wins over the others, as in a browser.
        palette: what reads colours.
    """
    declared = {n: v.strip() for n, v in attributes.items() if n in _READERS}
    if "style" in attributes:
        declared |= _read_declarations(attributes["style"])
    if attributes.get(_XML_SPACE) == "preserve":
        declared.setdefault("white-space", "pre")
    inherited = parent if len(parent) == len(INITIAL) else {n: parent[n] for n in INITIAL}
    if not declared:
        return inherited
    style = dict(inherited)
    for name, text in declared.items():
        if text in ("inherit", "initial", "unset", "revert"):
            continue
        value = _READERS[name](text)
        if value is not None and (name not in _PAINTS or palette.paint(value)[0]):
            style[name] = value
    if "font-size" in declared:
        style["font-size"] = _font_size(declared["font-size"], parent["font-size"])
    return style


@lru_cache(maxsize=2048)
def _read_declarations(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for declaration in _DECLARATION.findall(text):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        name = "text-decoration" if name == "text-decoration-line" else name
        if name in _READERS:
            found.append((name, value))
    return tuple(found)


def _font_size(text: str, parent: str) -> str:
    length = clean_length(text, DIGITS) or "-"
    base = float(parent or _ROOT_FONT_SIZE)
    if length.startswith("-"):
        return parent
    if length.endswith("%"):
        return format_number(base * float(length[:-1]) / 100, DIGITS)
    if length.endswith("em"):
        return format_number(base * float(length[:-2]), DIGITS)
    return length


def shape_look(style: Style, palette: Palette, *, has_length: bool, has_area: bool) -> Look | None:
    """Return the attributes by which a shape looks as it should, or None when it cannot be seen.

    Args:
        style: the shape's style.
        palette: what reads colours.
        has_length: whether it has an outline.
        has_area: whether it has an inside.
    """
    if style["visibility"] != "visible" or style.get("opacity") == "0":
        return None
    stroke = _stroke(style, palette) if has_length or style["stroke-linecap"] != "butt" else {}
    fill = _paint(style, palette, "fill") if has_area else None
    if not stroke and (fill is None or fill == {"fill": "none"}):
        return None
    look = {**(fill or {}), **stroke}
    if fill is not None and fill != {"fill": "none"} and style["fill-rule"] != "nonzero":
        look["fill-rule"] = style["fill-rule"]
    if stroke and fill and style["paint-order"] != "normal":
        look["paint-order"] = style["paint-order"]
    if style["shape-rendering"] != "auto":
        look["shape-rendering"] = style["shape-rendering"]
    return look


def text_look(style: Style, palette: Palette) -> Look:
    """Return the attributes by which text looks as it should; when it is unseen, it has no fill."""
    seen = shape_look(style, palette, has_length=True, has_area=True)
    look = {"fill": "none"} if seen is None else seen
    look.pop("shape-rendering", None)
    return look | {n: style[n] for n in _TEXT if style[n] != INITIAL[n]}


def stop_look(style: Style, palette: Palette) -> Look:
    """Return the attributes of a gradient’s stop."""
    paint, alpha = palette.paint(style.get("stop-color", "#000"))
    opacity = format_number(alpha * float(style.get("stop-opacity", "1")), 3)
    look = {"stop-color": paint}
    return look if opacity == "1" else {**look, "stop-opacity": opacity}


def _paint(style: Style, palette: Palette, name: str) -> Look:
    if not style[name]:  # what the page says
        alpha = float(style[f"{name}-opacity"])
        look: Look = {}
    else:
        paint, alpha = palette.paint(style[name])
        alpha *= float(style[f"{name}-opacity"])
        look = {name: paint}
    opacity = format_number(alpha, 3)
    if opacity == "0" or look.get(name) == "none":
        return {name: "none"}
    return look if opacity == "1" else {**look, f"{name}-opacity": opacity}


def _stroke(style: Style, palette: Palette) -> Look:
    look = _paint(style, palette, "stroke")
    if look == {"stroke": "none"} or style["stroke-width"] == "0":
        return {}
    names = ["stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"]
    if style["stroke-dasharray"] != "none":
        names.append("stroke-dashoffset")
    if style["stroke-linejoin"] == "miter":
        names.append("stroke-miterlimit")
    return look | {name: style[name] for name in names if style[name] != INITIAL[name]}


def _word(name: str) -> Callable[[str], str | None]:
    words = {word.lower(): word for word in _WORDS[name].split()}
    return lambda text: words.get(text.lower())


def _opacity(text: str) -> str | None:
    value = read_number(text.removesuffix("%"))
    if value is None:
        return None
    value = value / 100 if text.endswith("%") else value
    return format_number(min(1.0, max(0.0, value)), 3)


def _dashes(text: str) -> str | None:
    if text == "none":
        return "none"
    numbers = clean_numbers(text, FINE_DIGITS)
    if numbers is None or "-" in numbers:
        return None
    return "none" if set(numbers.split()) == {"0"} else numbers


def _not_negative(text: str) -> str | None:
    length = clean_length(text, FINE_DIGITS)
    return None if length is None or length[0] == "-" or length[-1] in "%m" else length


def _spacing(text: str) -> str | None:
    length = "normal" if text == "normal" else clean_length(text, DIGITS)
    return "normal" if length == "0" else length


def _decoration(text: str) -> str | None:
    lines = sorted(set(text.split()) & _LINES)
    return " ".join(lines) or ("none" if text == "none" else None)


def _weight(text: str) -> str | None:
    return _FONT_WEIGHTS.get(text, text if re.fullmatch(r"[1-9]00", text) else None)


def _reference(text: str) -> str | None:
    return "none" if text == "none" else read_reference(text)


def _as_it_is(text: str) -> str | None:
    return text or None


_READERS: dict[str, Callable[[str], str | None]] = {
    **{name: _word(name) for name in _WORDS},
    **dict.fromkeys(_PAINTS, _as_it_is),
    "display": _as_it_is,
    "fill-opacity": _opacity,
    "stroke-opacity": _opacity,
    "stop-opacity": _opacity,
    "opacity": _opacity,
    "stroke-width": _not_negative,
    "stroke-miterlimit": _not_negative,
    "stroke-dasharray": _dashes,
    "stroke-dashoffset": lambda text: clean_length(text, FINE_DIGITS),
    "font-size": _as_it_is,
    "font-weight": _weight,
    "letter-spacing": _spacing,
    "text-decoration": _decoration,
    "clip-path": _reference,
}
