"""The page that searches for what its address says."""

from __future__ import annotations

from plumbline.project import Project
from plumbline.site.views import Kind, PageView

__all__ = ["show_search"]


def show_search(project: Project, _: str) -> PageView:  # noqa: ARG001  (the same for each)
    """Show the search; what it finds is known in the browser only."""
    return PageView(Kind.SEARCH, "Search", "Search briefings, sources and datasets.")
