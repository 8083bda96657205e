"""A Plotly figure that an author brings along as JSON: checked, made safe, read as a table.

What it may hold is what can be drawn within the page: traces that become SVG without a picture, a
map or a script, and texts without markup that leads anywhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plumbline.charts.selection import MAX_POINTS, ChartData, Series
from plumbline.charts.specification import ChartSpec
from plumbline.charts.template import Size
from plumbline.charts.typed_arrays import decode_arrays
from plumbline.charts.types.base import Drawing
from plumbline.content.json_source import read_json
from plumbline.content.text_file import TextFile
from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path, YamlDocument
from plumbline.data.datapackage import Traits
from plumbline.data.table import Cell
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["TRACES", "CustomFigure", "read_custom_figure"]

TRACES = frozenset(
    "bar barpolar box candlestick contour funnel funnelarea histogram icicle ohlc pie sankey "
    "scatter scatterpolar sunburst treemap violin waterfall".split()
)
"""Types of traces that Plotly draws as SVG alone."""

_LEADS_OUT = re.compile(
    r"javascript:|vbscript:|<\s*/?\s*(?!(?:b|i|br|sub|sup|em|extra)\b)[a-z][^<>]*>", re.IGNORECASE
)
_MARKUP = re.compile(r"<(?!/?(?:b|i|em|sub|sup|br|extra)\s*/?>)", re.IGNORECASE)
"""A bracket that does not begin exactly one of the tags that are let in, without attributes."""
_NAMED_PARTS = ("pie", "funnelarea")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity')
_NOT_DRAWN = ("images", "updatemenus", "sliders", "mapbox", "map", "geo", "scene")


@dataclass(frozen=True, slots=True)
class CustomFigure:
    """A figure whose parts are safe to draw.

    Attributes:
        traces: its traces.
        layout: its layout, without title and size.
        data: its values as a table; None where its traces have no common form.
        document: the file, for the places of its parts.
    """

    traces: tuple[dict[str, Any], ...]
    layout: dict[str, Any]
    data: ChartData | None
    document: YamlDocument

    def draw(self, size: Size) -> Drawing:
        """Return the figure at one size: the author's layout over the site's margins."""
        margin = {"l": 8, "r": 12, "t": 34, "b": 30, **self.layout.get("margin", {})}
        layout = {**self.layout, "margin": margin}
        height = self.layout.get("height")
        if isinstance(height, int | float) and 120 <= height <= 900:
            layout["height"] = round(height)
        else:
            layout.pop("height", None)
        parts = any(trace.get("type") in _NAMED_PARTS for trace in self.traces)
        layout.setdefault("showlegend", parts or len(self.traces) > 1)
        layout.setdefault("legend", {"orientation": "h", "y": 1.02, "yanchor": "bottom"})
        if size.narrow:
            layout["legend"] = {**layout["legend"], "font": {"size": size.font - 1}}
        traces = [{**t, "uid": t.get("uid", f"trace-{i}")} for i, t in enumerate(self.traces)]
        return Drawing(traces, layout, labelled=True)


def read_custom_figure(
    spec: ChartSpec, file: TextFile
) -> tuple[CustomFigure | None, tuple[Finding, ...]]:
    """Read a figure; what keeps it from being drawn is a finding (CH015 unusable-figure)."""
    if not file.readable:
        return None, file.findings

    def unusable(message: str, where: Location, fix: str = "") -> tuple[None, tuple[Finding, ...]]:
        return None, (Finding("CH015", f"chart {spec.id!r}: {message}", where, fix),)

    try:
        figure = json.loads(
            file.text, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_countable
        )
    except json.JSONDecodeError as error:
        where = Location(file.path, error.lineno, error.colno)
        return unusable(f"malformed JSON: {error.msg.lower()}", where)
    except _ConstantError as error:
        tokens = (t for t in _TOKEN.finditer(file.text) if t[0] == str(error))
        where = _locate(file, next((t.start() for t in tokens), 0))
        return unusable(f"{error} is no value", where, "Write null for a missing value.")
    except (RecursionError, ValueError):
        return unusable("nested too deep, or a number of thousands of digits", Location(file.path))
    document = read_json(file.text, file.path)
    if document.findings:
        finding = document.findings[0]
        return unusable(finding.message, finding.location)
    problem = _find_problem(figure)
    if problem is not None:
        path, message, fix = problem
        return unusable(message, document.locate(path), fix)
    figure = _make_safe(decode_arrays(figure))
    points = sum(len(v) for t in figure["data"] for v in t.values() if isinstance(v, list))
    if points > MAX_POINTS * 4:
        message = f"the figure holds {points:,} values, more than {MAX_POINTS * 4:,}"
        return unusable(message, document.locate(("data",)), "Draw fewer points.")
    wrong = _find_schema_error(figure)
    if wrong:
        return unusable(f"Plotly refuses it: {wrong}", _locate_word(wrong, file))
    layout = {
        key: value
        for key, value in figure.get("layout", {}).items()
        if key not in ("title", "template", "width", "autosize", *_NOT_DRAWN)
    }
    traces = tuple(figure["data"])
    data = _read_table(spec, traces)
    if data is None and spec.data is None and spec.sql is None:
        message = "the figure's values cannot be read as a table"
        fix = "Give `data` or `sql`, `x` and `y`: readers get the table that these describe."
        return unusable(message, document.locate(("data",)), fix)
    return CustomFigure(traces, layout, data, document), ()


class _ConstantError(Exception):
    pass


def _refuse_constant(name: str) -> None:
    raise _ConstantError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _countable(text: str) -> int | float:
    return int(text) if len(text) < 18 else _finite(text)


def _make_safe(value: Any) -> Any:
    """Return JSON with markup that is not let in as text, without nulls in objects.

    Rewriting, rather than looking for what is bad, also defeats what is put together out of parts,
    as by a template that prints `<` before a value.
    """
    if isinstance(value, str):
        sound = value.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair
        return _MARKUP.sub("&lt;", sound)
    if isinstance(value, list):
        return [_make_safe(inner) for inner in value]
    if isinstance(value, dict):
        return {
            key: _make_safe(inner)
            for key, inner in value.items()
            if inner is not None and not key.startswith("__")
        }
    return value


def _find_problem(figure: Any) -> tuple[Path, str, str] | None:
    """Return the path of the first part that cannot be drawn, why, and the likely fix."""
    if not isinstance(figure, dict) or not isinstance(figure.get("data"), list):
        fix = "Write it with `figure.write_json(…)`: an object with `data` and `layout`."
        return (), "a Plotly figure has a list of traces named `data`", fix
    if not isinstance(figure.get("layout", {}), dict):
        return ("layout",), "`layout` must be an object", ""
    if not figure["data"]:
        return ("data",), "the figure has no traces", ""
    for index, trace in enumerate(figure["data"]):
        path: Path = ("data", index)
        if not isinstance(trace, dict):
            return path, "a trace must be an object", ""
        kind = trace.get("type", "scatter")
        if not isinstance(kind, str) or kind not in TRACES:
            fix = did_you_mean(str(kind), TRACES, f"Use one of {', '.join(sorted(TRACES))}.")
            return (*path, "type"), f"traces of type {kind!r} cannot be drawn in the page", fix
    for name in _NOT_DRAWN:
        if figure.get("layout", {}).get(name):
            return ("layout", name), f"`layout.{name}` cannot be drawn in the page", "Leave it out."
    for path, text in _texts(figure, ()):
        found = _LEADS_OUT.search(text)
        if found:
            fix = "Texts may hold <b>, <i>, <em>, <sub>, <sup> and <br>, nothing else."
            return path, f"a text holds {found[0]!r}, which is not let into the page", fix
    return None


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _find_schema_error(figure: dict[str, Any]) -> str:
    """Return what Plotly's own schema finds wrong, in one line; nothing where it is content."""
    import plotly.graph_objects as go  # takes a second, and few projects need it

    try:
        go.Figure({"data": figure["data"], "layout": figure.get("layout", {})})
    except (ValueError, TypeError, KeyError) as error:
        lines = [" ".join(line.split()) for line in str(error).splitlines() if line.strip()]
        return (lines[0] if lines else type(error).__name__).rstrip(".:")[:200]
    return ""


def _locate_word(message: str, file: TextFile) -> Location:
    """Return where the word stands that a message ends with, in quotation marks."""
    named = re.search(r"'([^']+)'$", message)
    position = file.text.find(f'"{named[1]}"') if named else -1
    return _locate(file, position) if position >= 0 else Location(file.path)


def _locate(file: TextFile, position: int) -> Location:
    line = file.text.count("\n", 0, position) + 1
    return Location(file.path, line, position - file.text.rfind("\n", 0, position))


def _read_table(spec: ChartSpec, traces: tuple[dict[str, Any], ...]) -> ChartData | None:
    """Return the values of traces that have positions and values, or names and values."""
    read: list[tuple[str, dict[Cell, float | None]]] = []
    for index, trace in enumerate(traces):
        if trace.get("type") in ("box", "violin", "histogram"):
            return None  # it draws a distribution, not the values
        if trace.get("type") in ("pie", "funnelarea", "treemap", "sunburst", "icicle"):
            keys, values = trace.get("labels"), trace.get("values")
        elif trace.get("orientation") == "h":
            keys, values = trace.get("y"), trace.get("x")
        else:
            keys, values = trace.get("x"), trace.get("y")
        if not isinstance(keys, list) or not isinstance(values, list):
            return None
        if len(keys) != len(values) or not all(_is_number(v) or v is None for v in values):
            return None
        cells = [_cell(key) for key in keys]
        if len(set(cells)) != len(cells):
            return None  # one of two values at a position would be lost
        name = str(trace.get("name") or f"Series {index + 1}")
        read.append((name, dict(zip(cells, values, strict=True))))
    positions = list(dict.fromkeys(key for _, values in read for key in values if key is not None))
    shown = [v for _, values in read for key, v in values.items() if key is not None]
    if not any(v is not None for v in shown):
        return None
    years = all(isinstance(p, int) and 1000 <= p <= 2999 for p in positions)
    nothing = ("",) * len(positions)
    series = tuple(
        Series(
            name,
            name,
            tuple(None if (v := values.get(p)) is None else float(v) for p in positions),
            nothing,
            ((),) * len(positions),
            Traits(),
        )
        for name, values in read
    )
    kind = "year" if years else "string"
    label = "Year" if years else "Category"
    return ChartData(label, kind, None, tuple(positions), series, spec.unit)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: Any) -> Cell:
    return value if isinstance(value, str | int | float) or value is None else str(value)
