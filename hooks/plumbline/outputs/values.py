"""What a page says of itself to machines, as values that a template prints."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Alternate", "CitationFile", "Metadata", "OwnCitation", "Tag"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A `<meta>` element: the attribute that names it ("name" or "property"), name, content."""

    attribute: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """A `<link rel="alternate">`: media type, title, address relative to the site's root."""

    type: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class CitationFile:
    """A file with a briefing's record: what the format is called, its address and media type."""

    name: str
    address: str
    type: str


@dataclass(frozen=True, slots=True)
class OwnCitation:
    """How a briefing is cited: the reference as HTML, and files for reference managers."""

    html: str
    files: tuple[CitationFile, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself to machines.

    Attributes:
        tags: `<meta>` elements.
        feeds: Atom feeds that belong to the page.
        alternates: the page in other formats.
        data: JSON-LD, one text for each thing; no text can end a script element.
        citation: of a briefing, how it is cited.
    """

    tags: tuple[Tag, ...] = ()
    feeds: tuple[Alternate, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    data: tuple[str, ...] = ()
    citation: OwnCitation | None = None
