"""The links of a build, checked before the site takes the former one's place."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from plumbline.adapters.failures import failure_level
from plumbline.diagnostics.diagnostic import Diagnostic
from plumbline.diagnostics.reporters import format_one, format_summary
from plumbline.links.reading import ReadLinks
from plumbline.links.site_findings import site_diagnostics
from plumbline.project import Project

__all__ = ["check_links"]

log = logging.getLogger("mkdocs.plumbline")


def check_links(
    project: Project,
    folder: Path,
    name: str,
    links: ReadLinks,
    reported: Iterable[Diagnostic] = (),
) -> None:
    """Log what is wrong with the links of a finished site; a strict build then fails.

    Args:
        project: what the site was made from.
        folder: where the site has been written.
        name: what its folder will be called.
        links: those of the site.
        reported: what has been logged already.
    """
    found = site_diagnostics(project, folder, name, links, reported)
    for diagnostic in found:
        log.log(failure_level(log), format_one(diagnostic))
    if found:
        log.info(f"In the finished site: {format_summary(found)}")
