"""The text of a briefing as HTML, with citations, charts and references in their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

from plumbline.charts.markup import render_chart, render_chart_problem
from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.content.dialect import TOKEN, make_token
from plumbline.content.links import Target, find_links, resolve_link
from plumbline.content.markdown import Heading, render_markdown
from plumbline.evidence.citations import Citation
from plumbline.evidence.markup import (
    reference_id,
    render_citation,
    render_references,
)
from plumbline.evidence.queries import (
    Reference,
    chart_sources,
    references,
    shown_citations,
)
from plumbline.graph import query
from plumbline.library import SHARED_FOLDERS, body_mask, briefing
from plumbline.project import BRIEFINGS, Project, list_folder

__all__ = ["Article", "article", "link_targets", "published_file", "reading_minutes"]

_TAG_OR_TOKEN = re.compile(
    r"<p>\s*(?P<block>\ue000chart\d+\ue001)\s*</p>"
    r"|(?P<tag><[A-Za-z/][^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>)"
    r"|(?P<token>\ue000[a-z]+\d+\ue001)"
)
_STRAY = re.compile("[\ue000\ue001]")
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""


@dataclass(frozen=True, slots=True)
class Article:
    """A briefing's body, ready to be put in a page.

    Attributes:
        html: the body, the reference list included.
        headings: for the table of contents.
        words: words of prose.
        has_charts: whether the page needs Plotly.
    """

    html: str
    headings: tuple[Heading, ...]
    words: int
    has_charts: bool


@query
def article(project: Project, slug: str) -> Article:
    """Render a briefing's body."""
    document = briefing(project, slug)
    numbers = {r.source.key: r for r in references(project, slug)}
    fragments, back_links, text = _prepare(project, slug, document.body, numbers)
    targets = {link: target.url for link, target in link_targets(project, slug).items()}
    rendered = render_markdown(text, lambda url: targets.get(url, url))
    html = _insert(rendered.html, fragments)
    listed = references(project, slug)
    html += render_references(listed, back_links)
    headings = _plain_headings(rendered.headings)
    if listed:
        headings = (*headings, Heading(2, "references", "References"))
    words = len(re.findall(r"\w[\w’'-]*", body_mask(project, slug)))
    has_charts = any(f.block for f in fragments.values())
    return Article(html, headings, words, has_charts)


def reading_minutes(words: int) -> int:
    """Return how long a text takes to read, at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


@dataclass(frozen=True, slots=True)
class _Fragment:
    html: str
    text: str
    block: bool = False


def _prepare(
    project: Project, slug: str, body: str, numbers: Mapping[str, Reference]
) -> tuple[dict[str, _Fragment], dict[str, list[str]], str]:
    """Put a token in the place of each citation and chart; return what the tokens stand for."""
    edits: list[tuple[int, int, str]] = []
    fragments: dict[str, _Fragment] = {}
    back_links: dict[str, list[str]] = {}
    marks = 1
    for number, citation in enumerate(shown_citations(project, slug)):
        mark = render_citation(citation, numbers, marks)
        marks += len(citation.items)
        for key, anchor in mark.back_links:
            back_links.setdefault(key, []).append(anchor)
        token = make_token("cite", number)
        fragments[token] = _Fragment(mark.html, mark.text)
        # A note mark stands close to its word, as in print.
        edits.append(_place_mark(body, citation, token))
    drawn = 0
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        token = make_token("chart", index)
        if block.spec is None or data is None:
            html = render_chart_problem(block.spec.title if block.spec else "")
        else:
            drawn += 1
            keys = chart_sources(project, slug, index)
            html = render_chart(
                block.spec, data, drawn, [_source_entry(key, numbers) for key in keys]
            )
        fragments[token] = _Fragment(html, block.spec.title if block.spec else "", block=True)
        edits.append((block.start, block.end, f"\n{block.indent}{token}\n"))
    return fragments, back_links, _apply(body, edits)


def _place_mark(body: str, citation: Citation, token: str) -> tuple[int, int, str]:
    """Return the edit that puts a mark close to its word and behind a stop, as in print."""
    start, end = citation.start, citation.end
    if citation.narrative:
        return start, end, token
    while start and body[start - 1] == " ":
        start -= 1
    stop = body[end : end + 1]
    if stop and stop in ".,;:" and not body[end + 1 : end + 2].isalnum():
        return start, end + 1, stop + token
    return start, end, token


def _apply(body: str, edits: list[tuple[int, int, str]]) -> str:
    out: list[str] = []
    position = 0
    for start, end, replacement in sorted(edits):
        out += [_STRAY.sub("", body[position:start]), replacement]
        position = end
    out.append(_STRAY.sub("", body[position:]))
    return "".join(out)


def _insert(html: str, fragments: Mapping[str, _Fragment]) -> str:
    """Replace tokens: by HTML in text, by plain text inside a tag's attributes."""

    def replace(match: re.Match[str]) -> str:
        block = match["block"]
        if block is not None and block in fragments:
            return fragments[block].html
        if match["tag"] is not None:
            return _replace_tokens(match["tag"], fragments, lambda f: escape(f.text))
        return _replace_tokens(match["token"] or match[0], fragments, lambda f: f.html)

    return _TAG_OR_TOKEN.sub(replace, html)


def _replace_tokens(
    text: str, fragments: Mapping[str, _Fragment], choose: Callable[[_Fragment], str]
) -> str:
    return TOKEN.sub(lambda m: choose(fragments[m[0]]) if m[0] in fragments else "", text)


def _plain_headings(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    return tuple(
        Heading(h.level, h.id, unescape(TOKEN.sub("", h.text)).strip(), _plain_headings(h.children))
        for h in headings
    )


def _source_entry(key: str, numbers: Mapping[str, Reference]) -> str:
    reference = numbers.get(key)
    if reference is None:
        return f'<span class="pl-cite__unknown">@{escape(key)}</span>'
    record = reference.source
    author = record.short_author
    name = record.title if author == record.title else f"{author}, {record.title}"
    return f'<a href="#{escape(reference_id(key))}">{escape(name)}</a>'


def published_file(project: Project, path: str) -> bool:
    """Return whether a path of the project is a file that the site can hold.

    A draft counts: whether it is public is a question of its own (`is_public`).
    """
    folder, _, name = path.rpartition("/")
    if (name, False) not in list_folder(project, folder):
        return False
    if path.startswith("docs/"):
        return not path.startswith("docs/overrides/")
    parts = path.split("/")
    return parts[0] == BRIEFINGS and len(parts) > 2 and parts[1] not in SHARED_FOLDERS


@query
def link_targets(project: Project, slug: str) -> dict[str, Target]:
    """Return what each address written in a briefing means."""
    folder = f"{BRIEFINGS}/{slug}"
    return {
        link.url: resolve_link(
            link.url, folder, f"{folder}/", lambda path: published_file(project, path)
        )
        for link in find_links(briefing(project, slug).body)
    }
