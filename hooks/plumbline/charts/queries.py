"""Queries over the data package and the charts of a briefing."""

from __future__ import annotations

from plumbline.charts.chart import ChartBlock, ChartData, parse_chart, select_data
from plumbline.content.prose import find_fences
from plumbline.content.text_file import TextFile
from plumbline.data.datapackage import DataPackageFile, read_datapackage
from plumbline.data.sql_engine import SqlTable
from plumbline.data.table import Table, read_table
from plumbline.diagnostics.diagnostic import Finding
from plumbline.graph import query
from plumbline.library import briefing
from plumbline.project import BRIEFINGS, Project, list_folder, read_text

__all__ = ["CHART", "DATA", "chart_blocks", "chart_data", "datapackage", "sql_table", "table"]

CHART = "chart"
DATA = f"{BRIEFINGS}/data"
PACKAGE = f"{DATA}/datapackage.yaml"


@query
def datapackage(project: Project) -> DataPackageFile:
    """Return the data package; a site without briefings/data/ has an empty one."""
    if not list_folder(project, DATA):
        return read_datapackage(TextFile(PACKAGE, ""))
    return read_datapackage(read_text(project, PACKAGE))


@query
def table(project: Project, name: str) -> Table | None:
    """Return a dataset's table, or None when it is not declared."""
    resource = datapackage(project).get(name)
    if resource is None:
        return None
    where = datapackage(project).locate(name, "path")
    return read_table(read_text(project, f"{DATA}/{resource.path}"), resource, where)


@query
def sql_table(project: Project, name: str) -> SqlTable | None:
    """Return a dataset as the SQL engine takes it, or None when there is no such dataset."""
    read = table(project, name)
    if read is None:
        return None
    return SqlTable(name, tuple((f.name, f.type) for f in read.fields), read.rows)


@query
def chart_blocks(project: Project, slug: str) -> tuple[ChartBlock, ...]:
    """Return the chart blocks of a briefing in the order in which they stand."""
    document = briefing(project, slug)
    return tuple(
        parse_chart(
            fence.content,
            document.path,
            document.locate_in_body(fence.content_start, fence.content_start).line,
            (fence.start, fence.end),
            fence.indent,
            fence.removed,
        )
        for fence in find_fences(document.body)
        if fence.info.split(" ", 1)[0] == CHART
    )


@query
def chart_data(
    project: Project, slug: str, index: int
) -> tuple[ChartData | None, tuple[Finding, ...]]:
    """Return what a chart of a briefing draws, and what prevents it."""
    block = chart_blocks(project, slug)[index]
    package = datapackage(project)
    name = block.spec.data if block.spec else ""
    if package.get(name) is None and package.defines(name):
        return None, ()  # its declaration is broken, which is reported there
    data, findings = select_data(
        block,
        {n: r for n in package.names if (r := package.get(n)) is not None},
        table(project, name) if name in package.names else None,
    )
    return data, tuple(findings)
