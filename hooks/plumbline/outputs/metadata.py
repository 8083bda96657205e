"""Queries: what each page says of itself to machines, and how a briefing is cited."""

from __future__ import annotations

from plumbline.content.front_matter import Status
from plumbline.library import authors, briefing
from plumbline.outputs.addresses import absolute
from plumbline.outputs.dataset_data import describe_catalog, describe_dataset
from plumbline.outputs.feeds import feeds
from plumbline.outputs.linked_data import (
    Thing,
    describe_author,
    describe_breadcrumbs,
    describe_site,
    to_json_ld,
)
from plumbline.outputs.places import (
    CITATION_FILES,
    CORRECTIONS_FEED,
    feed_address,
    feed_title,
    markdown_address,
)
from plumbline.outputs.record import csl_record, own_reference
from plumbline.outputs.report_data import describe_report
from plumbline.outputs.tags import citation_tags, sharing_tags
from plumbline.outputs.values import Alternate, CitationFile, Metadata, OwnCitation, Tag
from plumbline.project import BRIEFINGS, Project
from plumbline.query import digest_query
from plumbline.site.pages import page_view
from plumbline.site.views import Kind, PageKey, PageView

__all__ = ["page_metadata", "plain_metadata"]

_ATOM = "application/atom+xml"
_INDEXES = {
    Kind.BRIEFING: ("Briefings", f"{BRIEFINGS}/"),
    Kind.TOPIC: ("Topics", "topics/"),
    Kind.REGION: ("Countries", "regions/"),
    Kind.AUTHOR: ("Authors", "authors/"),
    Kind.SERIES: ("Briefings", f"{BRIEFINGS}/"),
    Kind.DATASET: ("Data", "data/"),
    Kind.SOURCE: ("Sources", "sources/"),
    Kind.RULE: ("Rules", "rules/"),
}
"""The index that a page of a kind is listed in."""


@digest_query
def page_metadata(project: Project, kind: Kind, key: str) -> Metadata:
    """Return what a page of the core says of itself to machines.

    Raises:
        KeyError: there is no such page (any more).
    """
    view = page_view(project, kind, key)
    page = PageKey(kind, key).uri.removesuffix("index.md")
    tags = sharing_tags(project, view, _known_address(project, page), project.site_description)
    things = list(_things(project, view, key, page))
    followed = tuple(_feeds(project, kind, key, view.title))
    alternates: tuple[Alternate, ...] = ()
    citation: OwnCitation | None = None
    if kind is Kind.BRIEFING and briefing(project, key).front_matter is not None:
        tags = (*_citation_tags(project, key, view), *tags)
        markdown = Alternate("text/markdown", f"{view.title} (Markdown)", markdown_address(key))
        alternates = (markdown,)
        files = tuple(
            CitationFile(name, f"{BRIEFINGS}/{key}/{key}.{suffix}", media)
            for name, suffix, media in CITATION_FILES
        )
        citation = OwnCitation(own_reference(project, key), files)
    data = tuple(to_json_ld(thing) for thing in things)
    return Metadata(tags, followed, alternates, data, citation)


def plain_metadata(project: Project, title: str, description: str, address: str) -> Metadata:
    """Return what a page that does not come out of the core says of itself.

    Args:
        project: the project.
        title: its title.
        description: may be empty.
        address: relative to the site's root.
    """
    view = PageView(Kind.ARCHIVE, title, description)
    tags = sharing_tags(project, view, _known_address(project, address), project.site_description)
    trail = [(project.site_name, ""), (title, address)]
    data = (to_json_ld(describe_breadcrumbs(project, trail)),) if project.site_url else ()
    return Metadata(tags, tuple(_feeds(project, Kind.ARCHIVE, "", "")), data=data)


def _citation_tags(project: Project, slug: str, view: PageView) -> tuple[Tag, ...]:
    card = view.card
    labels = (*card.topics, *card.regions) if card else ()
    address = _known_address(project, f"{BRIEFINGS}/{slug}/")
    pdf = _known_address(project, view.pdf) if view.pdf else ""
    return citation_tags(csl_record(project, slug), address, pdf, [label.name for label in labels])


def _known_address(project: Project, address: str) -> str:
    """Return an absolute address, or nothing where the site's own is not known."""
    return absolute(project, address) if project.site_url else ""


def _things(project: Project, view: PageView, key: str, page: str) -> list[Thing]:
    """Return the things that a page is about; without the site's address they have no names."""
    if not project.site_url:
        return []
    things: list[Thing] = []
    if view.kind is Kind.HOME:
        return [describe_site(project, project.site_description)]
    if view.kind is Kind.BRIEFING and briefing(project, key).front_matter is not None:
        front = briefing(project, key).front_matter
        withdrawn = front is not None and front.status is Status.WITHDRAWN
        markdown = "" if withdrawn else markdown_address(key)
        things.append(describe_report(project, key, view, markdown))
    elif view.kind is Kind.DATASET:
        things.append(describe_dataset(project, key))
    elif view.kind is Kind.DATASETS:
        things.append(describe_catalog(project))
    elif view.kind is Kind.AUTHOR:
        things.append(describe_author(project, key, authors(project).entries[key]))
    trail = [(project.site_name, "")]
    if view.kind in _INDEXES:
        trail.append(_INDEXES[view.kind])
    things.append(describe_breadcrumbs(project, [*trail, (view.title, page)]))
    return things


def _feeds(project: Project, kind: Kind, key: str, title: str) -> list[Alternate]:
    """Return the feeds of a page: its own first, then the site's."""
    found = []
    if kind in (Kind.TOPIC, Kind.AUTHOR, Kind.SERIES):
        found.append(Alternate(_ATOM, feed_title(project, kind, title), feed_address(kind, key)))
    if kind is Kind.CORRECTIONS:
        found.append(Alternate(_ATOM, f"{project.site_name}: corrections", CORRECTIONS_FEED))
    found.append(Alternate(_ATOM, feed_title(project, Kind.HOME), feed_address(Kind.HOME)))
    made = feeds(project)
    return [feed for feed in found if feed.address in made]
