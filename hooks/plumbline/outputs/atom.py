"""Atom feeds (RFC 4287) as values and as XML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from plumbline.outputs.texts import one_line

__all__ = ["Author", "Entry", "Feed", "Link", "render_feed"]

_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry: the name, and the address of a page."""

    name: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its relation, its address, its media type."""

    relation: str
    address: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry.

    Attributes:
        id: an address that never changes.
        categories: term and label of each topic.
    """

    id: str
    title: str
    updated: dt.date
    published: dt.date
    summary: str
    authors: tuple[Author, ...]
    categories: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; its own address is its id."""

    address: str
    page: str
    title: str
    subtitle: str
    updated: dt.date
    author: Author
    entries: tuple[Entry, ...]


def render_feed(feed: Feed) -> bytes:
    """Return a feed as XML, the same bytes for the same feed."""
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _moment(feed.updated))
    _add_link(root, Link("self", feed.address, "application/atom+xml"))
    _add_link(root, Link("alternate", feed.page, "text/html"))
    _add_authors(root, [feed.author])
    for entry in feed.entries:
        _add_entry(root, entry)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    if entry.language:
        element.set("xml:lang", entry.language)
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.updated))
    _add_authors(element, entry.authors)
    for term, label in entry.categories:
        ET.SubElement(element, "category", {"term": term, "label": one_line(label)})
    _add(element, "summary", entry.summary)
    for link in entry.links:
        _add_link(element, link)


def _add(parent: ET.Element, name: str, text: str) -> None:
    shown = one_line(text)
    if shown:
        ET.SubElement(parent, name).text = shown


def _add_authors(parent: ET.Element, authors: Sequence[Author]) -> None:
    for author in authors:
        element = ET.SubElement(parent, "author")
        _add(element, "name", author.name)
        _add(element, "uri", author.uri)


def _add_link(parent: ET.Element, link: Link) -> None:
    named = {"rel": link.relation, "type": link.type, "href": link.address}
    ET.SubElement(parent, "link", {name: value for name, value in named.items() if value})


def _moment(day: dt.date) -> str:
    """Return the first moment of a day: no time of day is known, and none is invented."""
    return f"{day.isoformat()}T00:00:00Z"
