"""Queries: the files for machines, and what each holds."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from plumbline.outputs.bibliography import to_bibtex, to_csl_json, to_ris
from plumbline.outputs.feeds import feeds, make_feed
from plumbline.outputs.llms import render_llms
from plumbline.outputs.places import CITATION_FILES, markdown_address
from plumbline.outputs.plain_markdown import plain_markdown
from plumbline.outputs.record import citable_slugs, csl_record
from plumbline.outputs.sitemap import render_robots
from plumbline.project import BRIEFINGS, Project, list_folder
from plumbline.query import kept_query, query

__all__ = ["OutputFile", "make_output_file", "output_files"]


class OutputFile(StrEnum):
    """Which file for machines."""

    BIB = "bib"
    RIS = "ris"
    JSON = "json"
    MARKDOWN = "markdown"
    FEED = "feed"
    LLMS = "llms"
    ROBOTS = "robots"


_AT_ROOT = {"llms.txt": OutputFile.LLMS, "robots.txt": OutputFile.ROBOTS}
_RECORDS: dict[OutputFile, Callable[..., str]] = {
    OutputFile.BIB: to_bibtex,
    OutputFile.RIS: to_ris,
    OutputFile.JSON: to_csl_json,
}


@kept_query
def output_files(project: Project) -> dict[str, tuple[OutputFile, str]]:
    """Return the addresses of the files for machines: which file, and of what.

    A file of docs/ with the name of one at the root takes its place.
    """
    found = {
        name: (which, "")
        for name, which in _AT_ROOT.items()
        if (name, False) not in list_folder(project, "docs")
    }
    found |= {address: (OutputFile.FEED, address) for address in feeds(project)}
    for slug in citable_slugs(project):
        found[markdown_address(slug)] = (OutputFile.MARKDOWN, slug)
        for _, suffix, _ in CITATION_FILES:
            found[f"{BRIEFINGS}/{slug}/{slug}.{suffix}"] = (OutputFile(suffix), slug)
    return found


@query
def make_output_file(project: Project, _address: str, which: OutputFile, key: str) -> bytes:
    """Return what a file for machines, at an address, holds."""
    if which is OutputFile.FEED:
        return make_feed(project, key)
    if which in _RECORDS:
        return _RECORDS[which](csl_record(project, key)).encode()
    if which is OutputFile.MARKDOWN:
        return plain_markdown(project, key).encode()
    text = render_llms(project) if which is OutputFile.LLMS else render_robots(project)
    return text.encode()
