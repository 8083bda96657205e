"""A chart as it stands in a briefing: specification, data, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbline.charts.specification import ChartSpec
from plumbline.content.validation import did_you_mean, validate_model
from plumbline.content.yaml_source import Span, YamlDocument, read_yaml
from plumbline.data.datapackage import Resource
from plumbline.data.table import Cell, Table
from plumbline.data.units import UnitError, common_unit, conversion_factor
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["ChartBlock", "ChartData", "Series", "parse_chart", "select_data"]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A fenced chart block.

    Attributes:
        spec: None when the block cannot be used.
        document: gives the lines.
        start: offset of the block in the body.
        end: offset after it.
        indent: what stands before its fence.
        findings: what is wrong with the block itself.
    """

    spec: ChartSpec | None
    document: YamlDocument
    start: int
    end: int
    indent: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its values in the shown unit, None where there is a gap."""

    name: str
    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What is drawn.

    Attributes:
        x_label: label of the horizontal axis.
        x_type: type of its field, after Table Schema.
        x: its values.
        series: what is drawn over them.
        unit: unit of all series as shown.
        statuses: the rows' `status`, where the table has that column.
    """

    x_label: str
    x_type: str
    x: tuple[Cell, ...]
    series: tuple[Series, ...]
    unit: str | None
    statuses: tuple[str | None, ...]


def parse_chart(
    content: str,
    path: str,
    first_line: int,
    span: tuple[int, int],
    indent: str,
    removed: Sequence[int] = (),
) -> ChartBlock:
    """Read the YAML of a chart block.

    Args:
        content: the lines between the fences, without the fence's indentation.
        path: the briefing's file.
        first_line: the line of the file on which `content` begins.
        span: offsets of the block in the briefing's body.
        indent: what stands before the fence.
        removed: how many characters were taken off the head of each line of `content`.
    """
    document = read_yaml(content, path, first_line, removed)
    findings = list(document.findings)
    spec: ChartSpec | None = None
    if document.data is not None or not document.findings:
        if document.data is None:
            # An empty block has no line of its own: the fence is the place to show.
            document.values[()] = Span(first_line - 1, len(indent) + 1, 0, 0)
        spec, problems = validate_model(ChartSpec, document, document.data, what="chart")
        findings += problems
    return ChartBlock(spec, document, span[0], span[1], indent, tuple(findings))


def select_data(
    block: ChartBlock, resources: Mapping[str, Resource], table: Table | None
) -> tuple[ChartData | None, list[Finding]]:
    """Take out of a dataset what a chart draws.

    Findings: CH002 unknown-dataset, CH003 unknown-column, CH004 text-in-chart,
    CH005 incompatible-units, CH006 empty-chart.
    """
    spec = block.spec
    if spec is None:
        return None, []
    document = block.document
    resource = resources.get(spec.data)
    if resource is None or table is None:
        return None, [
            Finding(
                "CH002",
                f"chart {spec.id!r}: there is no dataset {spec.data!r}",
                document.locate(("data",)),
                did_you_mean(
                    spec.data, resources, "Declare it in briefings/data/datapackage.yaml."
                ),
            )
        ]
    findings = _check_columns(spec, document, table)
    if findings:
        return None, findings
    fields = [f for name in spec.y for f in table.fields if f.name == name]
    try:
        unit = common_unit([f.unit for f in fields])
        factor = conversion_factor(unit, spec.unit)
    except UnitError as error:
        alike = len({f.unit for f in fields}) == 1
        where = document.locate(("unit",) if alike else ("y",))
        fix = "Only the magnitude can be converted: USD million to USD billion."
        if not alike:
            fix = "Draw them in charts of their own, or give their fields one unit."
        return None, [Finding("CH005", f"chart {spec.id!r}: {error}", where, fix)]
    x_field = table.field(spec.x)
    keep = [i for i, value in enumerate(table.column(spec.x)) if value is not None]
    x = table.column(spec.x)
    series = tuple(
        Series(
            field.name,
            field.label,
            tuple(_scale(table.column(field.name)[i], factor) for i in keep),
        )
        for field in fields
    )
    if not any(v is not None for s in series for v in s.values):
        if table.findings:  # rows that cannot be read are reported in their file
            return None, []
        message = f"chart {spec.id!r}: there is nothing to draw: every value is missing"
        fix = "Draw a column with values, or leave the chart out until there are some."
        return None, [Finding("CH006", message, document.locate(("y",)), fix)]
    statuses = table.column("status") if "status" in table.names else (None,) * len(x)
    data = ChartData(
        x_label=x_field.label if x_field else spec.x,
        x_type=x_field.type if x_field else "string",
        x=tuple(x[i] for i in keep),
        series=series,
        unit=spec.unit or unit,
        statuses=tuple(None if statuses[i] is None else str(statuses[i]) for i in keep),
    )
    return data, []


def _check_columns(spec: ChartSpec, document: YamlDocument, table: Table) -> list[Finding]:
    findings: list[Finding] = []
    wanted: list[tuple[str, Location]] = [(spec.x, document.locate(("x",)))]
    wanted += [(name, document.locate(("y", i))) for i, name in enumerate(spec.y)]
    for name, where in wanted:
        field = table.field(name)
        if field is None:
            findings.append(
                Finding(
                    "CH003",
                    f"chart {spec.id!r}: dataset {spec.data!r} has no column {name!r}",
                    where,
                    did_you_mean(name, table.names, f"Columns: {', '.join(table.names)}."),
                )
            )
        elif where != wanted[0][1] and field.type not in ("number", "integer"):
            findings.append(
                Finding(
                    "CH004",
                    f"chart {spec.id!r}: the column {name!r} is of type {field.type}, not a number",
                    where,
                    "Draw a column of type number, or declare its type in datapackage.yaml.",
                )
            )
    return findings


def _scale(value: Cell, factor: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(f"{value * factor:.12g}")  # the product's binary noise is no data
