"""Files of the site that are no pages: Plotly's script, and what lies beside a briefing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from plumbline.data.csv_export import export_csv
from plumbline.data.queries import datapackage, table
from plumbline.evidence.summary import describe_evidence
from plumbline.graph import query
from plumbline.library import public_slugs
from plumbline.project import BRIEFINGS, Project, list_folder, read_bytes

__all__ = ["copied_files", "made_files", "make_file", "plotly_address", "plotly_script"]

_NOT_COPIED = (".md", ".yml", ".yaml", ".bib")
"""What authors keep beside a briefing and readers do not need."""


@query
def copied_files(project: Project) -> tuple[str, ...]:
    """Return the paths of the files beside public briefings, which keep them as their addresses."""
    return tuple(
        path
        for slug in public_slugs(project)
        for path in _walk(project, f"{BRIEFINGS}/{slug}")
        if not path.endswith(_NOT_COPIED) and read_bytes(project, path) is not None
    )


def _walk(project: Project, folder: str, depth: int = 4) -> Iterator[str]:
    for name, is_folder in list_folder(project, folder):
        if not is_folder:
            yield f"{folder}/{name}"
        elif depth:
            yield from _walk(project, f"{folder}/{name}", depth - 1)


@query
def made_files(project: Project) -> tuple[str, ...]:
    """Return the addresses of the files that are made: datasets as CSV, evidence as JSON."""
    package = datapackage(project)
    downloads = (
        f"data/{name}/{name}.csv"
        for name in package.names
        if (resource := package.get(name)) is not None and resource.redistribute
    )
    evidence = (f"{BRIEFINGS}/{slug}/evidence.json" for slug in public_slugs(project))
    return (*downloads, *evidence)


@query
def make_file(project: Project, address: str) -> bytes:
    """Return what a made file holds.

    Raises:
        KeyError: the address is none of `made_files`.
    """
    if address not in made_files(project):
        raise KeyError(address)
    folder, name, _ = address.split("/")
    if folder == BRIEFINGS:
        return describe_evidence(project, name).encode()
    read = table(project, name)
    return export_csv(read).encode() if read else b""


@cache
def plotly_script() -> Path:
    """Return the file of plotly.min.js in the installed Plotly package."""
    found = find_spec("plotly")  # found, not imported: importing it takes a while
    if found is None or found.origin is None:
        raise ModuleNotFoundError("the package plotly is not installed")
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


@cache
def plotly_address() -> str:
    """Return the address of Plotly's script, which changes with its content."""
    digest = hashlib.sha256(plotly_script().read_bytes()).hexdigest()[:12]
    return f"assets/plotly-{digest}.min.js"
