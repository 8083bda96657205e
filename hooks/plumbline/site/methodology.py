"""The page on how the publisher checks, which pages lead to where a project has one."""

from __future__ import annotations

from plumbline.project import Project, list_folder
from plumbline.query import query

__all__ = ["METHODOLOGY", "has_methodology"]

METHODOLOGY = "methodology/"
"""Its address: the page of docs/methodology.md."""


@query
def has_methodology(project: Project) -> bool:
    """Return whether docs/ holds the page."""
    return ("methodology.md", False) in list_folder(project, "docs")
