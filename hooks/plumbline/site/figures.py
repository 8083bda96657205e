"""Charts as they stand in pages: what each shows of its sources, its data and its files."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from plumbline.charts.figure import describe_figure, fingerprint
from plumbline.charts.gallery import GALLERY
from plumbline.charts.markup import ChartView, Origin
from plumbline.charts.queries import (
    chart_blocks,
    chart_data,
    chart_datasets,
    chart_drawings,
    chart_language,
)
from plumbline.charts.specification import ChartSpec
from plumbline.content.front_matter import Status
from plumbline.data.datapackage import Resource
from plumbline.data.queries import datapackage
from plumbline.evidence.marks import strip_marks
from plumbline.evidence.markup import reference_id
from plumbline.evidence.queries import Reference, chart_sources
from plumbline.library import briefing_status, public_slugs, source
from plumbline.project import BRIEFINGS, Mode, Project
from plumbline.query import firewall_query, kept_query
from plumbline.site.inline import render_inline
from plumbline.site.pictures import chart_pictures
from plumbline.site.report import report_address

__all__ = [
    "chart_fingerprint",
    "chart_view",
    "describe_edition",
    "describe_source",
    "drawable_charts",
    "may_redistribute",
    "plain_texts",
    "published_charts",
    "published_place",
    "source_link",
]

_ROOM = 190
"""Pixels that caption and source line of an embedded chart take, about."""


def plain_texts(spec: ChartSpec) -> ChartSpec:
    """Return a specification without evidence marks in its texts."""
    names = ("title", "subtitle", "note", "alt")
    changed = {name: strip_marks(text) for name in names if (text := getattr(spec, name))}
    return spec.model_copy(update=changed)


def source_link(key: str, numbers: Mapping[str, Reference]) -> str:
    """Return a link to an entry of the reference list, with the source's author and title."""
    reference = numbers.get(key)
    if reference is None:
        return f'<span class="pl-cite__unknown">@{escape(key)}</span>'
    record = reference.source
    fields = record.record
    named = [str(fields[k]) for k in ("container-title", "publisher") if fields.get(k)]
    author = record.short_author if fields.get("author") else (named or [""])[0]
    name = f"{author}, {record.title}" if author else record.title
    return f'<a href="#{escape(reference_id(key))}">{escape(name)}</a>'


def describe_source(project: Project, slug: str, key: str) -> str:
    """Return a source as plain text: its author, or where it appeared, and its title."""
    record = source(project, slug, key)
    if record is None:
        return f"@{key}"
    fields = record.record
    named = [str(fields[k]) for k in ("container-title", "publisher") if fields.get(k)]
    author = record.short_author if fields.get("author") else (named or [""])[0]
    return f"{author}, {record.title}" if author else record.title


def describe_edition(resource: Resource) -> str:
    """Return which edition of its source a dataset is, and when it was fetched."""
    retrieved = f"retrieved {resource.retrieved.isoformat()}" if resource.retrieved else ""
    return ", ".join(part for part in (resource.vintage, retrieved) if part)


@firewall_query
def may_redistribute(project: Project, slug: str, index: int) -> bool:
    """Return whether the terms of all data of a chart allow us to offer them as a file."""
    package = datapackage(project)
    return all(
        resource.redistribute
        for name in chart_datasets(project, slug, index)
        if (resource := package.get(name)) is not None
    )


@kept_query
def chart_fingerprint(project: Project, slug: str, index: int) -> str:
    """Return what changes whenever something of a chart does that a reader sees."""
    spec = chart_blocks(project, slug)[index].spec
    drawings = chart_drawings(project, slug, index)
    if spec is None or not drawings:
        return ""
    data, _ = chart_data(project, slug, index)
    package = datapackage(project)
    editions = [
        describe_edition(resource)
        for name in chart_datasets(project, slug, index)
        if (resource := package.get(name)) is not None
    ]
    texts = [spec.title, spec.subtitle, spec.note, spec.alt, list(spec.source), editions]
    events = [[event.date, event.until, event.text] for event in spec.annotations]
    rows = [[list(data.x), *(list(s.values) for s in data.series)]] if data else []
    figure = describe_figure(drawings, chart_language(project, slug))
    return fingerprint([figure, texts, events, rows])


@kept_query
def published_charts(project: Project) -> dict[str, tuple[str, int]]:
    """Return the charts that pages show, by id: slug of the briefing and index in it.

    A chart that several briefings use belongs to the first of them.
    """
    found: dict[str, tuple[str, int]] = {}
    for slug in public_slugs(project):
        if briefing_status(project, slug) is Status.WITHDRAWN:
            continue  # its values are no longer vouched for
        for index, name in enumerate(drawable_charts(project, slug)):
            if name:
                found.setdefault(name, (slug, index))
    return found


@firewall_query
def drawable_charts(project: Project, slug: str) -> tuple[str, ...]:
    """Return the ids of a briefing's charts, "" for one that cannot be drawn."""
    return tuple(
        block.spec.id if block.spec and chart_data(project, slug, index)[0] else ""
        for index, block in enumerate(chart_blocks(project, slug))
    )


@kept_query
def published_place(project: Project, name: str) -> tuple[str, int] | None:
    """Return where a chart is published; asked instead of all, it changes more rarely."""
    return published_charts(project).get(name)


def chart_view(
    project: Project,
    slug: str,
    index: int,
    root: str,
    number: int = 0,
    numbers: Mapping[str, Reference] | None = None,
) -> ChartView | None:
    """Return all that is printed of a chart, or None where it cannot be drawn.

    Args:
        project: the project.
        slug: the briefing's slug, or GALLERY.
        index: which of its charts.
        root: relative address of the site's root from the page.
        number: its number in the briefing; 0 for none.
        numbers: the page's reference list by citekey, to which sources are linked; None where the
            page has none.
    """
    spec = chart_blocks(project, slug)[index].spec
    data, _ = chart_data(project, slug, index)
    drawings = chart_drawings(project, slug, index)
    if spec is None or data is None or not drawings:
        return None
    plain = plain_texts(spec)
    package = datapackage(project)
    datasets = chart_datasets(project, slug, index)
    keys = {key for series in data.series for cited in series.sources for key in cited}
    marked = numbers is not None
    sources = chart_sources(project, slug, index)
    in_briefing = slug != GALLERY
    folder = f"{root}charts/{spec.id}/" if in_briefing else f"{root}charts/gallery/{spec.id}/"
    # A chart that several briefings use has one address, and the mark of what stands there.
    place = published_place(project, spec.id) if in_briefing else None
    mark = chart_fingerprint(project, *(place or (slug, index)))
    downloads: dict[str, str] = {}
    if in_briefing and may_redistribute(project, slug, index):
        downloads = {"CSV": f"{folder}{spec.id}.csv", "JSON": f"{folder}{spec.id}.json"}

    def shown(text: str | None) -> str:
        if not text:
            return ""
        return render_inline(project, slug, text) if marked else escape(strip_marks(text))

    return ChartView(
        spec=plain,
        data=data,
        drawings=drawings,
        pictures=chart_pictures(project, slug, index),
        figure=f"{folder}figure.json?v={mark}",
        title=shown(spec.title),
        subtitle=shown(spec.subtitle),
        note=shown(spec.note),
        number=number,
        sources=[
            source_link(key, numbers)
            if numbers is not None
            else escape(describe_source(project, slug, key))
            for key in sources
        ],
        row_sources={key: _row_source(project, slug, key, numbers or {}) for key in sorted(keys)},
        origins=[
            Origin(
                name,
                f'<a href="{escape(root)}data/{escape(name)}/">{escape(resource.label)}</a>',
                describe_edition(resource),
            )
            for name in datasets
            if (resource := package.get(name)) is not None
        ],
        downloads=downloads,
        offers_files=in_briefing,
        embed=_snippet(project, slug, plain, drawings["desk"].layout.get("height", 400), mark)
        if in_briefing
        else "",
        embed_page=f"{folder}embed/",
        language=chart_language(project, slug),
        previews=project.mode is Mode.PREVIEW,
        report=report_address(project, slug, f"chart-{spec.id}", plain.title)
        if in_briefing
        else "",
    )


def _row_source(project: Project, slug: str, key: str, numbers: Mapping[str, Reference]) -> str:
    record = source(project, slug, key)
    if record is None:
        return escape(key)
    name = escape(record.short_author or record.title)
    if key in numbers:
        return f'<a href="#{escape(reference_id(key))}">{name}</a>'
    return f'<span title="{escape(record.title)}">{name}</span>'


def _snippet(project: Project, slug: str, spec: ChartSpec, height: int, mark: str) -> str:
    """Return the markup that embeds a chart; it names the chart, its briefing and its source."""
    site = project.site_url if project.site_url.endswith("/") else f"{project.site_url}/"
    page = f"{site}{BRIEFINGS}/{slug}/#chart-{spec.id}"
    frame = f"{site}charts/{spec.id}/embed/?v={mark}"
    index = next(
        (i for i, b in enumerate(chart_blocks(project, slug)) if b.spec and b.spec.id == spec.id), 0
    )
    named = "; ".join(
        describe_source(project, slug, key) for key in chart_sources(project, slug, index)[:3]
    )
    source_line = f" Source: {escape(named)}." if named else ""
    site_name = f", {escape(project.site_name)}" if project.site_name else ""
    return (
        f'<iframe src="{escape(frame)}" title="{escape(spec.title)}" width="100%" '
        f'height="{height + _ROOM}" loading="lazy" style="border: 0"></iframe>\n'
        f'<p><a href="{escape(page)}">{escape(spec.title)}</a>{site_name}.{source_line}</p>'
    )
