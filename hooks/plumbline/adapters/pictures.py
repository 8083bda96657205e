"""Pictures of charts, drawn before a build asks for its pages."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

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
    browser, problem = _find_browser()
    if browser is not None or not project.pictures.is_empty():
        wanted = wanted_pictures(project)
        missing = {key: at for key, at in wanted.items() if not project.pictures.has(key)}
        if browser is not None:
            problem = _draw(project, missing, browser) if missing else ""
            project.advance()
        elif not missing:
            problem = ""
        project.pictures.prune(wanted)
    if problem:
        level = logging.WARNING if os.environ.get(REQUIRED) else logging.INFO
        log.log(level, f"{problem}; readers get a table until they touch the chart")


def _find_browser() -> tuple[Path | None, str]:
    """Return the browser, or why there is none."""
    try:
        return find_browser(), "No Chrome was found to draw pictures of charts"
    except BrowserError as error:
        return None, f"Pictures of charts could not be drawn: {error}"


def _draw(project: Project, missing: Mapping[str, tuple[str, int, str]], browser: Path) -> str:
    """Draw what is missing; return in one sentence what prevents it, or nothing."""
    refused: list[str] = []
    requests = [picture_requests(project, s, i)[size] for s, i, size in missing.values()]
    try:
        with progress_bar() as progress:
            task = progress.add_task("Pictures of charts", total=len(missing))

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
        return f"Pictures of charts could not be drawn: {error}"
    refused += [f"{_name(project, *missing[key])}: {why}" for key, why in failed.items()]
    if refused:
        return f"{len(refused)} pictures of charts could not be drawn ({refused[0]})"
    return ""


def _name(project: Project, slug: str, index: int, _: str) -> str:
    spec = chart_blocks(project, slug)[index].spec
    return spec.id if spec else slug
