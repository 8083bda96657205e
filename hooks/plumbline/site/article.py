"""The text of a briefing as HTML, with citations, charts and references in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from plumbline.content.dialect import TOKEN
from plumbline.content.markdown import Heading, render_markdown
from plumbline.content.scaffold import slugify
from plumbline.data.queries import datapackage
from plumbline.evidence.claim_markup import claim_anchor, render_claims
from plumbline.evidence.claim_values import (
    ClaimValue,
    claim_outcomes,
    declared_claims,
    used_claims,
)
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.evidence.marks import MarkKind, find_marks
from plumbline.evidence.markup import render_references
from plumbline.evidence.places import placed_texts
from plumbline.evidence.queries import Reference, references
from plumbline.library import body_mask, briefing, shared_source
from plumbline.links.targets import link_targets
from plumbline.project import Project
from plumbline.query import kept_query, query
from plumbline.site.drafting import Draft, draft_text
from plumbline.site.figures import source_link
from plumbline.site.inline import ROOT
from plumbline.site.report import report_address
from plumbline.site.sidenotes import place_sidenotes
from plumbline.site.weaving import apply_edits, insert_fragments

__all__ = [
    "Article",
    "article",
    "count_words",
    "reading_minutes",
]

_WORD = re.compile(r"\w[\w’'-]*")

_HEADING = re.compile(r"<h([1-6])[ >].*?</h\1>", re.DOTALL)
_VALUE = re.compile(r'<data value="([^"]*)">(.*?)</data>', re.DOTALL)

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""


@dataclass(frozen=True, slots=True)
class Article:
    """A briefing's body, ready to be put in a page.

    Attributes:
        html: the body, the reference list included.
        headings: for the table of contents.
        has_charts: whether the page needs Plotly.
    """

    html: str
    headings: tuple[Heading, ...]
    has_charts: bool


@query
def article(project: Project, slug: str) -> Article:
    """Render a briefing's body."""
    document = briefing(project, slug)
    numbers = {r.source.key: r for r in references(project, slug)}
    draft = draft_text(project, slug, document.body, numbers)
    text = apply_edits(document.body, draft.edits)
    targets = {link: target.url for link, target in link_targets(project, slug).items()}
    rendered = render_markdown(text, lambda url: targets.get(url, url))
    html = insert_fragments(place_sidenotes(rendered.html, draft.cited, numbers), draft.fragments)
    html = _HEADING.sub(lambda m: _VALUE.sub(_as_span, m[0]), html)
    listed = references(project, slug)
    html += _render_numbers(project, slug, draft, numbers)
    back = _marks_in(html, draft.back_links)
    html += render_references(listed, back, _record_links(project, listed))
    headings = _plain_headings(rendered.headings)
    if any(isinstance(v, ClaimValue) for v in claim_outcomes(project, slug).values()):
        headings = (*headings, Heading(2, "numbers", "Numbers"))
    if listed:
        headings = (*headings, Heading(2, "references", "References"))
    return Article(html, headings, bool(draft.figures))


@kept_query
def count_words(project: Project, slug: str) -> int:
    """Return how many words of prose a briefing has."""
    return len(_WORD.findall(body_mask(project, slug)))


def _as_span(match: re.Match[str]) -> str:
    """Return a `<data>` element as a `<span>`, whose words Pagefind counts among a heading's."""
    return f'<span data-value="{match[1]}">{match[2]}</span>'


def _marks_in(html: str, back_links: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the marks that can be gone back to: one in an image's description is only text."""
    return {key: [i for i in ids if f'id="{i}"' in html] for key, ids in back_links.items()}


def reading_minutes(words: int) -> int:
    """Return how long a text takes to read, at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


def _render_numbers(
    project: Project, slug: str, draft: Draft, numbers: Mapping[str, Reference]
) -> str:
    package = datapackage(project)
    declared = declared_claims(project, slug)
    outcomes = claim_outcomes(project, slug)
    elsewhere = (k for k in used_claims(project, slug) if k not in draft.claims)
    values = draft.claims | {
        key: value for key in elsewhere if isinstance(value := outcomes.get(key), ClaimValue)
    }
    return render_claims(
        values,
        {key: declared[key].claim for key in values},
        {n: r for n in package.names if (r := package.get(n)) is not None},
        {key: source_link(key, numbers) for key in numbers},
        ROOT,
        draft.claims.keys(),
        words := _first_words(project, slug),
        {
            key: report_address(project, slug, claim_anchor(key, 1), words.get(key, ""))
            for key in draft.claims
        },
    )


def _first_words(project: Project, slug: str) -> dict[str, str]:
    """Return the words of the first mark of each claim."""
    words: dict[str, str] = {}
    for text in placed_texts(project, slug):
        for mark in find_marks(text.text):
            if mark.kind is MarkKind.CLAIM:
                words.setdefault(mark.target, mark.text)
    return words


def _record_links(project: Project, listed: Iterable[Reference]) -> dict[str, str]:
    """Return links to the sources' own pages and archived copies; a briefing's own have none."""
    links: dict[str, str] = {}
    for reference in listed:
        key = reference.source.key
        if shared_source(project, key) is None:
            continue
        links[key] = (
            f'<a class="pl-references__record" href="{ROOT}sources/{slugify(key)}/">Record</a>'
        )
        excerpt = excerpt_of(project, key)
        if excerpt is not None and excerpt.about.archive_url:
            links[key] += f' <a href="{escape(excerpt.about.archive_url)}">Archived copy</a>'
    return links


def _plain_headings(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    return tuple(
        Heading(h.level, h.id, unescape(TOKEN.sub("", h.text)).strip(), _plain_headings(h.children))
        for h in headings
    )
