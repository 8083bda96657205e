"""Queries over the tables of a briefing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.content.prose import find_fences
from plumbline.content.validation import did_you_mean, validate_model
from plumbline.content.yaml_source import Path, Span, YamlDocument, read_yaml
from plumbline.data.queries import datapackage, sql_table, table
from plumbline.data.sql_engine import SqlError
from plumbline.data.table import Cell, Table
from plumbline.diagnostics.diagnostic import Finding
from plumbline.library import briefing
from plumbline.project import Project
from plumbline.query import query
from plumbline.tables.specification import TableSpec

__all__ = [
    "TABLE",
    "TableBlock",
    "TableContent",
    "table_blocks",
    "table_content",
    "table_datasets",
    "table_sources",
]

TABLE = "table"
INVALID = "TB001"
MAX_ROWS = 500
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A fenced table block: its specification, or None, and where it stands in the body."""

    spec: TableSpec | None
    document: YamlDocument
    start: int
    end: int
    indent: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TableContent:
    """What is printed: the header, the types of the columns after Table Schema, the rows."""

    header: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@query
def table_blocks(project: Project, slug: str) -> tuple[TableBlock, ...]:
    """Return the table blocks of a briefing in the order in which they stand."""
    document = briefing(project, slug)
    blocks = []
    for fence in find_fences(document.body):
        if fence.info.split(" ", 1)[0] != TABLE:
            continue
        line = document.locate_in_body(fence.content_start, fence.content_start).line
        source = read_yaml(fence.content, document.path, line)
        findings = list(source.findings)
        spec: TableSpec | None = None
        if source.data is not None or not source.findings:
            source.values.setdefault((), Span(line, 1, line, 1))
            spec, problems = validate_model(TableSpec, source, source.data, what="table")
            findings += problems
        block = TableBlock(spec, source, fence.start, fence.end, fence.indent, tuple(findings))
        blocks.append(block)
    return tuple(blocks)


@query
def table_content(
    project: Project, slug: str, index: int
) -> tuple[TableContent | None, tuple[Finding, ...]]:
    """Return what a table prints, and what prevents it (TB001 broken-table)."""
    block = table_blocks(project, slug)[index]
    if block.spec is None:
        return None, ()
    if block.spec.sql is not None:
        return _run(project, block, block.spec)
    return _select(project, block, block.spec)


@query
def table_datasets(project: Project, slug: str, index: int) -> tuple[str, ...]:
    """Return the names of the datasets that a table of a briefing reads."""
    spec = table_blocks(project, slug)[index].spec
    if spec is None or spec.sql is None:
        return (spec.data,) if spec is not None and spec.data else ()
    try:
        return tuple(project.sql.table_names(spec.sql))
    except SqlError as error:
        if error.passing:
            project.distrust()
        return ()  # which table_content reports


def table_sources(project: Project, slug: str, index: int) -> tuple[str, ...]:
    """Return the citekeys of a table's source line: its own, else its dataset's."""
    spec = table_blocks(project, slug)[index].spec
    if spec is None:
        return ()
    resource = datapackage(project).get(spec.data) if spec.data else None
    return spec.source or (resource.citekeys if resource else ())


def _select(
    project: Project, block: TableBlock, spec: TableSpec
) -> tuple[TableContent | None, tuple[Finding, ...]]:
    name = spec.data or ""
    package = datapackage(project)
    read = table(project, name) if name in package.names else None
    if read is None:
        return _broken(
            block,
            spec,
            f"there is no dataset {name!r}",
            ("data",),
            did_you_mean(name, package.names),
        )
    wanted = spec.columns or read.names
    places: list[tuple[str, Path]] = [(c, ("columns", i)) for i, c in enumerate(spec.columns)]
    places += [(c, ("where", c)) for c in spec.where]
    for column, path in places:
        if column not in read.names:
            return _broken(
                block,
                spec,
                f"dataset {name!r} has no column {column!r}",
                path,
                did_you_mean(column, read.names),
            )
    rows = _rows(read, wanted, spec)
    if not rows:
        return _broken(block, spec, "no row fits", ("where",), "")
    fields = [read.field(column) for column in wanted]
    header = tuple(f"{f.label} ({f.unit})" if f.unit else f.label for f in fields if f is not None)
    return TableContent(header, tuple(f.type for f in fields if f is not None), rows), ()


def _rows(read: Table, wanted: tuple[str, ...], spec: TableSpec) -> tuple[tuple[Cell, ...], ...]:
    index = {name: i for i, name in enumerate(read.names)}
    return tuple(
        tuple(row[index[c]] for c in wanted)
        for row in read.rows
        if all(_same(row[index[c]], value) for c, value in spec.where.items())
    )[:MAX_ROWS]


def _same(cell: Cell, value: str) -> bool:
    if isinstance(cell, float):
        try:
            return cell == float(value)
        except ValueError:
            return False
    return str(cell) == value


def _run(
    project: Project, block: TableBlock, spec: TableSpec
) -> tuple[TableContent | None, tuple[Finding, ...]]:
    try:
        names = project.sql.table_names(spec.sql or "")
        tables = {n: t for n in names if (t := sql_table(project, n)) is not None}
        result = project.sql.run(spec.sql or "", tables)
    except SqlError as error:
        if error.passing:
            project.distrust()
        return _broken(block, spec, str(error), ("sql",), "")
    if not result.rows:
        return _broken(block, spec, "the query gives no row", ("sql",), "")
    rows = result.rows[:MAX_ROWS]
    types = tuple(
        "year" if name.casefold() in _year_columns(project, names) and _are_years(rows, i) else kind
        for i, (name, kind) in enumerate(zip(result.columns, result.types, strict=True))
    )
    return TableContent(result.columns, types, rows), ()


def _year_columns(project: Project, names: Iterable[str]) -> frozenset[str]:
    """Return the names, in lower case, of the columns of datasets that hold years."""
    read = (datapackage(project).get(name) for name in names)
    return frozenset(
        field.name.casefold()
        for resource in read
        if resource is not None
        for field in resource.schema_.fields
        if field.type == "year"
    )


def _are_years(rows: tuple[tuple[Cell, ...], ...], index: int) -> bool:
    return all(row[index] is None or _YEAR.fullmatch(str(row[index])) for row in rows)


def _broken(
    block: TableBlock, spec: TableSpec, message: str, path: tuple[str | int, ...], fix: str
) -> tuple[None, tuple[Finding, ...]]:
    where = block.document.locate(path)
    return None, (Finding(INVALID, f"table {spec.id!r}: {message}", where, fix),)
