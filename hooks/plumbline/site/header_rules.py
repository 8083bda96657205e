"""The file of headers for hosts, with the folders that this site has."""

from __future__ import annotations

from pathlib import PurePosixPath

from plumbline.project import Project, list_folder
from plumbline.query import query
from plumbline.site.pages import page_keys
from plumbline.site.plotly import plotly_address
from plumbline.site.security import headers_file

__all__ = ["HEADERS", "host_headers"]

HEADERS = "_headers"
"""Address of the file."""
_DOCS = "docs"
_NO_PAGES = {"assets", "overrides"}
_CHARTS = "charts"
"""Holds pages that may be framed beside one that may not."""


@query
def host_headers(project: Project) -> str:
    """Return the file `_headers` of the site."""
    own = {PurePosixPath(key.uri).parts[0] for key in page_keys(project)}
    documents = {
        PurePosixPath(name).stem
        for name, is_folder in list_folder(project, _DOCS)
        if (is_folder and name not in _NO_PAGES) or name.endswith(".md")
    }
    folders = (own | documents) - {"index.md", "index", _CHARTS}
    return headers_file(folders, [plotly_address()])
