"""Queries: the feeds of the site, of topics, authors and series, and of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from plumbline.content.front_matter import FrontMatter, Status
from plumbline.library import authors, briefing, topics
from plumbline.outputs.addresses import absolute
from plumbline.outputs.atom import Author, Entry, Feed, Link, render_feed
from plumbline.outputs.places import (
    CORRECTIONS_FEED,
    feed_address,
    feed_title,
    markdown_address,
)
from plumbline.outputs.report_data import describe_correction
from plumbline.project import Project
from plumbline.query import firewall_query, kept_query, query
from plumbline.site.cards import Card, card, cards, series_key
from plumbline.site.pages import page_view
from plumbline.site.views import Kind

__all__ = ["ask_entries", "feeds", "make_feed"]

_MOST = 50
"""Entries of a feed: the newest."""


@kept_query
def feeds(project: Project) -> dict[str, tuple[Kind | None, str]]:
    """Return the feeds by their addresses: of what kind of page, and of which; None of corrections.

    An entry is known by its absolute address: a site without one has no feeds. Nor has a site
    without briefings, whose feed would have no day.
    """
    listed = _public(project)
    if not project.site_url or not listed:
        return {}
    found: dict[str, tuple[Kind | None, str]] = {
        feed_address(Kind.HOME): (Kind.HOME, ""),
        CORRECTIONS_FEED: (None, ""),
    }
    for listing in listed:
        keys = [(Kind.TOPIC, topic.url.split("/")[1]) for topic in listing.topics]
        keys += [(Kind.AUTHOR, author.url.split("/")[1]) for author in listing.authors]
        keys += [(Kind.SERIES, series_key(listing.series.name))] if listing.series else []
        for kind, key in keys:
            found[feed_address(kind, key)] = (kind, key)
    return found


def ask_entries(project: Project, slug: str) -> None:
    """Ask what feeds show of a public briefing, while its text is at hand."""
    if project.site_url and card(project, slug).date is not None:
        _entry(project, slug)
        _corrections_of(project, slug)


@query
def make_feed(project: Project, address: str) -> bytes:
    """Return a feed.

    Raises:
        KeyError: the address is none of `feeds`.
    """
    kind, key = feeds(project)[address]
    entries = _corrections(project) if kind is None else _briefings(project, kind, key)
    page, title, about = "", project.site_name, project.site_description
    if kind is None:
        title = f"{project.site_name}: corrections"
        about = "What was changed in briefings after they were published."
        page = address.removesuffix("feed.xml")
    elif key:
        view = page_view(project, kind, key)
        title, about = feed_title(project, kind, view.title), view.description
        page = address.removesuffix("feed.xml")
    # Without a correction the day is that of the last briefing: until then there was none.
    days = [e.updated for e in entries] or [c.updated or c.date for c in _public(project) if c.date]
    publisher = Author(project.site_name, absolute(project, ""))
    return render_feed(
        Feed(
            absolute(project, address),
            absolute(project, page),
            title,
            about,
            max(days),
            publisher,
            entries[:_MOST],
        )
    )


def _public(project: Project) -> tuple[Card, ...]:
    return tuple(card for card in cards(project) if card.public and card.date is not None)


def _briefings(project: Project, kind: Kind, key: str) -> tuple[Entry, ...]:
    address = feed_address(kind, key).removesuffix("feed.xml")
    listed = [c for c in _public(project) if kind is Kind.HOME or address in _labels(c)]
    return tuple(_entry(project, card.slug) for card in listed[:_MOST])


def _labels(card: Card) -> set[str]:
    series = [card.series] if card.series else []
    return {label.url for label in (*card.topics, *card.authors, *series)}


@kept_query
def _entry(project: Project, slug: str) -> Entry:
    own, front = _public_card(project, slug)
    page = absolute(project, own.url)
    summary = own.summary
    links = [Link("alternate", page, "text/html")]
    if front.status is Status.WITHDRAWN:
        summary = f"Withdrawn. {front.withdrawal_reason or ''}"
    else:
        markdown = absolute(project, markdown_address(own.slug))
        links.append(Link("alternate", markdown, "text/markdown"))
    published = front.date
    return Entry(
        id=page,
        title=own.title,
        updated=max(published, front.updated or published),
        published=published,
        summary=summary,
        authors=_authors(project, front),
        categories=_categories(project, front),
        links=tuple(links),
        language=front.language,
    )


def _corrections(project: Project) -> tuple[Entry, ...]:
    entries = [entry for card in _public(project) for entry in _corrections_of(project, card.slug)]
    return tuple(sorted(entries, key=lambda entry: (-entry.updated.toordinal(), entry.id)))


@firewall_query
def _corrections_of(project: Project, slug: str) -> tuple[Entry, ...]:
    own, front = _public_card(project, slug)
    page = absolute(project, own.url)
    entries: list[Entry] = []
    # They stand newest first, so that from the last one on each keeps its number.
    for number, correction in enumerate(reversed(front.corrections), start=1):
        described = describe_correction(correction)
        entry = Entry(
            id=f"{page}#correction-{number}",
            title=f"{described['name']}: {own.title}",
            updated=correction.date,
            published=correction.date,
            summary=described["text"],
            authors=_authors(project, front),
            categories=((correction.kind, described["name"]), *_categories(project, front)),
            links=(Link("alternate", f"{page}#corrections", "text/html"),),
            language=front.language,
        )
        entries.append(entry)
    return tuple(entries)


def _public_card(project: Project, slug: str) -> tuple[Card, FrontMatter]:
    front = briefing(project, slug).front_matter
    if front is None:
        raise KeyError(slug)
    return card(project, slug), front


def _authors(project: Project, front: FrontMatter) -> tuple[Author, ...]:
    known = authors(project)
    return tuple(
        Author(author.name, absolute(project, f"authors/{key}/"))
        for key in front.authors
        if (author := known.get(key)) is not None
    )


def _categories(project: Project, front: FrontMatter) -> tuple[tuple[str, str], ...]:
    known = topics(project)
    named: Iterable[tuple[str, str]] = (
        (key, topic.title) for key in front.topics if (topic := known.get(key)) is not None
    )
    return tuple(named)
