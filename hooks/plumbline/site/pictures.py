"""Pictures of charts: which there must be for a site, and those that have been drawn."""

from __future__ import annotations

from plumbline.charts.figure import build_figure
from plumbline.charts.figure_request import FigureRequest
from plumbline.charts.gallery import GALLERY
from plumbline.charts.palette import css_colours
from plumbline.charts.picture_store import PREFIX, picture_key
from plumbline.charts.queries import chart_blocks, chart_drawings, chart_language
from plumbline.charts.svg import clean_svg, rename_ids
from plumbline.charts.template import SIZES, VERSION
from plumbline.library import public_slugs
from plumbline.project import Mode, Project, has_picture, has_pictures
from plumbline.query import kept_query, query
from plumbline.site.plotly import plotly_digest

__all__ = [
    "chart_pictures",
    "picture_keys",
    "picture_requests",
    "put_picture",
    "wanted_pictures",
]


@query
def picture_requests(project: Project, slug: str, index: int) -> dict[str, FigureRequest]:
    """Return the pictures of a chart as figures to be drawn, by the name of their size."""
    spec = chart_blocks(project, slug)[index].spec
    language = chart_language(project, slug)
    requests: dict[str, FigureRequest] = {}
    for size in SIZES:
        drawing = chart_drawings(project, slug, index).get(size.name)
        if spec is None or drawing is None:
            continue
        figure = build_figure(drawing, size, language)
        height = int(figure["layout"]["height"])
        versions = (plotly_digest(), str(VERSION))
        key = picture_key(figure, size.width, height, css_colours(), versions)
        requests[size.name] = FigureRequest(key, figure, size.width, height)
    return requests


@kept_query
def picture_keys(project: Project, slug: str) -> tuple[tuple[int, str, str], ...]:
    """Return the pictures of a briefing: index of the chart, name of the size, key."""
    return tuple(
        (index, name, request.key)
        for index in range(len(chart_blocks(project, slug)))
        for name, request in picture_requests(project, slug, index).items()
    )


def wanted_pictures(project: Project) -> dict[str, tuple[str, int, str]]:
    """Return all pictures of the site by key: slug, index of the chart, name of the size."""
    return {
        key: (slug, index, name)
        for slug in (GALLERY, *public_slugs(project))
        for index, name, key in picture_keys(project, slug)
    }


def put_picture(project: Project, key: str, drawn: str) -> None:
    """Clean a picture as it was drawn, and keep it.

    Raises:
        ValueError: it is no picture that may stand in a page.
    """
    project.pictures.put(key, clean_svg(drawn, PREFIX, css_colours()))


@query
def chart_pictures(project: Project, slug: str, index: int) -> dict[str, str]:
    """Return the pictures of a chart as SVG, by the name of their size; all of them or none.

    Only a build has any: it draws those that are missing before it asks. In a preview charts are
    drawn in the browser, so nothing waits.
    """
    if project.mode not in (Mode.BUILD, Mode.REVIEW) or not has_pictures(project):
        return {}
    spec = chart_blocks(project, slug)[index].spec
    # No two pictures of a page share an id: the one that is not shown would take the other's.
    found = {
        name: rename_ids(picture, f"chart-{spec.id}-{name}-")
        for name, request in picture_requests(project, slug, index).items()
        if spec is not None
        and has_picture(project, request.key)
        and (picture := project.pictures.get(request.key)) is not None
    }
    return found if len(found) == len(SIZES) else {}
