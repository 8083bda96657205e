"""Queries over the data package and the charts of a briefing."""

from __future__ import annotations

from plumbline.charts.chart import ChartBlock, ChartData, parse_chart, select_data
from plumbline.content.prose import find_fences
from plumbline.data.queries import datapackage, table
from plumbline.diagnostics.diagnostic import Finding
from plumbline.graph import query
from plumbline.library import briefing
from plumbline.project import Project

__all__ = ["CHART", "chart_blocks", "chart_data", "chart_datasets"]

CHART = "chart"


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


@query
def chart_datasets(project: Project, slug: str, index: int) -> tuple[str, ...]:
    """Return the names of the datasets that a chart of a briefing reads."""
    spec = chart_blocks(project, slug)[index].spec
    return (spec.data,) if spec is not None else ()
