"""Files of the site that are no pages: what is made, and what lies beside a briefing."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from enum import StrEnum

from plumbline.data.queries import exported_csv, offered_datasets, published_package
from plumbline.evidence.summary import describe_evidence
from plumbline.library import has_page, public_slugs
from plumbline.outputs.files import make_output_file, output_files
from plumbline.papers.document import running_head
from plumbline.project import BRIEFINGS, Project, list_folder, read_bytes
from plumbline.query import Key, Query, kept_query, query
from plumbline.site.cards import card
from plumbline.site.chart_files import chart_files, make_chart_file
from plumbline.site.figures import published_charts
from plumbline.site.header_rules import HEADERS, host_headers
from plumbline.site.redirects import former_addresses, redirect_lines, redirect_page
from plumbline.site.style_sheets import embed_style

__all__ = ["briefing_of", "copied_files", "file_changed", "file_key", "made_files", "make_file"]

_NOT_COPIED = (".md", ".yml", ".yaml", ".bib")
"""What authors keep beside a briefing and readers do not need."""


@kept_query
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


Arguments = tuple[Hashable, ...]


class _Made(StrEnum):
    HEADERS = "headers"
    DATASET = "dataset"
    PACKAGE = "package"
    EVIDENCE = "evidence"
    RUNNING_HEAD = "running head"
    EMBED_STYLE = "style of embeds"
    REDIRECT = "redirect"
    REDIRECTS = "redirects"


@kept_query
def _own_files(project: Project) -> dict[str, tuple[_Made, str]]:
    offered = offered_datasets(project)
    files = {f"data/{name}/{name}.csv": (_Made.DATASET, name) for name in offered}
    if offered:  # a Data Package has one resource at least
        files["data/datapackage.json"] = (_Made.PACKAGE, "")
    for slug in public_slugs(project):
        files[f"{BRIEFINGS}/{slug}/evidence.json"] = (_Made.EVIDENCE, slug)
        files[f"{BRIEFINGS}/{slug}/running-head.css"] = (_Made.RUNNING_HEAD, slug)
    if published_charts(project):
        files[embed_style(project).address] = (_Made.EMBED_STYLE, "")
    for old in former_addresses(project):
        files[f"{BRIEFINGS}/{old}/index.html"] = (_Made.REDIRECT, old)
        files["_redirects"] = (_Made.REDIRECTS, "")
    return files


@kept_query
def made_files(project: Project) -> tuple[str, ...]:
    """Return the addresses of the files that are made: datasets, evidence, charts, for machines.

    They are sorted.
    """
    made = {*_own_files(project), *chart_files(project), *output_files(project), HEADERS}
    return tuple(sorted(made))


def briefing_of(project: Project, address: str) -> str:
    """Return the briefing that a made file belongs to; empty for one of the whole site."""
    chart = chart_files(project).get(address)
    if chart is not None:
        return chart[1]
    folder, _, rest = address.partition("/")
    slug = rest.partition("/")[0]
    return slug if folder == BRIEFINGS and has_page(project, slug) else ""


def make_file(project: Project, address: str) -> bytes:
    """Return what a made file holds.

    Raises:
        KeyError: the address is none of `made_files`.
    """
    made, arguments = _find_query(project, address)
    return made(project, *arguments)


def file_changed(project: Project, address: str) -> int:
    """Return the revision in which a made file last changed, 0 for one of a former process.

    Raises:
        KeyError: the address is none of `made_files`.
    """
    made, arguments = _find_query(project, address)
    return made.changed(project, *arguments)


def file_key(project: Project, address: str) -> Key:
    """Return what the graph knows a made file by.

    Raises:
        KeyError: the address is none of `made_files`.
    """
    made, arguments = _find_query(project, address)
    return made.key(*arguments)


def _find_query(project: Project, address: str) -> tuple[Query[Project, ..., bytes], Arguments]:
    """Return the query that makes a file, and its arguments.

    The address is among them: the same content may have stood elsewhere before.
    """
    chart = chart_files(project).get(address)
    if chart is not None:
        return make_chart_file, (address, *chart)
    output = output_files(project).get(address)
    if output is not None:
        return make_output_file, (address, *output)
    if address == HEADERS:
        return _make_own_file, (address, _Made.HEADERS, "")
    return _make_own_file, (address, *_own_files(project)[address])


@query
def _make_own_file(project: Project, _address: str, kind: _Made, name: str) -> bytes:
    """Return what a file at an address holds."""
    if kind is _Made.HEADERS:
        return host_headers(project).encode()
    if kind is _Made.EVIDENCE:
        return describe_evidence(project, name).encode()
    if kind is _Made.RUNNING_HEAD:
        return running_head(card(project, name).title, project.site_name).encode()
    if kind is _Made.EMBED_STYLE:
        return embed_style(project).text.encode()
    if kind is _Made.REDIRECT:
        return redirect_page(project, name).encode()
    if kind is _Made.REDIRECTS:
        return redirect_lines(project).encode()
    if kind is _Made.PACKAGE:
        return published_package(project).encode()
    return exported_csv(project, name)
