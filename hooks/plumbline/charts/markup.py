"""A chart as HTML: caption, picture, what it rests on, its data, and how to embed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from plumbline.charts.events import event_dates, events_are_numbered
from plumbline.charts.palette import assign_colours
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec
from plumbline.charts.summary import describe_data, describe_statuses
from plumbline.charts.tabulation import ChartTable, render_rows, tabulate
from plumbline.charts.template import SIZES, Size
from plumbline.charts.types.base import Drawing

__all__ = [
    "ChartView",
    "Origin",
    "legend_entries",
    "render_chart",
    "render_chart_problem",
    "render_frame",
    "render_still",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """A dataset that a chart reads: its name, the HTML of a link to it, edition and date."""

    name: str
    link: str
    edition: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """All that is printed of a chart.

    Attributes:
        spec: its specification, with plain texts.
        data: what it draws.
        drawings: how it is drawn, by the name of the size.
        pictures: the drawn pictures as SVG, by the name of the size; empty where there are none.
        figure: address of its figure as JSON, relative to the page.
        title: its title as HTML, claims marked.
        subtitle: likewise.
        note: likewise.
        number: its number in the briefing, from 1; 0 for none.
        sources: entries of the source line as HTML.
        row_sources: links to the sources of single rows, as HTML by citekey.
        origins: the datasets it reads.
        downloads: addresses of its files by what they are called; none where terms forbid it.
        offers_files: whether files are offered where the terms allow it.
        embed: the markup that embeds it; empty where it is not offered.
        embed_page: address of the page that is embedded, relative to the page.
        language: BCP 47 tag.
        previews: whether it is drawn in the browser at once, for want of a picture.
        report: address at which an error in it is reported; empty where there is none.
    """

    spec: ChartSpec
    data: ChartData
    drawings: Mapping[str, Drawing]
    pictures: Mapping[str, str]
    figure: str
    title: str
    subtitle: str = ""
    note: str = ""
    number: int = 0
    sources: Sequence[str] = ()
    row_sources: Mapping[str, str] = field(default_factory=dict)
    origins: Sequence[Origin] = ()
    downloads: Mapping[str, str] = field(default_factory=dict)
    offers_files: bool = True
    embed: str = ""
    embed_page: str = ""
    language: str = "en"
    previews: bool = False
    report: str = ""

    @property
    def anchor(self) -> str:
        """Id of the figure in its page."""
        return f"chart-{self.spec.id}"


def render_chart(view: ChartView) -> str:
    """Return a chart as a `<figure>` with its data and its tools."""
    table = tabulate(view.spec, view.data)
    tools = (
        '<button class="pl-tool pl-tool--explore" type="button">Explore</button>'
        f"{_render_data(view, table)}{_render_embed(view)}{_render_report(view)}"
    )
    return (
        f'<figure class="pl-figure" id="{view.anchor}" aria-labelledby="{view.anchor}-title">'
        f"{render_frame(view)}"
        f'<div class="pl-tools">{tools}</div></figure>'
    )


def render_still(view: ChartView, href: str) -> str:
    """Return a chart as a picture only, which leads to where it stands; "" without a picture."""
    if not view.pictures:
        return ""
    subtitle = f'<span class="pl-figure__subtitle">{view.subtitle}</span>' if view.subtitle else ""
    pictures = "".join(_render_picture(view, size) for size in SIZES)
    source = f'<p class="pl-figure__source">Source: {"; ".join(view.sources)}</p>'
    return (
        '<figure class="pl-figure pl-still"><figcaption class="pl-figure__caption">'
        f'<span class="pl-figure__title">{view.title}</span> {subtitle}</figcaption>'
        f"{_render_legend(view)}"
        f'<a class="pl-chart-frame" href="{escape(href)}" '
        f'aria-label="Figure: {escape(view.spec.title)}">{pictures}</a>'
        f"{source if view.sources else ''}</figure>"
    )


def render_frame(view: ChartView) -> str:
    """Return what a page and an embedded chart have in common: caption, picture, source line."""
    spec, anchor = view.spec, view.anchor
    number = f'<span class="pl-figure__number">Figure {view.number}</span> ' if view.number else ""
    subtitle = f'<span class="pl-figure__subtitle">{view.subtitle}</span>' if view.subtitle else ""
    summary = describe_data(spec, view.data, view.language)
    alt = f"{escape(spec.alt)} " if spec.alt else ""
    events = " ".join(f"{e.date}: {e.text}." for e in spec.annotations)
    return (
        f'<figcaption class="pl-figure__caption" id="{anchor}-title">{number}'
        f'<span class="pl-figure__title">{view.title}</span> {subtitle}</figcaption>'
        f"{_render_legend(view)}{_render_canvas(view)}"
        f'<p class="pl-figure__alt" id="{anchor}-alt">{alt}{escape(summary)} {escape(events)}</p>'
        f"{_render_events(view)}{_render_below(view)}"
    )


def render_chart_problem(title: str) -> str:
    """Return what stands in the place of a chart that cannot be drawn."""
    return (
        '<div class="pl-figure pl-figure--broken" role="note"><p>'
        f"{escape(title) or 'This figure'} cannot be shown; the build says why.</p></div>"
    )


def _only(wanted: Mapping[str, bool]) -> str | None:
    """Return the class of what is shown at some widths only; None where at none."""
    shown = [size.name for size in SIZES if wanted.get(size.name)]
    if not shown:
        return None
    return "" if len(shown) == len(SIZES) else f" pl-only-{shown[0]}"


def legend_entries(view: ChartView, size: str = "") -> tuple[tuple[str, str], ...]:
    """Return names and colours' names of a legend; nothing where the series are named in place.

    Args:
        view: the chart.
        size: the size whose picture decides whether they are; all sizes together where empty.
    """
    drawings = [d for name, d in view.drawings.items() if size in ("", name)]
    if all(drawing.labelled for drawing in drawings):
        return ()
    drawn = next(iter(view.drawings.values()), None)
    labels = [s.label for s in view.data.series]
    entries = tuple(zip(labels, assign_colours(view.spec, view.data.series), strict=True))
    if drawn is not None and drawn.legend:
        entries = tuple(drawn.legend)
    return entries if len(entries) > 1 else ()


def _render_legend(view: ChartView) -> str:
    entries = legend_entries(view)
    only = _only({name: not drawing.labelled for name, drawing in view.drawings.items()})
    if only is None or not entries:
        return ""
    items = "".join(
        '<span class="pl-legend__entry"><svg class="pl-legend__swatch" viewBox="0 0 10 10" '
        'width="10" height="10" aria-hidden="true"><rect width="10" height="10" '
        f'fill="var(--pl-{name})"/></svg>'
        f"{escape(label)}</span>"
        for label, name in entries
    )
    return f'<p class="pl-legend{only}" aria-hidden="true">{items}</p>'


def _render_canvas(view: ChartView) -> str:
    pictures = "".join(_render_picture(view, size) for size in SIZES if view.drawings)
    eager = " data-eager" if view.previews else ""
    bare = "" if view.pictures or view.previews else " pl-chart--bare"
    said = "" if view.pictures else "The picture is drawn in the browser; the values are below."
    if view.previews:
        said = "The picture is drawn in the browser."
    return (
        f'<div class="pl-chart-frame"><div class="pl-chart{bare}" '
        f'data-chart="{escape(view.spec.id)}" data-figure="{escape(view.figure)}"{eager} '
        f'role="img" aria-labelledby="{view.anchor}-title" aria-describedby="{view.anchor}-alt">'
        f'{pictures}</div><p class="pl-chart__status" role="status">{said}</p></div>'
    )


def _render_picture(view: ChartView, size: Size) -> str:
    """Return a picture; where there is none yet, an empty one that keeps its place."""
    name = f'class="pl-picture pl-picture--{size.name}" aria-hidden="true" focusable="false"'
    picture = view.pictures.get(size.name)
    if picture is not None:
        return picture.replace("<svg ", f"<svg {name} ", 1)
    if not view.previews:
        return ""
    height = view.drawings[size.name].layout.get("height", size.height)
    box = f'viewBox="0 0 {size.width} {height}" width="{size.width}" height="{height}"'
    return f"<svg {name} {box}></svg>"


def _render_events(view: ChartView) -> str:
    """Return the events that the picture marks by numbers, as a list."""
    numbered = {s.name: events_are_numbered(view.spec, view.data, s) for s in SIZES}
    only = _only(numbered) if view.spec.annotations else None
    if only is None:
        return ""
    items = "".join(
        f'<span class="pl-events__entry"><b>{number}</b> {escape(event.text)}, '
        f"<time>{escape(event_dates(event, view.language))}</time></span>"
        for number, event in enumerate(view.spec.annotations, start=1)
    )
    return f'<p class="pl-events{only}" aria-hidden="true">{items}</p>'


def _render_below(view: ChartView) -> str:
    statuses = describe_statuses(view.spec, view.data, view.language)
    lines = [f'<p class="pl-figure__status">{escape(". ".join(statuses))}.</p>' * bool(statuses)]
    if view.note:
        lines.append(f'<p class="pl-figure__note">Note: {view.note}</p>')
    if view.sources:
        lines.append(f'<p class="pl-figure__source">Source: {"; ".join(view.sources)}</p>')
    return "".join(lines)


def _render_data(view: ChartView, table: ChartTable) -> str:
    caption = f"Data of {view.spec.title}"
    rows = render_rows(table, caption, view.row_sources, view.language)
    links = "".join(
        f'<a class="pl-tool" href="{escape(address)}" download>{escape(name)}</a>'
        for name, address in view.downloads.items()
    )
    offered = f'<p class="pl-downloads">{links}</p>' if links else ""
    if not links and view.offers_files:
        offered = "<p>The terms of the source do not allow us to offer the file.</p>"
    opened = " open" if not view.pictures and not view.previews else ""
    return (
        f'<details class="pl-figure__data"{opened}><summary>Data</summary>'
        f"{rows}{offered}{_render_origin(view)}</details>"
    )


def _render_origin(view: ChartView) -> str:
    """Return how the values came about: datasets with edition and date, and the query."""
    entries = "".join(
        f"<div><dt>Dataset</dt><dd>{origin.link}"
        f"{f', {escape(origin.edition)}' if origin.edition else ''}</dd></div>"
        for origin in view.origins
    )
    if view.data.sql:
        entries += f"<div><dt>Query</dt><dd><code>{escape(view.data.sql)}</code></dd></div>"
    if view.spec.figure is not None:
        entries += f"<div><dt>Figure</dt><dd>{escape(view.spec.figure)}</dd></div>"
    return f'<dl class="pl-origin">{entries}</dl>' if entries else ""


def _render_report(view: ChartView) -> str:
    if not view.report:
        return ""
    return f'<a class="pl-tool pl-report" href="{escape(view.report)}">Report an error</a>'


def _render_embed(view: ChartView) -> str:
    if not view.embed:
        return ""
    return (
        '<details class="pl-figure__embed"><summary>Embed</summary>'
        "<p>Copy this into a page. It shows the chart as it is when it is read, with its source, "
        f'and says so when it has changed since. <a href="{escape(view.embed_page)}">'
        f"See it alone</a>.</p>"
        f'<code class="pl-snippet">{escape(view.embed)}</code>'
        '<button class="pl-tool pl-tool--copy" type="button">Copy</button></details>'
    )
