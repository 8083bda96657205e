"""The gallery of charts: every type explained, drawn, and as an author writes it."""

from __future__ import annotations

import inspect

from plumbline.charts.gallery import GALLERY, example_text
from plumbline.charts.markup import render_chart
from plumbline.charts.types.base import ChartType, chart_types
from plumbline.content.markdown import Heading, render_markdown
from plumbline.project import Project
from plumbline.site.figures import chart_view
from plumbline.site.views import Kind, PageView

__all__ = ["show_gallery"]

ROOT = "../"
"""Relative address of the site's root from charts/."""


def show_gallery(project: Project, _: str) -> PageView:
    """Show all types of charts; one whose data the site does not hold is explained, not drawn."""
    parts = []
    for index, (name, kind) in enumerate(chart_types().items()):
        view = chart_view(project, GALLERY, index, ROOT)
        drawn = render_chart(view) if view is not None else ""
        parts.append(
            f'<section aria-labelledby="{name}"><h2 id="{name}">{kind.title}</h2>'
            f"{render_markdown(explain(kind)).html}{drawn}"
            f"{render_markdown(_as_written(name)).html}</section>"
        )
    return PageView(
        Kind.GALLERY,
        "Gallery of charts",
        "The types of charts, when to use which, and how each is written.",
        html="".join(parts),
        headings=tuple(Heading(2, name, kind.title) for name, kind in chart_types().items()),
        has_charts=True,
    )


def explain(kind: ChartType) -> str:
    """Return the Markdown that explains a type: the docstring of its module."""
    return inspect.getdoc(inspect.getmodule(kind.draw)) or ""


def _as_written(name: str) -> str:
    return f'??? note "As it is written"\n\n    ```yaml\n{_indent(example_text(name))}\n    ```\n'


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines())
