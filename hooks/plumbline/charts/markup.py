"""A chart as HTML: caption, place of the drawing, table of its values, source line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from plumbline.charts.chart import ChartData
from plumbline.charts.figure import build_figure
from plumbline.charts.specification import ChartSpec
from plumbline.data.table import format_cell

__all__ = ["render_chart", "render_chart_problem"]


def render_chart(spec: ChartSpec, data: ChartData, number: int, sources: Sequence[str]) -> str:
    """Return a `<figure>`.

    Args:
        spec: the chart's specification.
        data: what it draws.
        number: its number in the briefing, from 1.
        sources: the source line's entries as HTML.
    """
    anchor = f"chart-{spec.id}"
    # An attribute, since Material's instant navigation runs every script element in the page
    # as JavaScript, whatever its type.
    figure = _escape_single_quoted(
        json.dumps(build_figure(spec, data), ensure_ascii=False, separators=(",", ":"))
    )
    subtitle = (
        f'<span class="pl-figure__subtitle">{escape(spec.subtitle)}</span>' if spec.subtitle else ""
    )
    alt = f'<p class="pl-figure__alt" id="{anchor}-alt">{escape(spec.alt)}</p>' if spec.alt else ""
    described = f' aria-describedby="{anchor}-alt"' if spec.alt else ""
    note = f'<p class="pl-figure__note">Note: {escape(spec.note)}</p>' if spec.note else ""
    source = f'<p class="pl-figure__source">Source: {"; ".join(sources)}</p>' if sources else ""
    return (
        f'<figure class="pl-figure" id="{anchor}" aria-labelledby="{anchor}-title"{described}>'
        f'<figcaption class="pl-figure__caption" id="{anchor}-title">'
        f'<span class="pl-figure__number">Figure {number}</span> '
        f'<span class="pl-figure__title">{escape(spec.title)}</span> {subtitle}</figcaption>'
        f'<div class="pl-chart" data-chart="{anchor}" data-figure=\'{figure}\'>'
        '<p class="pl-chart__status">The drawing needs JavaScript; '
        "the values are in the table below.</p></div>"
        f"{alt}{note}{source}{_render_table(spec, data)}</figure>"
    )


def render_chart_problem(title: str) -> str:
    """Return what stands in the place of a chart that cannot be drawn."""
    return (
        '<div class="pl-figure pl-figure--broken" role="note"><p>'
        f"{escape(title) or 'This figure'} cannot be shown; the build says why.</p></div>"
    )


def _escape_single_quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")


def _render_table(spec: ChartSpec, data: ChartData) -> str:
    unit = f" ({escape(data.unit)})" if data.unit else ""
    head = f'<th scope="col">{escape(data.x_label)}</th>'
    head += "".join(f'<th scope="col">{escape(s.label)}{unit}</th>' for s in data.series)
    with_status = any(status not in (None, "final") for status in data.statuses)
    if with_status:
        head += '<th scope="col">Status</th>'
    rows = []
    for index, x in enumerate(data.x):
        label = escape(str(x)) if data.x_type == "year" else format_cell(x)
        cells = "".join(f"<td>{format_cell(s.values[index])}</td>" for s in data.series)
        if with_status:
            cells += f"<td>{escape(data.statuses[index] or '')}</td>"
        rows.append(f'<tr><th scope="row">{label}</th>{cells}</tr>')
    return (
        '<details class="pl-figure__data"><summary>Data</summary>'
        '<div class="pl-table" tabindex="0" role="region" '
        f'aria-label="Data of {escape(spec.title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        "</div></details>"
    )
