"""Drawings made fit for a page: what may be in them, and that they look as before."""

from __future__ import annotations

import base64
import importlib.util
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, sync_playwright

from plumbline.charts.drawing import draw_figures
from plumbline.charts.figure_request import FigureRequest
from plumbline.charts.svg import clean_svg, rename_ids

T = TypeVar("T")

ELEMENTS = set(
    "svg g defs clipPath pattern linearGradient radialGradient stop path rect circle ellipse line "
    "polyline polygon text tspan".split()
)
ATTRIBUTES = set(
    "id width height viewBox preserveAspectRatio clip-path transform opacity clipPathUnits "
    "patternUnits patternContentUnits patternTransform gradientUnits gradientTransform "
    "spreadMethod offset stop-color stop-opacity x y x1 y1 x2 y2 cx cy r fx fy rx ry dx dy d "
    "points fill fill-opacity fill-rule clip-rule stroke stroke-opacity stroke-width "
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
    "paint-order vector-effect shape-rendering font-size font-weight font-style font-variant "
    "letter-spacing text-anchor dominant-baseline text-decoration".split()
)
COLOURS = {"#fe0101": "var(--a)", "#fe0201": "var(--b)", "#fe0301": "currentColor"}


def drawing(inside: str, root: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="100" height="50"{root}>{inside}</svg>'
    )


def clean(inside: str, prefix: str = "p") -> str:
    """Return what becomes of the inside of a drawing."""
    cleaned = clean_svg(drawing(inside), prefix, COLOURS)
    start = '<svg width="100" height="50" viewBox="0 0 100 50">'
    assert cleaned.startswith(start)
    return cleaned.removeprefix(start).removesuffix("</svg>")


def assert_harmless(cleaned: str, prefix: str = "p") -> None:
    """Expect known elements and attributes only, and references only to what is there."""
    root = ET.fromstring(cleaned)  # noqa: S314  (ours)
    ids, references = [], set()
    for element in root.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        for name, value in element.attrib.items():
            found = re.findall(r"url\s*\(.*", value)
            assert all(re.fullmatch(rf"url\(#{prefix}\d+\)", reference) for reference in found)
            references |= {reference[5:-1] for reference in found}
            assert "javascript" not in value.lower()
            if name == "id":
                ids.append(value)
    assert ids == [f"{prefix}{n}" for n in range(len(ids))]
    assert set(ids) == references


# What is let through

RECT = '<rect width="9" height="9" fill="red"/>'


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<script href="https://x.example/"/>',
        "<g><script>alert(1)</script></g>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        "<style>*{fill:url(https://x.example/)}</style>",
        "<foreignObject><iframe src='https://x.example/'/></foreignObject>",
        '<image href="https://x.example/"/>',
        '<image xlink:href="data:image/svg+xml,x"/>',
        '<use href="#a"/>',
        '<use xlink:href="https://x.example/#a"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<rect width="9" height="9" fill="red" onload="alert(1)" onclick="alert(1)"/>',
        '<rect width="9" height="9" fill="red" class="md-x" data-x="y" tabindex="0"/>',
        '<rect width="9" height="9" fill="red" style="background: url(https://x.example/)"/>',
        '<rect width="9" height="9" fill="url(https://x.example/#a) red"/>',
        '<rect width="9" height="9" fill="url(//x.example/#a)"/>',
        '<rect width="9" height="9" fill="url(#unknown)"/>',
        '<rect width="9" height="9" style="fill: u\\72l(https://x.example/)"/>',
        '<rect width="9" height="9" fill="red" filter="url(#f)" mask="url(#m)"/>',
        '<rect width="9" height="9" fill="red" clip-path="url(https://x.example/#c)"/>',
        '<rect width="9" height="9" fill="expression(alert(1))"/>',
        '<rect width="9" height="9" fill="var(--mine, url(https://x.example/))"/>',
        '<rect width="calc(1px*9)" height="9" fill="red"/>',
        '<path d="M0 0L9 9&lt;script>" stroke="red"/>',
        '<path d="M0 0L9 9" stroke="red" marker-end="url(#m)"/>',
        '<linearGradient id="g" href="https://x.example/#g"/><rect width="9" height="9" '
        'fill="url(#g)"/>',
        '<pattern id="a"><rect width="9" height="9" fill="url(#a)"/></pattern><rect width="9" '
        'height="9" fill="url(#a)"/>',
        '<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9" clip-path="url(#c)"/>'
        '</clipPath><rect width="9" height="9" fill="red" clip-path="url(#c)"/>',
        '<a href="javascript:alert(1)"><rect width="9" height="9" fill="red"/></a>',
        '<text>a<a xlink:href="javascript:alert(1)">b</a></text>',
        "<text>&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>",
        "<text><![CDATA[</svg><script>alert(1)</script>]]></text>",
        '<text> id="p0" ="url(#p0)"</text>',
        '<g transform="translate(1,2) url(https://x.example/)"><rect width="9" height="9"/></g>',
        "<title><script>alert(1)</script></title><desc>x</desc><metadata/>",
        "<?xml-stylesheet href='https://x.example/'?><!-- <script>alert(1)</script> -->",
    ],
)
def test_attack_is_left_out(attack: str) -> None:
    cleaned = clean_svg(drawing(RECT + attack), "p", COLOURS)
    assert_harmless(cleaned)
    assert "<rect" in cleaned
    assert re.search(r"<(?!/?[a-zA-Z])", cleaned) is None
    assert "x.example" not in cleaned


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + drawing("<text>&a;</text>"),
        '<!DOCTYPE svg SYSTEM "https://x.example/">' + drawing(RECT),
        drawing("<text>&nbsp;</text>"),
        drawing("<g>"),
        drawing("<text>\x00</text>"),
        drawing("<text>\ud800</text>"),
        drawing("<g>" * 100 + RECT + "</g>" * 100),
        "",
        "<p>text</p>",
        "<html><svg width='1' height='1'/></html>",
        '<svg xmlns="http://www.w3.org/1999/xhtml" width="1" height="1"/>',
        "<svg/>",
        '<svg width="100%" height="50"/>',
        '<svg width="-1" height="50"/>',
    ],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^it "):
        clean_svg(text, "p", {})


MANY = 200_000


@pytest.mark.parametrize(
    "attribute",
    [
        f'style="fill:{" " * MANY}("',
        f'style="{"(" * MANY}"',
        f'transform="{" " * MANY}x"',
        f'transform="translate({" " * MANY}"',
        f'r="{"1" * MANY}x"',
        f'fill="rgb({"1" * MANY}"',
        f'fill="url({" " * MANY}"',
    ],
)
def test_long_mistake_is_passed_over(attribute: str) -> None:
    # A pattern that tries every way to read it would take hours.
    assert clean(f'<circle r="1"/><circle {attribute}/>') == '<circle r="1"/>'


@pytest.mark.parametrize("prefix", ["", "1a", 'a"b', "a b", "a1", "ä", "a\n"])
def test_prefix_that_cannot_begin_an_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="cannot begin an id"):
        clean_svg(drawing(RECT), prefix, {})
    with pytest.raises(ValueError, match="cannot begin an id"):
        rename_ids(drawing(RECT), prefix)


@pytest.mark.parametrize("colours", [{"#12": "red"}, {"#111111": "#222222", "#222222": "red"}])
def test_colours_that_cannot_be_told_apart_are_refused(colours: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="stands for another"):
        clean_svg(drawing(RECT), "p", colours)


# Any drawing: most of it likely, some of it not

NUMBERS = "0 1 -1 5 9 9 .5 12.34567 -0.00012 1e2 1e400 9px 50% 1.3em 0.0049 99.9999 NaN -0".split()
PAINTS = (
    "none red red #fe0101 #FE0201 rgb(254,1,1) rgba(254,3,1,.5) transparent url(#a) url('#b') "
    "url(#c) var(--a) var(--x) currentColor hsl(1,2%,3%) #abc #aabbcc80 inherit"
).split()
WORDS = (
    "round butt evenodd nonzero hidden visible pre middle bold 700 normal uppercase italic 5,5 "
    'none 0 1 .5 12px 120% crispedges non-scaling-stroke small-caps underline #a <&" url(//x)'
).split(" ")
FRAGMENTS = ["a", " b", "  ", "c ", "<&>\"'", "\n", "\t", "\u200b", "\u00a0", "\x85", "é", "", ""]
PAINTED = "fill stroke stop-color".split()
MEASURED = (
    "x y width height r cx cy rx ry x1 y1 x2 y2 dx dy offset opacity fill-opacity stroke-width "
    "font-size stop-opacity stroke-dashoffset letter-spacing"
).split()
WORDED = (
    "stroke-linecap fill-rule clip-rule visibility white-space text-anchor display font-weight "
    "text-transform font-style stroke-dasharray shape-rendering vector-effect text-decoration "
    "onload href class data-x xml:space"
).split()
OUTER = "g g g svg defs path path path rect rect circle ellipse line polygon text text a".split()
OUTER += "clipPath pattern linearGradient stop tspan use script foreignObject".split()
NEEDED = {
    "rect": "width height",
    "circle": "r",
    "ellipse": "rx ry",
    "line": "x2",
    "pattern": "width height",
}


class Maker:
    """Makes drawings that differ by the seed."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)  # noqa: S311  (the same every time)

    def drawing(self) -> str:
        root = ET.Element("svg", width="100", height="50")
        definitions = ET.SubElement(root, "defs")
        for name in "abc":
            definition = self.element(self.pick("clipPath pattern linearGradient".split()), 2)
            definition.set("id", name)
            definitions.append(definition)
        root.extend(self.element(self.pick(OUTER), 4) for _ in range(self.source.randint(1, 5)))
        return ET.tostring(root, encoding="unicode")

    def element(self, tag: str, depth: int) -> ET.Element:
        element = ET.Element(tag)
        for name in NEEDED.get(tag, "").split():
            element.set(name, "9")
        if tag == "path":
            element.set("d", self.path())
        elif tag == "polygon":
            element.set("points", " ".join(self.several(NUMBERS, 7)))
        if self.chance(0.3):
            element.set("transform", self.transform())
        for _ in range(self.source.randint(0, 4)):
            element.set(*self.attribute())
        if self.chance(0.5):
            declared = [self.attribute() for _ in range(self.source.randint(0, 4))]
            element.set("style", "; ".join(f"{name}: {value}" for name, value in declared))
        element.text, element.tail = (
            "".join(self.several(FRAGMENTS, 3)) if self.chance(0.6) else None for _ in range(2)
        )
        inner = ["tspan", "tspan", "a", "rect"] if tag in ("text", "tspan") else OUTER
        inner = ["stop"] if tag == "linearGradient" else inner
        if depth:
            element.extend(
                self.element(self.pick(inner), depth - 1) for _ in range(self.source.randint(0, 3))
            )
        return element

    def attribute(self) -> tuple[str, str]:
        names, likely = self.pick(((PAINTED, PAINTS), (MEASURED, NUMBERS), (WORDED, WORDS)))
        if self.chance(0.15):
            return "clip-path", self.pick(["url(#a)", "url(#b)", "url(#x)", "none"])
        name = self.pick(names)
        return name, self.pick(likely if self.chance(0.9) else WORDS)

    def path(self) -> str:
        if self.chance(0.2):
            return " ".join(self.several("M m L l a Z z 0 1 00 . , -".split(), 9))
        commands = {"L": 2, "l": 2, "h": 1, "V": 1, "c": 6, "Q": 4, "T": 2, "A": 0, "a": 0, "Z": -1}
        text = self.pick(["M0 0", "m1.00049,2", "M-3.1234567-.5 4 4"])
        for name in self.several(list(commands), 6):
            numbers = [f"{self.source.uniform(-9, 9):.5f}" for _ in range(commands[name])]
            numbers = numbers or (["3.0004 3 0 1", "0-1.5", ".25"] if name in "Aa" else [])
            text += name + ",".join(numbers)
        return text

    def transform(self) -> str:
        functions = self.several("translate scale rotate matrix skewX".split(), 3)
        return " ".join(f"{name}({','.join(self.several(NUMBERS[:8], 3))})" for name in functions)

    def chance(self, share: float) -> bool:
        return self.source.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        return self.source.choice(choices)

    def several(self, choices: Sequence[T], most: int) -> list[T]:
        return [self.pick(choices) for _ in range(self.source.randint(1, most))]


@settings(deadline=None, max_examples=400)
@given(st.integers(0, 2**32).map(lambda seed: Maker(seed).drawing()))
@example(drawing('<path d="m1.0004 1.0004l.0004.0004z" stroke="red" stroke-linecap="round"/>'))
@example(drawing('<g transform="scale(2)"><path d="M.12345 0V9" stroke="red"/></g>'))
def test_any_drawing_is_cleaned_once_and_for_all(svg: str) -> None:
    cleaned = clean_svg(svg, "p", COLOURS)
    assert_harmless(cleaned)
    assert clean_svg(cleaned, "p", COLOURS) == cleaned
    renamed = clean_svg(cleaned, "chart-x_", COLOURS)
    assert renamed == clean_svg(svg, "chart-x_", COLOURS)
    assert renamed == rename_ids(cleaned, "chart-x_")


def test_drawings_that_are_made_have_everything() -> None:
    cleaned = "".join(clean_svg(Maker(seed).drawing(), "p", COLOURS) for seed in range(300))
    used = set(re.findall(r"<([a-zA-Z]+)", cleaned)) | set(re.findall(r' ([a-z1-9-]+)="', cleaned))
    assert ELEMENTS - used == {"radialGradient", "polyline"}
    assert {"clip-path", "transform", "fill-rule", "text-decoration", "font-weight"} <= used


# What becomes of what Plotly writes


def test_style_becomes_attributes() -> None:
    style = "fill: none; stroke: rgb(1, 2, 3); stroke-opacity: 1; stroke-width: 2px; opacity: 1"
    assert clean(f'<path d="M0,0L9,9" style="{style}"/>') == (
        '<path d="M0 0 9 9" fill="none" stroke="#010203" stroke-width="2"/>'
    )


def test_style_wins_over_attribute() -> None:
    assert clean('<circle r="2" fill="red" style="fill: blue"/>') == '<circle r="2" fill="blue"/>'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("fill: rgb(254, 1, 1)", 'fill="var(--a)"'),
        ("fill: #FE0201", 'fill="var(--b)"'),
        ("fill: rgba(254, 1, 1, 0.25)", 'fill="var(--a)" fill-opacity=".25"'),
        ("fill: rgba(254, 1, 1, .5); fill-opacity: 0.5", 'fill="var(--a)" fill-opacity=".25"'),
        ("fill: rgb(254, 3, 1)", 'fill="currentColor"'),
        ("fill: rgb(17, 34, 51)", 'fill="#123"'),
        ("fill: var(--a)", 'fill="var(--a)"'),
    ],
)
def test_colour_stands_for_that_of_the_page(written: str, expected: str) -> None:
    assert clean(f'<circle r="2" style="{written}"/>') == f'<circle r="2" {expected}/>'


@pytest.mark.parametrize(
    "unseen",
    [
        '<rect width="100" height="50" style="fill: rgb(0, 0, 0); fill-opacity: 0;"/>',
        '<rect width="0" height="50" fill="red"/>',
        '<circle r="0" fill="red"/>',
        '<path d="M0,0Z" style="fill: red; stroke-width: 0px"/>',
        '<path d="M0,0" stroke="red"/>',
        '<path d="M1,2H9" fill="red"/>',
        '<path d="M0,0L9,9" style="fill: none"/>',
        '<path d="M0,0L9,9" fill="none" stroke="red" stroke-width="0"/>',
        '<g class="a"><g/></g>',
        '<g opacity="0"><circle r="2"/></g>',
        '<g style="display: none"><circle r="2"/></g>',
        '<g visibility="hidden"><circle r="2"/></g>',
        "<text> \u200b</text>",
        '<defs><clipPath id="c"><rect width="1" height="1"/></clipPath></defs>',
        '<defs><pattern id="p" width="1" height="1"><circle r="1"/></pattern></defs>',
    ],
)
def test_what_is_not_seen_is_left_out(unseen: str) -> None:
    assert clean(unseen) == ""


@pytest.mark.parametrize(
    "seen",
    [
        '<path d="M0 0Z" stroke="red" stroke-linecap="round"/>',
        '<path d="M1 2H9" stroke="red"/>',
        '<path d="M0 0 9 9 0 9" fill="red" fill-opacity=".01"/>',
        '<path d="M3 0A3 3 0 1 1 0-3 3 3 0 0 1 3 0Z" fill="red"/>',
        '<line x2="9" stroke="red" stroke-dasharray="5 1" stroke-dashoffset="2"/>',
        '<text x="1" text-anchor="end">a</text>',
        '<text>a<tspan x="0" dy="1.3em">b</tspan></text>',
        '<g opacity=".5"><circle r="2"/><circle r="3"/></g>',
        '<svg width="9" height="9" viewBox="0 0 3 3" x="2"><circle r="2"/></svg>',
        '<defs><linearGradient id="p0" x1="0" y1="1" x2="0" y2="0"><stop offset="5%" '
        'stop-color="red" stop-opacity=".5"/></linearGradient></defs><circle r="2" '
        'fill="url(#p0)"/>',
        '<defs><clipPath id="p0"/></defs><circle clip-path="url(#p0)" r="2"/>',
    ],
)
def test_what_is_seen_stays(seen: str) -> None:
    assert clean(seen) == seen


def test_hidden_group_may_hold_what_is_visible() -> None:
    group = '<g visibility="hidden"><circle r="2"/><circle r="3" visibility="visible"/></g>'
    assert clean(group) == '<circle r="3"/>'


def test_neighbours_that_look_alike_share_a_group() -> None:
    assert clean('<g><path d="M0 0V9" stroke="red"/></g><path d="M1 0V9" stroke="red"/>') == (
        '<g stroke="red"><path d="M0 0V9"/><path d="M1 0V9"/></g>'
    )


def test_two_pictures_of_a_page_share_no_id() -> None:
    clip = '<clipPath id="c"><rect width="9" height="9"/></clipPath><circle r="2" '
    clip += 'clip-path="url(#c)"/>'
    wide, narrow = clean(clip, "a-760-"), clean(clip, "a-380-")
    assert 'id="a-760-0"' in wide
    assert 'clip-path="url(#a-760-0)"' in wide
    assert set(re.findall('[(#"]a-[0-9-]+', wide)).isdisjoint(re.findall('[(#"]a-[0-9-]+', narrow))


def test_same_pattern_is_written_once() -> None:
    patterns = "".join(
        f'<pattern id="{name}" width="8" height="8"><circle r="1" fill="{fill}"/></pattern>'
        f'<rect width="9" height="9" fill="url(#{name})"/>'
        for name, fill in (("a", "red"), ("b", "blue"), ("c", "red"))
    )
    cleaned = clean(patterns)
    assert cleaned.count("<pattern") == 2
    assert re.findall(r"<rect[^>]*url\(#(p\d)\)", cleaned) == ["p0", "p1", "p0"]


def test_definition_looks_as_it_did_where_it_stood() -> None:
    pattern = '<pattern id="a" width="8" height="8"><circle r="1"/></pattern>'
    cleaned = clean(
        f'<g fill="red"><defs>{pattern}</defs></g><rect width="9" height="9" fill="url(#a)"/>'
    )
    assert '<circle r="1" fill="red"/>' in cleaned


def test_text_keeps_its_spaces_and_loses_its_links() -> None:
    text = '<text style="white-space: pre">a  b<a href="https://x.example/"> c</a>&lt;&quot;</text>'
    assert clean(text) == "<text>a\u00a0\u00a0b<tspan>\u00a0c</tspan>&lt;&quot;</text>"


def test_sizes_of_text_are_those_they_have_in_the_end() -> None:
    text = '<text style="font-size: 20px">a<tspan style="font-size: 70%">2</tspan></text>'
    assert clean(text) == '<text font-size="20">a<tspan font-size="14">2</tspan></text>'


def test_rounding_does_not_add_up() -> None:
    cleaned = clean(f'<path d="M0 0{"l.0004.0004" * 5000}" stroke="red"/>')
    path = ET.fromstring(cleaned).get("d", "")  # noqa: S314  (ours)
    numbers = [float(n) for n in re.findall(r"\.\d+|\d+", path.partition("l")[2])]
    assert sum(numbers[::2]) == pytest.approx(2, abs=0.001)


def test_position_is_written_once_for_nested_groups() -> None:
    nested = '<g transform="rotate(0,5,5)"><g transform="translate(1.5,2)"><g '
    nested += 'transform="translate(1,0)"><circle r="2"/></g></g></g>'
    assert clean(nested) == '<circle transform="translate(2.5 2)" r="2"/>'


# In the browser

YEARS = list(range(1990, 2023))
INK, GRID, ONE, TWO, THREE = "#fe0401", "#fe0501", "#fe0101", "#fe0201", "#fe0301"
CLEAR = "rgba(0,0,0,0)"


def values(seed: int, low: float = 1, high: float = 100) -> list[float]:
    source = random.Random(seed)  # noqa: S311  (the same every time)
    return [round(source.uniform(low, high), 2) for _ in YEARS]


def figure(*traces: dict[str, Any], **layout: Any) -> dict[str, Any]:
    axis = {"gridcolor": GRID, "zerolinecolor": INK, "tickcolor": INK, "ticks": "outside"}
    axes = {f"{a}axis": {**axis, **layout.pop(f"{a}axis", {})} for a in "xy"}
    plain = {
        "font": {"family": "sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "margin": {"l": 50, "r": 60, "t": 20, "b": 40},
    }
    return {"data": list(traces), "layout": plain | axes | layout}


def line(seed: int, colour: str, **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "lines", "x": YEARS, "y": values(seed)}
    return {**trace, "line": {"color": colour, "width": 2, **more.pop("line", {})}, **more}


def bars(seed: int, colour: str, **marker: Any) -> dict[str, Any]:
    trace = {"type": "bar", "x": YEARS, "y": values(seed, -50, 50)}
    return {**trace, "marker": {"color": colour, **marker}}


GAPPED = [None if i % 7 == 3 else v for i, v in enumerate(values(3))]
NOTES = [
    {"x": 2000, "y": 50, "text": "Arrow &amp; <b>bold</b><br>two  lines", "arrowcolor": INK},
    {"x": 2020, "y": 90, "text": "x<sub>2</sub> <i>it</i>", "showarrow": False, "textangle": -20},
    {"x": 1995, "y": 20, "text": "box", "bgcolor": GRID, "bordercolor": INK, "opacity": 0.6},
]
SHAPES = [
    {"type": "rect", "x0": 1993, "x1": 1997, "y0": 0, "y1": 1, "yref": "paper", "opacity": 0.2}
    | {"fillcolor": THREE, "line": {"width": 0}},
    {"type": "line", "x0": 1990, "x1": 2022, "y0": 40, "y1": 40}
    | {"line": {"color": TWO, "dash": "dot"}},
    {"type": "circle", "x0": 2005, "x1": 2010, "y0": 20, "y1": 60, "line": {"color": TWO}},
]
HATCHED = {"shape": ["/" if y > 2015 else "x" if y > 2010 else "" for y in YEARS], "size": 6}
FIGURES = {
    "lines with gaps and markers": figure(
        line(3, ONE, y=GAPPED, mode="lines+markers", line={"dash": "dash"})
        | {"marker": {"size": 8, "symbol": ["circle-open" if y % 3 else "circle" for y in YEARS]}}
    ),
    "hatched bars": figure(
        bars(1, ONE, pattern=HATCHED | {"fgcolor": ONE, "bgcolor": CLEAR, "fillmode": "replace"}),
        bars(2, TWO, pattern=HATCHED | {"shape": "."}, line={"color": INK, "width": 1}),
        barmode="relative",
    ),
    "filled areas": figure(
        line(3, ONE, stackgroup="s"),
        line(4, TWO, stackgroup="s"),
        line(5, THREE, mode="none", fill="tozeroy", fillcolor="rgba(254,3,1,0.2)"),
    ),
    "gradients": figure(
        line(3, ONE, fill="tozeroy")
        | {"fillgradient": {"type": "vertical", "colorscale": [[0, ONE], [1, CLEAR]]}}
    ),
    "annotations and shapes": figure(
        line(3, ONE, line={"shape": "spline"}),
        annotations=NOTES,
        shapes=SHAPES,
        title={"text": "A title with <a href='https://x.example/'>a link</a>"},
        margin={"t": 60},
    ),
    "log axis with error bars": figure(
        line(3, ONE, error_y={"type": "percent", "value": 20, "color": TWO}),
        yaxis={"type": "log", "minor": {"showgrid": True, "gridcolor": GRID}},
    ),
    "horizontal bars": figure(
        {
            "type": "bar",
            "orientation": "h",
            "y": ["Alpha", "Beta", "Gamma", "A long label"],
            "x": [3, -1, 0, 2.25],
            "text": ["3.0", "−1", "0", "2.25"],
            "marker": {"color": [ONE, TWO, THREE, ONE], "cornerradius": 4},
        },
        yaxis={"ticksuffix": "  ", "automargin": True},
    ),
    "small multiples": figure(
        *(line(i, ONE, xaxis=f"x{i}", yaxis=f"y{i}") for i in range(1, 5)),
        grid={"rows": 2, "columns": 2, "pattern": "independent"},
    ),
    "scatter with a legend": figure(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Two  spaces",
            "x": values(1),
            "y": values(2),
            "marker": {
                "color": ([ONE, TWO, THREE] * 11),
                "size": [4 + i % 9 * 2 for i in range(33)],
                "opacity": 0.7,
                "symbol": ["circle", "square", "cross", "star", "circle-open-dot", "x"] * 5,
                "line": {"width": 1, "color": INK},
            },
        },
        showlegend=True,
        legend={"bordercolor": INK, "borderwidth": 1},
    ),
}
SHOWN = {colour: f"var(--c{n})" for n, colour in enumerate((INK, GRID, ONE, TWO, THREE))}
SIZE = (760, 420)
LOOK = (
    "body { margin: 0; font-family: sans-serif } svg { display: block } "
    + ":root { "
    + "; ".join(f"{css[4:-1]}: {colour}" for colour, css in SHOWN.items())
    + " }"
)
STRICT = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'nonce-look'\">"
)
COMPARE = """async (pictures) => {
  const read = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [a, b] = [await read(pictures[0]), await read(pictures[1])];
  let inked = 0, largest = 0, different = 0;
  for (let i = 0; i < a.length; i += 4) {
    const apart = Math.max(...[0, 1, 2].map((c) => Math.abs(a[i + c] - b[i + c])));
    largest = Math.max(largest, apart);
    different += apart > 8 ? 1 : 0;
    inked += a[i] + a[i + 1] + a[i + 2] < 720 ? 1 : 0;
  }
  return { inked, largest, different };
}"""


@pytest.fixture(scope="module")
def browser(browser_path: str, drawn: dict[str, str]) -> Iterator[Browser]:  # noqa: ARG001
    # Playwright keeps an event loop running, so the drawing has to be done before.
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    yield page
    page.close()


@pytest.fixture(scope="module")
def drawn(browser_path: str) -> dict[str, str]:
    """The figures as Plotly draws them."""
    plotly = importlib.util.find_spec("plotly")
    assert plotly is not None
    assert plotly.origin is not None
    script = Path(plotly.origin).parent / "package_data" / "plotly.min.js"
    svgs: dict[str, str] = {}
    requests = [FigureRequest(name, content, *SIZE) for name, content in FIGURES.items()]
    assert draw_figures(requests, Path(browser_path), script, svgs.__setitem__) == {}
    return svgs


def take_picture(page: Page, svg: str, head: str = "") -> str:
    page.set_content(
        f'<!doctype html><meta charset="utf-8">{head}<style nonce="look">{LOOK}</style>{svg}'
    )
    return base64.b64encode(page.screenshot()).decode()


def compare(page: Page, before: str, after: str) -> dict[str, int]:
    result: dict[str, int] = page.evaluate(COMPARE, [before, after])
    return result


@pytest.mark.browser
@pytest.mark.parametrize("name", FIGURES)
def test_cleaned_drawing_looks_as_before(page: Page, drawn: dict[str, str], name: str) -> None:
    cleaned = clean_svg(drawn[name], "p", SHOWN)
    assert_harmless(cleaned)
    assert re.findall(r"#fe0\d01", cleaned) == []
    assert clean_svg(cleaned, "p", SHOWN) == cleaned
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    before = take_picture(page, drawn[name])
    after = take_picture(page, cleaned, STRICT)
    assert complaints == []
    page.set_content("")
    seen = compare(page, before, after)
    assert seen["inked"] > 3000
    # An edge that moves by half a thousandth of a pixel may be one step of shade off.
    assert seen["different"] <= 20
    assert seen["largest"] <= 64


@pytest.mark.browser
def test_comparison_sees_that_one_mark_is_missing(page: Page, drawn: dict[str, str]) -> None:
    cleaned = clean_svg(drawn["scatter with a legend"], "p", SHOWN)
    less = re.sub(r'<path[^>]*opacity="[^>]*/>', "", cleaned, count=1)
    assert less != cleaned
    before, after = take_picture(page, cleaned), take_picture(page, less)
    page.set_content("")
    assert compare(page, before, after)["different"] > 20
