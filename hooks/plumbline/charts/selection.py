"""What a chart draws, taken out of its rows: positions, series, units, and what is said of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from plumbline.charts.blocks import ChartBlock
from plumbline.charts.conditions import find_unfit
from plumbline.charts.frame import Frame
from plumbline.charts.specification import ChartSpec
from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path
from plumbline.data.datapackage import TableField, Traits
from plumbline.data.table import Cell
from plumbline.data.units import UnitError, common_unit, conversion_factor
from plumbline.diagnostics.diagnostic import Finding

__all__ = ["MAX_POINTS", "ChartData", "Series", "find_unknown_columns", "select_data"]

MAX_POINTS = 5_000
"""Points that a chart may draw; more could not be told apart, or be read as a table."""

_QUARTER = re.compile(r"[0-9]{4}-?Q[1-4]")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_TIMES = ("year", "yearmonth", "date", "quarter")


@dataclass(frozen=True, slots=True)
class Series:
    """One series, a value for each position of the chart; None is a gap.

    Attributes:
        name: its column, or its value in the column that names the series.
        label: as readers see it.
        values: in the shown unit.
        statuses: status of the row behind each value; empty where none is stated.
        sources: citekeys of that row, as its `source` lists them.
        traits: traits of trade data of its column.
    """

    name: str
    label: str
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    sources: tuple[tuple[str, ...], ...]
    traits: Traits


@dataclass(frozen=True, slots=True)
class ChartData:
    """What is drawn.

    Attributes:
        x_label: label of the horizontal axis, or of the categories.
        x_type: year, yearmonth, date, quarter, number, integer or string.
        x_unit: unit of x, where it has one.
        x: its values, in the order in which they are drawn.
        series: what is drawn over them.
        unit: unit of all series as shown.
        names: names of the points, in a scatter chart.
        datasets: the datasets that were read.
        sql: the query that gives the values.
        ordered: False where positions in time did not rise from row to row.
    """

    x_label: str
    x_type: str
    x_unit: str | None
    x: tuple[Cell, ...]
    series: tuple[Series, ...]
    unit: str | None
    names: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    sql: str = ""
    ordered: bool = True

    @property
    def in_time(self) -> bool:
        """Whether the positions are years, quarters, months or days."""
        return self.x_type in _TIMES

    @property
    def points(self) -> int:
        """How many values there are to draw."""
        return sum(v is not None for s in self.series for v in s.values)


def find_unknown_columns(block: ChartBlock, frame: Frame) -> list[Finding]:
    """Return a finding for each column that a chart names and its rows lack (CH003)."""
    spec = block.spec
    if spec is None:
        return []
    wanted: list[tuple[str | None, Path]] = [(spec.x, ("x",)), (spec.series, ("series",))]
    wanted += [(name, ("y", i)) for i, name in enumerate(spec.y)]
    wanted += [(spec.label, ("label",)), *((name, ("where", name)) for name in spec.where)]
    whose = "the query" if spec.sql is not None else f"dataset {spec.data!r}"
    return [
        Finding(
            "CH003",
            f"chart {spec.id!r}: {whose} has no column {name!r}",
            block.document.locate_key(path) if path[0] == "where" else block.document.locate(path),
            did_you_mean(name, frame.names, f"Columns: {', '.join(frame.names)}."),
        )
        for name, path in wanted
        if name is not None and name not in frame.names
    ]


def select_data(block: ChartBlock, frame: Frame) -> tuple[ChartData | None, list[Finding]]:
    """Take out of its rows what a chart draws.

    Findings: CH003 unknown-column, CH004 text-in-chart, CH005 incompatible-units,
    CH006 empty-chart, CH010 too-many-points, CH011 repeated-position.
    """
    spec = block.spec
    if spec is None or spec.x is None:
        return None, []
    findings = (
        find_unknown_columns(block, frame)
        or _find_unfit_conditions(block, frame)
        or _find_texts(block, frame)
    )
    if findings:
        return None, findings
    fields = [f for name in spec.y if (f := frame.field(name)) is not None]
    unit, factors, findings = _choose_unit(block, fields)
    if findings:
        return None, findings
    x_type = _type_of_positions(frame, spec.x)
    kept = [row for row, x in enumerate(frame.column(spec.x)) if x is not None]
    column = frame.column(spec.x)
    ordered = x_type not in _TIMES or all(
        str(column[a]) <= str(column[b]) for a, b in itertools.pairwise(kept)
    )
    if not ordered:
        kept.sort(key=lambda row: str(column[row]))
    scatter = spec.type == "scatter"
    data, repeated = _pivot(spec, frame, kept, factors, apart=scatter)
    if repeated is not None:
        message = f"chart {spec.id!r}: {spec.x} has the value {repeated!r} in more than one row"
        fix = "Choose rows with `where`, or name the column that tells them apart with `series`."
        return None, [Finding("CH011", message, block.document.locate(("x",)), fix)]
    points = sum(v is not None for s in data for v in s.values)
    if points == 0:
        message = f"chart {spec.id!r}: there is nothing to draw: every value is missing"
        if not frame.rows:
            message = f"chart {spec.id!r}: there is nothing to draw: no row is left"
        fix = "Draw a column with values, or leave the chart out until there are some."
        path: Path = ("where",) if spec.where and not frame.rows else ("y",)
        return None, [Finding("CH006", message, block.document.locate(path), fix)]
    if points > MAX_POINTS:
        message = f"chart {spec.id!r} would draw {points:,} points, more than {MAX_POINTS:,}"
        fix = "Choose rows with `where`, or add them up with `sql`: one value a year, say."
        path = ("sql",) if spec.sql is not None else ("data",)
        return None, [Finding("CH010", message, block.document.locate(path), fix)]
    x_field = frame.field(spec.x)
    positions = [column[row] for row in kept]
    if not scatter:
        positions = list(dict.fromkeys(positions))
    names = frame.column(spec.label) if spec.label else ()
    return (
        ChartData(
            x_label=spec.labels.get(spec.x) or _label(x_field, spec.x),
            x_type=x_type,
            x_unit=x_field.unit if x_field else None,
            x=tuple(positions),
            series=data,
            unit=unit,
            names=tuple(str(names[row] or "") for row in kept) if names else (),
            datasets=frame.datasets,
            sql=frame.sql,
            ordered=ordered,
        ),
        [],
    )


def _find_unfit_conditions(block: ChartBlock, frame: Frame) -> list[Finding]:
    spec = block.spec
    findings = []
    for name, wanted in spec.where.items() if spec else ():
        field = frame.field(name)
        unfit = find_unfit(wanted, field.type) if field else None
        if unfit is not None:
            message = f"chart: `where`: the column {name!r} holds numbers, and {unfit!r} is none"
            where = block.document.locate(("where", name))
            findings.append(Finding("YA007", message, where, "Give a number."))
    return findings


def _find_texts(block: ChartBlock, frame: Frame) -> list[Finding]:
    spec = block.spec
    if spec is None:
        return []
    fix = "Draw a column of type number, or declare its type in datapackage.yaml."
    if spec.sql is not None:
        fix = "Convert it in the query: CAST(… AS DOUBLE)."
    wanted: list[tuple[str, Path]] = [(name, ("y", i)) for i, name in enumerate(spec.y)]
    if spec.type == "scatter" and spec.x and _type_of_positions(frame, spec.x) not in _TIMES:
        wanted.append((spec.x, ("x",)))
    return [
        Finding(
            "CH004",
            f"chart {spec.id!r}: the column {name!r} is of type {field.type}, not a number",
            block.document.locate(path),
            fix,
        )
        for name, path in wanted
        if (field := frame.field(name)) is not None and field.type not in ("number", "integer")
    ]


def _choose_unit(
    block: ChartBlock, fields: Sequence[TableField]
) -> tuple[str | None, list[float], list[Finding]]:
    """Return the unit that is shown, and by what each column is multiplied to be in it."""
    spec = block.spec
    shown = spec.unit if spec else None
    stated = [f.unit for f in fields]
    try:
        if shown is None:
            unit = common_unit(stated)
            return unit, [1.0] * len(fields), []
        if any(stated) and not all(stated):  # one that states none may be in anything
            common_unit(stated)
        return shown, [conversion_factor(unit, shown) for unit in stated], []
    except UnitError as error:
        path: Path = ("y",)
        fix = "Draw them in charts of their own, or give their fields one unit."
        if shown is not None and len(set(stated)) == 1:
            path, fix = (
                ("unit",),
                "Only the magnitude can be converted: USD million to USD billion.",
            )
        message = f"chart {spec.id if spec else ''!r}: {error}"
        return None, [], [Finding("CH005", message, block.document.locate(path), fix)]


def _type_of_positions(frame: Frame, name: str) -> str:
    field = frame.field(name)
    kind = field.type if field else "string"
    texts = [str(c) for c in frame.column(name) if c is not None]
    if kind == "string" and texts and all(_QUARTER.fullmatch(t) for t in texts):
        return "quarter"
    if kind == "string" and texts and all(_MONTH.fullmatch(t) for t in texts):
        # 2001-02, 2002-03 … are more likely years of account than February, March …
        of_account = all((int(t[:4]) + 1) % 100 == int(t[5:]) for t in texts)
        return "string" if of_account else "yearmonth"
    return kind


def _pivot(
    spec: ChartSpec, frame: Frame, kept: Sequence[int], factors: Sequence[float], *, apart: bool
) -> tuple[tuple[Series, ...], Cell]:
    """Return the series, and the first position that one of them has twice.

    Args:
        spec: the chart.
        frame: its rows.
        kept: the rows that have a position, in order.
        factors: what each column of `y` is multiplied by.
        apart: whether each row is a position of its own, as in a scatter chart.
    """
    positions = frame.column(spec.x or "")
    keys: list[Cell | int] = (
        list(kept) if apart else list(dict.fromkeys(positions[r] for r in kept))
    )
    place = {key: i for i, key in enumerate(keys)}
    statuses, sources = frame.column("status"), frame.column("source")
    groups: list[tuple[str, str, str, float, list[int]]] = []
    if spec.series is not None:
        names = frame.column(spec.series)
        for name in dict.fromkeys(str(names[r]) for r in kept if names[r] is not None):
            rows = [r for r in kept if str(names[r]) == name]
            groups.append((name, spec.labels.get(name, name), spec.y[0], factors[0], rows))
    else:
        for name, factor in zip(spec.y, factors, strict=True):
            field = frame.field(name)
            label = spec.labels.get(name) or _label(field, name)
            groups.append((name, label, name, factor, list(kept)))
    found: list[Series] = []
    for name, label, column, factor, rows in groups:
        cells = frame.column(column)
        values: list[float | None] = [None] * len(keys)
        said = [""] * len(keys)
        cited: list[tuple[str, ...]] = [()] * len(keys)
        taken: set[int] = set()
        for row in rows:
            at = place[row if apart else positions[row]]
            if at in taken:
                return (), positions[row]
            taken.add(at)
            values[at] = _scale(cells[row], factor)
            said[at] = str(statuses[row] or "")
            cited[at] = tuple(k.strip() for k in str(sources[row] or "").split(";") if k.strip())
        traits = frame.traits.get(column, Traits())
        found.append(Series(name, label, tuple(values), tuple(said), tuple(cited), traits))
    return tuple(found), None


def _label(field: TableField | None, name: str) -> str:
    """Return a column's title; a name without one loses its underscores."""
    if field is not None and field.title:
        return field.title
    spaced = name.replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def _scale(value: Cell, factor: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if factor == 1:
        return float(value)
    return float(f"{value * factor:.15g}")  # the product's binary noise is no data
