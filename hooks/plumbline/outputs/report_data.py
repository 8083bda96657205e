"""A briefing as a schema.org Report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.content.front_matter import Correction, Status
from plumbline.content.registries import country_name
from plumbline.data.queries import datapackage
from plumbline.evidence.queries import references
from plumbline.evidence.sources import Source
from plumbline.library import authors, briefing, regions
from plumbline.outputs.addresses import absolute, doi_address, licence_address, web_address
from plumbline.outputs.linked_data import Thing, describe_author, describe_publisher, stated
from plumbline.project import Project
from plumbline.site.cards import Card, describe_region
from plumbline.site.usage import datasets_of
from plumbline.site.views import PageView

__all__ = ["describe_correction", "describe_report"]

_HEADLINE = 110
"""Characters that search engines take of a headline."""


def describe_report(project: Project, slug: str, view: PageView, markdown: str) -> Thing:
    """Return a briefing as a Report.

    Args:
        project: the project.
        slug: the briefing.
        view: its page; its front matter can be used.
        markdown: address of its plain Markdown, relative to the root; empty where there is none.
    """
    front, card = briefing(project, slug).front_matter, view.card
    if front is None or card is None:
        return {}
    page = absolute(project, card.url)
    known = authors(project)
    withdrawn = front.status is Status.WITHDRAWN
    return stated(
        {
            "@type": "Report",
            "@id": page,
            "url": page,
            "mainEntityOfPage": page,
            "name": view.title,
            "headline": _shorten(view.title),
            "description": view.description,
            "author": [
                describe_author(project, key, author)
                for key in front.authors
                if (author := known.get(key)) is not None
            ],
            "publisher": describe_publisher(project),
            "datePublished": front.date.isoformat(),
            "dateModified": (view.updated or front.date).isoformat(),
            "inLanguage": front.language,
            "genre": card.kind,
            "reportNumber": front.report_number,
            "identifier": list(_identifiers(front.doi, front.report_number)),
            "sameAs": doi_address(front.doi) if front.doi else None,
            "isPartOf": _series(project, card),
            "about": [
                {"@type": "Thing", "name": topic.name, "url": absolute(project, topic.url)}
                for topic in card.topics
            ],
            "keywords": [topic.name for topic in card.topics],
            "spatialCoverage": list(_places(project, front.regions)),
            "license": licence_address(front.licence) if front.licence else None,
            "isAccessibleForFree": True,
            "creativeWorkStatus": card.mark or "Published",
            "image": absolute(project, view.social_card) if view.social_card else None,
            "encoding": [] if withdrawn else list(_encodings(project, view, markdown)),
            "isBasedOn": [] if withdrawn else list(_datasets(project, slug)),
            "citation": []
            if withdrawn
            else [_cited(reference.source) for reference in references(project, slug)],
            "correction": [describe_correction(entry) for entry in front.corrections],
        }
    )


def describe_correction(entry: Correction) -> Thing:
    """Return an entry of the corrections as a CorrectionComment."""
    changed = [
        f"{entry.where}:" if entry.where else "",
        f"“{entry.was}”" if entry.was else "",
        f"now reads “{entry.now}”." if entry.now and entry.was else "",
        f"Added: “{entry.now}”." if entry.now and not entry.was else "",
        "was removed." if entry.was and not entry.now else "",
        entry.note or "",
    ]
    return stated(
        {
            "@type": "CorrectionComment",
            "name": entry.kind.capitalize(),
            "text": " ".join(part for part in changed if part) or entry.kind.capitalize(),
            "datePublished": entry.date.isoformat(),
        }
    )


def _shorten(title: str) -> str:
    return title if len(title) <= _HEADLINE else f"{title[: _HEADLINE - 1].rstrip()}…"


def _identifiers(doi: str | None, number: str | None) -> Iterator[Thing]:
    for name, value in (("DOI", doi), ("Report number", number)):
        if value:
            yield stated({"@type": "PropertyValue", "propertyID": name, "value": value})


def _series(project: Project, card: Card) -> Thing | None:
    if card.series is None:
        return None
    return {
        "@type": "CreativeWorkSeries",
        "name": card.series.name,
        "url": absolute(project, card.series.url),
    }


def _places(project: Project, codes: tuple[str, ...]) -> Iterator[Thing]:
    groups = regions(project)
    for code in codes:
        name = describe_region(project, code)
        if name is None:
            continue
        country = groups.get(code) is None and country_name(code) is not None
        yield stated(
            {
                "@type": "Country" if country else "Place",
                "name": name,
                "identifier": code if country else None,
                "url": absolute(project, f"regions/{code}/"),
            }
        )


def _encodings(project: Project, view: PageView, markdown: str) -> Iterator[Thing]:
    for address, kind in ((view.pdf, "application/pdf"), (markdown, "text/markdown")):
        if address:
            yield {
                "@type": "MediaObject",
                "contentUrl": absolute(project, address),
                "encodingFormat": kind,
            }


def _datasets(project: Project, slug: str) -> Iterator[Thing]:
    package = datapackage(project)
    for name in datasets_of(project, slug):
        resource = package.get(name)
        if resource is not None:
            page = absolute(project, f"data/{name}/")
            yield {"@type": "Dataset", "@id": page, "name": resource.label, "url": page}


_WORKS = {
    "article-journal": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
    "article-magazine": "Article",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""Types of schema.org by types of CSL; the others are creative works."""


def _cited(source: Source) -> Thing:
    record = source.record
    named = record.get("author") or []
    return stated(
        {
            "@type": _WORKS.get(record["type"], "CreativeWork"),
            "name": source.title,
            "author": [_name(name) for name in named],
            "datePublished": _date(record.get("issued")),
            "publisher": {"@type": "Organization", "name": record["publisher"]}
            if record.get("publisher")
            else None,
            "url": web_address(record.get("URL")),
            "sameAs": doi_address(str(record["DOI"])) if record.get("DOI") else None,
        }
    )


def _name(name: Mapping[str, str]) -> Thing:
    if name.get("literal"):
        return {"@type": "Organization", "name": name["literal"]}
    parts = [name.get(part, "") for part in ("given", "non-dropping-particle", "family", "suffix")]
    return stated(
        {
            "@type": "Person",
            "name": " ".join(part for part in parts if part),
            "givenName": name.get("given"),
            "familyName": name.get("family"),
        }
    )


def _date(issued: Any) -> str:
    """Return a CSL date as ISO 8601, to the precision that it has."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if not parts:
        return ""
    widths = (4, 2, 2)
    first = zip(parts[0], widths, strict=False)
    return "-".join(f"{number:0{width}}" for number, width in first)
