"""A briefing as a bibliographic record in the CSL data model, and its reference."""

from __future__ import annotations

import json
import re
from typing import Any

from plumbline.content.registries import Author, AuthorKind
from plumbline.evidence.references import (
    FormattingError,
    ReferenceFormatter,
    find_style,
    plain_reference,
)
from plumbline.library import authors, briefing, briefing_status, public_slugs
from plumbline.outputs.addresses import absolute
from plumbline.outputs.texts import one_line
from plumbline.project import Project, read_bytes
from plumbline.query import firewall_query, kept_query, query
from plumbline.settings import settings
from plumbline.site.cards import card

__all__ = ["citable_slugs", "csl_name", "csl_record", "own_reference"]

_MARKUP = re.compile(r"</?(?:i|b|u|sc|sub|sup|span)\b[^<>]*>")
"""Tags that CSL reads in a title. A briefing's title is plain text."""


@kept_query
def citable_slugs(project: Project) -> tuple[str, ...]:
    """Return the briefings that can be cited: those with a page and usable front matter."""
    return tuple(
        slug for slug in public_slugs(project) if briefing_status(project, slug) is not None
    )


def csl_name(author: Author) -> dict[str, str]:
    """Return an author as a CSL name: an institution literally, a person as family and given."""
    name = one_line(author.name)
    if author.kind is AuthorKind.INSTITUTION:
        return {"literal": name}
    family = author.family if author.family and author.family in name else name.split()[-1]
    given = " ".join(name.replace(family, " ", 1).split())
    return {"family": family, "given": given} if given else {"literal": name}


@firewall_query
def csl_record(project: Project, slug: str) -> dict[str, Any]:
    """Return the CSL record of a briefing.

    Raises:
        KeyError: its front matter cannot be used.
    """
    front, shown = briefing(project, slug).front_matter, card(project, slug)
    if front is None:
        raise KeyError(slug)
    known = authors(project)
    record = {
        "id": slug,
        "type": "report",
        "title": one_line(shown.title),
        "author": [csl_name(a) for key in front.authors if (a := known.get(key)) is not None],
        "issued": {"date-parts": [[front.date.year, front.date.month, front.date.day]]},
        "publisher": project.site_name,
        "number": one_line(front.report_number or ""),
        "DOI": front.doi,
        "URL": absolute(project, shown.url) if project.site_url else "",
        "language": front.language,
        "abstract": one_line(shown.summary),
        "keyword": ", ".join(one_line(topic.name) for topic in shown.topics),
    }
    return {name: value for name, value in record.items() if value}


@query
def _own_references(project: Project) -> dict[str, str]:
    records = {slug: _for_reference(csl_record(project, slug)) for slug in citable_slugs(project)}
    wanted = settings(project).citation_style
    read_bytes(project, wanted)  # where it is a file of the project, a change of it counts
    style = find_style(wanted, project.root)
    html: dict[str, str] = {}
    if style is not None and records:
        formatter = ReferenceFormatter(style, project.cache_folder / "references-of-briefings.json")
        try:
            html, _ = formatter.format(
                {k: json.dumps(r, ensure_ascii=False, sort_keys=True) for k, r in records.items()}
            )
        except FormattingError:
            project.distrust()
            html = {}  # SR006 says why, of the site's records
    return {slug: html.get(slug) or plain_reference(record) for slug, record in records.items()}


def _for_reference(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference is made of; tags in a title stand for themselves."""
    kept = {k: v for k, v in record.items() if k not in ("abstract", "keyword", "language")}
    for name in ("title", "number", "publisher"):
        if name in kept:
            kept[name] = _MARKUP.sub("", kept[name])
    return kept


@kept_query
def own_reference(project: Project, slug: str) -> str:
    """Return the reference to a briefing as HTML, in the site's citation style."""
    return _own_references(project)[slug]
