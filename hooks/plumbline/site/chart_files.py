"""Files of a chart: its values as CSV and JSON, its figure, the page that is embedded."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from plumbline.charts.events import event_dates, events_are_numbered
from plumbline.charts.figure import describe_figure
from plumbline.charts.gallery import GALLERY
from plumbline.charts.queries import (
    chart_blocks,
    chart_data,
    chart_datasets,
    chart_drawings,
    chart_language,
)
from plumbline.charts.summary import describe_statuses
from plumbline.charts.tabulation import describe_rows, export_rows, tabulate
from plumbline.charts.template import DESK
from plumbline.data.queries import datapackage
from plumbline.evidence.marks import strip_marks
from plumbline.evidence.queries import chart_sources
from plumbline.library import briefing, source
from plumbline.project import BRIEFINGS, Project
from plumbline.query import kept_query, query
from plumbline.site.embed import embed_page
from plumbline.site.figures import (
    chart_fingerprint,
    describe_source,
    may_redistribute,
    plain_texts,
    published_charts,
)

__all__ = ["ChartFile", "chart_files", "make_chart_file"]


class ChartFile(StrEnum):
    """Which file of a chart."""

    CSV = "csv"
    JSON = "json"
    FIGURE = "figure"
    EMBED = "embed"


@kept_query
def chart_files(project: Project) -> dict[str, tuple[ChartFile, str, int]]:
    """Return the addresses of the files of all charts: which file, of which briefing and chart.

    Values are offered as files only where the terms of the data allow it.
    """
    found: dict[str, tuple[ChartFile, str, int]] = {}
    for name, (slug, index) in published_charts(project).items():
        folder = f"charts/{name}"
        found[f"{folder}/figure.json"] = (ChartFile.FIGURE, slug, index)
        found[f"{folder}/embed/index.html"] = (ChartFile.EMBED, slug, index)
        if may_redistribute(project, slug, index):
            found[f"{folder}/{name}.csv"] = (ChartFile.CSV, slug, index)
            found[f"{folder}/{name}.json"] = (ChartFile.JSON, slug, index)
    for index, block in enumerate(chart_blocks(project, GALLERY)):
        if block.spec is not None and chart_data(project, GALLERY, index)[0] is not None:
            address = f"charts/gallery/{block.spec.id}/figure.json"
            found[address] = (ChartFile.FIGURE, GALLERY, index)
    return found


@query
def make_chart_file(
    project: Project, _address: str, which: ChartFile, slug: str, index: int
) -> bytes:
    """Return what a file of a chart, at an address, holds; nothing for one that cannot be drawn."""
    if which is ChartFile.EMBED:
        return embed_page(project, slug, index).encode()
    spec = chart_blocks(project, slug)[index].spec
    data, _ = chart_data(project, slug, index)
    if spec is None or data is None:
        return b""
    if which is ChartFile.FIGURE:
        return _figure(project, slug, index).encode()
    table = tabulate(spec, data)
    if which is ChartFile.CSV:
        return export_rows(table).encode()
    return describe_rows(table, _about(project, slug, index)).encode()


def _figure(project: Project, slug: str, index: int) -> str:
    """Return what the page's script needs, with the texts of a downloaded picture."""
    spec = chart_blocks(project, slug)[index].spec
    if spec is None:
        return ""
    plain = plain_texts(spec)
    named = [describe_source(project, slug, key) for key in chart_sources(project, slug, index)]
    data, _ = chart_data(project, slug, index)
    language = chart_language(project, slug)
    # What stands around the chart in its page goes along with a picture that leaves it.
    remarks = [f"{text}." for text in describe_statuses(spec, data, language)] if data else []
    if data is not None and events_are_numbered(spec, data, DESK):
        listed = "; ".join(
            f"{number} {event.text}, {event_dates(event, language)}"
            for number, event in enumerate(spec.annotations, 1)
        )
        remarks.insert(0, f"{listed}.")
    described: dict[str, Any] = {
        "id": spec.id,
        "title": plain.title,
        "subtitle": plain.subtitle or "",
        "source": f"Source: {'; '.join(named)}" if named else "",
        "site": project.site_name,
        "remarks": remarks,
        **describe_figure(chart_drawings(project, slug, index), chart_language(project, slug)),
    }
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _about(project: Project, slug: str, index: int) -> dict[str, Any]:
    """Return what is known of a chart beside its values."""
    spec = chart_blocks(project, slug)[index].spec
    data, _ = chart_data(project, slug, index)
    if spec is None or data is None:
        return {}
    plain = plain_texts(spec)
    package = datapackage(project)
    datasets = [
        {
            "name": resource.name,
            "title": resource.label,
            "vintage": resource.vintage,
            "retrieved": resource.retrieved.isoformat() if resource.retrieved else None,
            "licenses": [
                {"name": x.name, "title": x.title, "path": x.path} for x in resource.licenses
            ],
        }
        for name in chart_datasets(project, slug, index)
        if (resource := package.get(name)) is not None
    ]
    sources = []
    for key in chart_sources(project, slug, index):
        record = source(project, slug, key)
        address = record.record.get("URL") if record is not None else None
        sources.append(
            {"citekey": key, "title": describe_source(project, slug, key), "url": address}
        )
    return {
        "id": spec.id,
        "title": plain.title,
        "subtitle": plain.subtitle,
        "alt": plain.alt,
        "note": plain.note,
        "unit": data.unit,
        "briefing": {
            "title": strip_marks(briefing(project, slug).title),
            "path": f"{BRIEFINGS}/{slug}/#chart-{spec.id}",
        },
        "fingerprint": chart_fingerprint(project, slug, index),
        "query": data.sql or None,
        "datasets": datasets,
        "sources": sources,
    }
