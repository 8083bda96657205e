"""Queries over the charts of a briefing."""

from __future__ import annotations

from plumbline.charts.blocks import ChartBlock, parse_chart, read_chart_file
from plumbline.charts.custom import CustomFigure, read_custom_figure
from plumbline.charts.figure import draw_chart
from plumbline.charts.frame import Frame, filter_table, frame_result
from plumbline.charts.gallery import GALLERY, gallery_blocks
from plumbline.charts.misfits import find_misfits
from plumbline.charts.selection import ChartData, select_data
from plumbline.charts.template import SIZES
from plumbline.charts.types.base import Drawing
from plumbline.content.prose import find_fences
from plumbline.content.validation import did_you_mean
from plumbline.data.queries import datapackage, sql_table, table
from plumbline.data.sql_engine import SqlError
from plumbline.diagnostics.diagnostic import Finding
from plumbline.library import briefing, slugs
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import firewall_query, kept_query, query

__all__ = [
    "CHART",
    "chart_blocks",
    "chart_data",
    "chart_datasets",
    "chart_drawings",
    "chart_frame",
    "chart_ids",
    "chart_language",
    "charts_named",
    "custom_figure",
]

CHART = "chart"
FOLDER = "charts"
"""Folder within a briefing's that holds charts of their own."""


@query
def chart_blocks(project: Project, slug: str) -> tuple[ChartBlock, ...]:
    """Return the charts of a briefing in the order in which they stand; those of the gallery."""
    if slug == GALLERY:
        return gallery_blocks()
    document = briefing(project, slug)
    blocks = []
    for fence in find_fences(document.body):
        if fence.info.split(" ", 1)[0] != CHART:
            continue
        block = parse_chart(
            fence.content,
            document.path,
            document.locate_in_body(fence.content_start, fence.content_start).line,
            (fence.start, fence.end),
            fence.indent,
            fence.removed,
        )
        blocks.append(_follow(project, slug, block) if block.use is not None else block)
    return tuple(blocks)


def _follow(project: Project, slug: str, block: ChartBlock) -> ChartBlock:
    """Return the chart that a block uses, or the block with the reason why there is none."""
    owner, _, name = (block.use or "").rpartition("/")
    folder = f"{BRIEFINGS}/{owner or slug}/{FOLDER}"
    files = [entry for entry, is_folder in list_folder(project, folder) if not is_folder]
    if f"{name}.yml" in files:
        return read_chart_file(block, read_text(project, f"{folder}/{name}.yml"))
    known = [entry.removesuffix(".yml") for entry in files if entry.endswith(".yml")]
    finding = Finding(
        "CH014",
        f"there is no file {folder}/{name}.yml",
        block.document.locate(("use",)),
        did_you_mean(name, known, "Make the file, or write the chart here."),
    )
    return ChartBlock(
        None, block.document, block.start, block.end, block.indent, (finding,), block.use
    )


@firewall_query
def chart_ids(project: Project, slug: str) -> tuple[str | None, ...]:
    """Return the ids of a briefing's charts, None for a broken one."""
    return tuple(b.spec.id if b.spec is not None else None for b in chart_blocks(project, slug))


@query
def _charts_by_id(project: Project) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for slug in slugs(project):
        for index, name in enumerate(chart_ids(project, slug)):
            if name is not None:
                found[name] = (*found.get(name, ()), (slug, index))
    return found


@kept_query
def charts_named(project: Project, name: str) -> tuple[tuple[str, int], ...]:
    """Return the charts of all briefings that have an id: slug and index, in a fixed order."""
    return _charts_by_id(project).get(name, ())


@query
def chart_frame(
    project: Project, slug: str, index: int
) -> tuple[Frame | None, tuple[Finding, ...]]:
    """Return the rows a chart draws from, or what prevents it.

    Findings: CH002 unknown-dataset, CH013 failing-chart-query.
    """
    block = chart_blocks(project, slug)[index]
    spec = block.spec
    if spec is None:
        return None, ()
    package = datapackage(project)
    if spec.sql is not None:
        try:
            names = project.sql.table_names(spec.sql)
            tables = {n: t for n in names if (t := sql_table(project, n)) is not None}
            result = project.sql.run(spec.sql, tables)
        except SqlError as error:
            if error.passing:
                project.distrust()
            where = block.document.locate(("sql",))
            message = f"chart {spec.id!r}: {error.message}"
            return None, (Finding("CH013", message, where, error.suggestion),)
        read = [r for n in names if (r := package.get(n)) is not None]
        return frame_result(spec, result, read), ()
    if spec.data is None:
        return None, ()
    resource, rows = package.get(spec.data), table(project, spec.data)
    if resource is not None and rows is not None:
        return filter_table(spec, resource, rows), ()
    if package.defines(spec.data):
        return None, ()  # its declaration is broken, which is reported there
    return None, (
        Finding(
            "CH002",
            f"chart {spec.id!r}: there is no dataset {spec.data!r}",
            block.document.locate(("data",)),
            did_you_mean(
                spec.data, package.names, "Declare it in briefings/data/datapackage.yaml."
            ),
        ),
    )


@query
def custom_figure(
    project: Project, slug: str, index: int
) -> tuple[CustomFigure | None, tuple[Finding, ...]]:
    """Return the Plotly figure that a chart names with `figure`, made safe, or what is wrong."""
    block = chart_blocks(project, slug)[index]
    spec = block.spec
    if spec is None or spec.figure is None:
        return None, ()
    folder = block.document.path.rpartition("/")[0]
    if block.use is not None:
        folder = folder.removesuffix(f"/{FOLDER}")
    files = [name for name, is_folder in list_folder(project, folder) if not is_folder]
    if spec.figure not in files:
        message = f"chart {spec.id!r}: there is no file {spec.figure!r} in {folder}"
        fix = did_you_mean(spec.figure, [f for f in files if f.endswith(".json")])
        where = block.document.locate(("figure",))
        return None, (Finding("CH014", message, where, fix),)
    return read_custom_figure(spec, read_text(project, f"{folder}/{spec.figure}"))


@query
def chart_data(
    project: Project, slug: str, index: int
) -> tuple[ChartData | None, tuple[Finding, ...]]:
    """Return what a chart of a briefing draws, and what prevents it (CH012 unfit-data)."""
    block = chart_blocks(project, slug)[index]
    spec = block.spec
    if spec is None:
        return None, ()
    custom, findings = custom_figure(project, slug, index)
    if spec.figure is not None and (custom is None or (spec.data is None and spec.sql is None)):
        return (custom.data if custom else None), findings
    frame, findings = chart_frame(project, slug, index)
    if frame is None:
        return None, findings
    data, problems = select_data(block, frame)
    if data is None:
        # Rows that cannot be read are reported in their file.
        broken = any((t := table(project, n)) is not None and t.findings for n in frame.datasets)
        return None, () if broken and not frame.rows else tuple(problems)
    if spec.figure is None:
        for key, why, fix in find_misfits(spec, data):
            message = f"chart {spec.id!r}: the data do not suit the type {spec.type}: {why}"
            return None, (Finding("CH012", message, block.document.locate((key,)), fix),)
    return data, ()


@query
def chart_drawings(project: Project, slug: str, index: int) -> dict[str, Drawing]:
    """Return a chart's drawings by the name of their size; none where it cannot be drawn."""
    block = chart_blocks(project, slug)[index]
    data, _ = chart_data(project, slug, index)
    if block.spec is None or data is None:
        return {}
    if block.spec.figure is not None:
        custom, _ = custom_figure(project, slug, index)
        return {size.name: custom.draw(size) for size in SIZES} if custom else {}
    language = chart_language(project, slug)
    return {size.name: draw_chart(block.spec, data, size, language) for size in SIZES}


def chart_language(project: Project, slug: str) -> str:
    """Return the language of the text around a chart, as a BCP 47 tag."""
    front = briefing(project, slug).front_matter if slug != GALLERY else None
    return front.language if front is not None else "en"


@kept_query
def chart_datasets(project: Project, slug: str, index: int) -> tuple[str, ...]:
    """Return the names of the datasets that a chart of a briefing reads."""
    spec = chart_blocks(project, slug)[index].spec
    if spec is not None and spec.data is not None:
        return (spec.data,)
    frame, _ = chart_frame(project, slug, index)
    return frame.datasets if frame is not None else ()
