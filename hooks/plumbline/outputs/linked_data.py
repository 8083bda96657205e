"""Structured data after schema.org, as JSON-LD: things that any page may name, and how they print.

Vocabulary: https://schema.org/ (WebSite, BreadcrumbList, Organization, Person).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from plumbline.content.registries import Author, AuthorKind
from plumbline.outputs.addresses import absolute, web_address
from plumbline.outputs.texts import one_line
from plumbline.project import Project

__all__ = [
    "Thing",
    "describe_author",
    "describe_breadcrumbs",
    "describe_publisher",
    "describe_site",
    "stated",
    "to_json_ld",
]

Thing: TypeAlias = "dict[str, Any]"

_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def to_json_ld(thing: Mapping[str, Any]) -> str:
    """Return a thing as JSON-LD that can stand in a script element, whatever its texts hold."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    for character, escape in _ESCAPES.items():  # a tenth of what `translate` takes
        text = text.replace(character, escape)
    return text


def stated(thing: Mapping[str, Any]) -> Thing:
    """Return those properties of a thing that say something, texts on one line."""
    return {
        name: one_line(value) if isinstance(value, str) else value
        for name, value in thing.items()
        if value not in ("", None, [], ())
    }


def describe_publisher(project: Project) -> Thing:
    """Return who publishes the site."""
    return stated(
        {
            "@type": "Organization",
            "@id": f"{absolute(project, '')}#publisher",
            "name": project.site_name,
            "url": absolute(project, ""),
            "logo": absolute(project, "assets/images/logo.svg"),
        }
    )


def describe_site(project: Project, description: str) -> Thing:
    """Return the site, with the address that searches it."""
    return stated(
        {
            "@type": "WebSite",
            "@id": f"{absolute(project, '')}#website",
            "name": project.site_name,
            "description": description,
            "url": absolute(project, ""),
            "publisher": describe_publisher(project),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{absolute(project, 'search/')}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        }
    )


def describe_author(project: Project, key: str, author: Author) -> Thing:
    """Return an author: an organisation or a person, whose page here is the identifier."""
    page = absolute(project, f"authors/{key}/")
    same = [web_address(author.url)] if author.url else []
    if author.orcid:
        same.append(f"https://orcid.org/{author.orcid}")
    return stated(
        {
            "@type": "Organization" if author.kind is AuthorKind.INSTITUTION else "Person",
            "@id": page,
            "name": author.name,
            "description": author.description,
            "url": page,
            "sameAs": [address for address in same if address],
        }
    )


def describe_breadcrumbs(project: Project, trail: Sequence[tuple[str, str]]) -> Thing:
    """Return the way from the home page to a page: names and addresses, from the root."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": one_line(name),
                "item": absolute(project, address),
            }
            for position, (name, address) in enumerate(trail, start=1)
        ],
    }
