"""Pictures of charts, drawn before a build asks for its pages."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from plumbline.adapters.progress import progress_bar
from plumbline.browser import BrowserError, find_browser
from plumbline.charts.drawing import draw_figures
from plumbline.charts.queries import chart_blocks
from plumbline.project import Project
from plumbline.site.pictures import picture_requests, put_picture, wanted_pictures
from plumbline.site.plotly import plotly_script

__all__ = ["REQUIRED", "draw_pictures"]

REQUIRED = "PLUMBLINE_REQUIRE_PICTURES"
"""Environment variable that, when set, makes a strict build without what a browser makes fail."""

log = logging.getLogger("mkdocs.plumbline")


def draw_pictures(project: Project) -> None:
    """Draw the pictures that no earlier build has drawn; what prevents it is said in one line.

    A build without pictures succeeds: a table stands in for each chart until a reader touches it.
    """
    wanted = wanted_pictures(project)
    missing = {key: where for key, where in wanted.items() if project.pictures.get(key) is None}
    if missing:
        problem = _draw(project, missing)
        project.advance()
        if problem:
            level = logging.WARNING if os.environ.get(REQUIRED) else logging.INFO
            log.log(level, problem)
    project.pictures.prune(wanted)


def _draw(project: Project, missing: Mapping[str, tuple[str, int, str]]) -> str:
    """Draw what is missing; return in one sentence what prevents it, or nothing."""
    instead = "readers get a table until they touch the chart"
    count = len(missing)
    try:
        browser = find_browser()
        if browser is None:
            return f"No Chrome was found to draw {count} pictures of charts: {instead}"
        refused: list[str] = []
        requests = [picture_requests(project, s, i)[size] for s, i, size in missing.values()]
        with progress_bar() as progress:
            task = progress.add_task("Pictures of charts", total=count)

            def keep(key: str, drawn: str) -> None:
                try:
                    put_picture(project, key, drawn)
                except ValueError as error:
                    refused.append(f"{_name(project, *missing[key])}: {error}")
                progress.advance(task)

            failed = draw_figures(
                requests,
                browser,
                plotly_script(),
                keep,
                tabs=min(os.cpu_count() or 1, 4),
            )
    except BrowserError as error:
        return f"Pictures of charts could not be drawn: {error}; {instead}"
    refused += [f"{_name(project, *missing[key])}: {why}" for key, why in failed.items()]
    if refused:
        return f"{len(refused)} pictures of charts could not be drawn ({refused[0]}): {instead}"
    return ""


def _name(project: Project, slug: str, index: int, _: str) -> str:
    spec = chart_blocks(project, slug)[index].spec
    return spec.id if spec else slug
