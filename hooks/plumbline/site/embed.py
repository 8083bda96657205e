"""The page that other sites embed: one chart, its source, and whether it has changed since."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from plumbline.charts.markup import render_frame
from plumbline.charts.queries import chart_blocks, chart_datasets, chart_language
from plumbline.data.queries import datapackage
from plumbline.evidence.marks import strip_marks
from plumbline.library import briefing
from plumbline.project import BRIEFINGS, Project
from plumbline.query import query
from plumbline.site.figures import chart_fingerprint, chart_view, describe_edition
from plumbline.site.plotly import plotly_address
from plumbline.site.security import page_policy
from plumbline.site.style_sheets import embed_style

__all__ = ["embed_page"]

ROOT = "../../../"
"""Relative address of the site's root from charts/<id>/embed/."""


@query
def embed_page(project: Project, slug: str, index: int) -> str:
    """Return the HTML of charts/<id>/embed/; nothing where the chart cannot be drawn."""
    view = chart_view(project, slug, index, ROOT)
    if view is not None and not view.pictures:
        view = replace(view, previews=True)  # it has no table to stand in
    spec = chart_blocks(project, slug)[index].spec
    if view is None or spec is None:
        return ""
    title = strip_marks(briefing(project, slug).title)
    language = chart_language(project, slug)
    address = f"{ROOT}{BRIEFINGS}/{slug}/#chart-{spec.id}"
    mark = chart_fingerprint(project, slug, index)
    package = datapackage(project)
    editions = [
        describe_edition(resource)
        for name in chart_datasets(project, slug, index)
        if (resource := package.get(name)) is not None
    ]
    dated = "; ".join(dict.fromkeys(e for e in editions if e))
    data = f"<p>Data: {escape(dated)}.</p>" if dated else ""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(page_policy())}">'
    site = f", {escape(project.site_name)}" if project.site_name else ""
    style = f'<link rel="stylesheet" href="{ROOT}{embed_style(project).address}">'
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" class="no-js">\n<head>\n'
        f'<meta charset="utf-8">\n{policy}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{escape(view.spec.subtitle or view.spec.title)}">\n'
        '<meta name="robots" content="noindex">\n'
        '<link rel="icon" href="data:,">\n'  # asked for otherwise
        f"<title>{escape(view.spec.title)}</title>\n{style}\n"
        f'<script src="{ROOT}assets/javascripts/embed.js"></script>\n'
        f'<script type="module" src="{ROOT}assets/javascripts/charts.js"></script>\n'
        f'</head>\n<body data-md-color-scheme="default" data-fingerprint="{mark}" '
        f'data-plotly="{ROOT}{plotly_address()}">\n'
        f'<main class="pl-embed md-typeset"><h1 class="pl-embed__title">{escape(view.spec.title)}'
        '</h1><p class="pl-embed__updated" role="status"></p>'
        f'<figure class="pl-figure" id="{view.anchor}" aria-labelledby="{view.anchor}-title">'
        f'{render_frame(view)}<div class="pl-tools"><button class="pl-tool pl-tool--explore" '
        'type="button">Explore</button></div></figure>'
        f'<div class="pl-embed__from"><p>From <a href="{escape(address)}" target="_top">'
        f"{escape(title)}</a>{site}.</p>{data}</div></main>\n</body>\n</html>\n"
    )
