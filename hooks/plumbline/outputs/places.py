"""Where files for machines lie, relative to the site's root."""

from __future__ import annotations

from plumbline.project import BRIEFINGS, Project
from plumbline.site.views import Kind

__all__ = [
    "CITATION_FILES",
    "CORRECTIONS_FEED",
    "feed_address",
    "feed_title",
    "markdown_address",
]

CITATION_FILES = (
    ("BibTeX", "bib", "application/x-bibtex"),
    ("RIS", "ris", "application/x-research-info-systems"),
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
)
"""Formats of a briefing's record: name, suffix and media type."""
CORRECTIONS_FEED = "corrections/feed.xml"

_FOLDERS = {Kind.TOPIC: "topics", Kind.AUTHOR: "authors", Kind.SERIES: "series"}


def markdown_address(slug: str) -> str:
    """Return the address of a briefing's plain Markdown: beside its page, named as it is."""
    return f"{BRIEFINGS}/{slug}/{slug}.md"


def feed_address(kind: Kind, key: str = "") -> str:
    """Return the address of a feed: of a topic, an author or a series, else of the site."""
    folder = _FOLDERS.get(kind)
    return f"{folder}/{key}/feed.xml" if folder else "feed.xml"


def feed_title(project: Project, kind: Kind, title: str = "") -> str:
    """Return what a feed is called."""
    return f"{project.site_name}: {title}" if kind in _FOLDERS else project.site_name
