"""`<meta>` elements: of Google Scholar and Zotero (Highwire), Dublin Core, Open Graph, X cards.

Highwire tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing; Open Graph:
https://ogp.me/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plumbline.outputs.addresses import absolute
from plumbline.outputs.texts import one_line
from plumbline.outputs.values import Tag
from plumbline.project import Project
from plumbline.site.views import Kind, PageView

__all__ = ["citation_tags", "sharing_tags"]


def citation_tags(
    record: Mapping[str, Any], address: str, pdf: str = "", keywords: Iterable[str] = ()
) -> tuple[Tag, ...]:
    """Return the tags by which a briefing is found and cited.

    Args:
        record: its CSL record.
        address: its absolute address.
        pdf: the absolute address of its PDF, if there is one.
        keywords: its topics and countries.
    """
    year, month, day = record["issued"]["date-parts"][0]
    highwire = [
        ("title", record["title"]),
        *(("author", _printed_name(name)) for name in record.get("author", ())),
        ("publication_date", f"{year:04}/{month:02}/{day:02}"),
        ("technical_report_institution", record.get("publisher", "")),
        ("technical_report_number", record.get("number", "")),
        ("publisher", record.get("publisher", "")),
        ("doi", record.get("DOI", "")),
        ("language", record.get("language", "")),
        *(("keywords", one_line(keyword)) for keyword in keywords),
        ("abstract_html_url", address),
        ("public_url", address),
        ("fulltext_html_url", address),
        ("pdf_url", pdf),
    ]
    dublin_core = [
        ("title", record["title"]),
        *(("creator", _printed_name(name)) for name in record.get("author", ())),
        ("date", f"{year:04}-{month:02}-{day:02}"),
        ("publisher", record.get("publisher", "")),
        ("type", "Text"),
        ("language", record.get("language", "")),
        ("identifier", f"doi:{record['DOI']}" if record.get("DOI") else address),
    ]
    named = [(f"citation_{name}", text) for name, text in highwire]
    named += [(f"DC.{name}", text) for name, text in dublin_core]
    return tuple(Tag("name", name, text) for name, text in named if text)


def _printed_name(name: Mapping[str, str]) -> str:
    """Return a name as Scholar reads it: an institution as it is, a person as "Family, Given"."""
    return name["literal"] if "literal" in name else f"{name['family']}, {name['given']}"


def sharing_tags(
    project: Project, view: PageView, address: str, description: str
) -> tuple[Tag, ...]:
    """Return what is shown of a page where its address is shared.

    Args:
        project: the project.
        view: the page.
        address: its absolute address.
        description: in place of its own where it has none.
    """
    title = view.title if view.kind is not Kind.HOME else project.site_name
    article = view.kind is Kind.BRIEFING
    graph = [
        ("og:type", "article" if article else "website"),
        ("og:site_name", project.site_name),
        ("og:title", title),
        ("og:description", view.description or description),
        ("og:url", address),
        ("og:locale", _locale(view.language)),
        *_picture(project, view),
        *(_article(project, view) if article else ()),
    ]
    card = "summary_large_image" if view.social_card else "summary"
    tags = [Tag("property", name, one_line(text)) for name, text in graph if text]
    tags.append(Tag("name", "twitter:card", card))
    if view.social_card and project.site_url:
        tags.append(Tag("name", "twitter:image:alt", one_line(_picture_alt(view))))
    return tuple(tags)


def _picture(project: Project, view: PageView) -> Iterator[tuple[str, str]]:
    if view.social_card and project.site_url:
        yield "og:image", absolute(project, view.social_card)
        yield "og:image:alt", _picture_alt(view)


def _picture_alt(view: PageView) -> str:
    return view.social_card_alt or view.title


def _article(project: Project, view: PageView) -> Iterator[tuple[str, str]]:
    card = view.card
    if card is None:
        return
    yield "article:published_time", card.date.isoformat() if card.date else ""
    yield "article:modified_time", view.updated.isoformat() if view.updated else ""
    if project.site_url:
        for author in card.authors:
            yield "article:author", absolute(project, author.url)
    for position, topic in enumerate(card.topics):
        yield ("article:section" if not position else "article:tag"), topic.name


def _locale(language: str) -> str:
    """Return a language tag as Open Graph writes it: en_GB. A language alone names no territory."""
    parts = language.split("-")
    territory = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isalpha()), "")
    return f"{parts[0].lower()}_{territory}" if territory else parts[0].lower()
