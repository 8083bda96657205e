"""What stands in the text of a briefing for its citations, claims, figures and charts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plumbline.charts.markup import render_chart, render_chart_problem
from plumbline.charts.queries import chart_blocks
from plumbline.content.dialect import make_token
from plumbline.content.prose import find_code
from plumbline.evidence.citations import Citation
from plumbline.evidence.claim_markup import open_claim
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes
from plumbline.evidence.marks import UNCOUNTED, Mark, MarkKind, find_marks, strip_marks
from plumbline.evidence.markup import render_citation
from plumbline.evidence.queries import Reference, shown_citations
from plumbline.evidence.sentences import Sentences, find_sentences
from plumbline.project import Project
from plumbline.site.figures import chart_view, source_link
from plumbline.site.inline import ROOT
from plumbline.site.report import report_address
from plumbline.site.weaving import Edit, Fragment
from plumbline.tables.markup import render_table
from plumbline.tables.queries import table_blocks, table_content, table_sources

__all__ = ["Draft", "cited_again", "draft_text"]

_LINE_HEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)]|:|\#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?)*")
"""What makes a line a list item, a heading or part of a container, up to its first word."""
_ESCAPED_AT = re.compile(r"(?<!\\)\\@")


@dataclass(slots=True)
class Draft:
    """A body on its way to HTML.

    Attributes:
        edits: spans of the body and the tokens that take their places.
        fragments: what the tokens stand for.
        back_links: ids of the marks that cite a source, by citekey.
        claims: values of the claims the body uses, in order.
        figures: numbers of the charts that are drawn, by their ids.
        cited: the citekeys of each citation that is printed, by its token.
    """

    edits: list[Edit] = field(default_factory=list)
    fragments: dict[str, Fragment] = field(default_factory=dict)
    back_links: dict[str, list[str]] = field(default_factory=dict)
    claims: dict[str, ClaimValue] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    cited: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, token: str, fragment: Fragment) -> str:
        """Remember what a token stands for and return the token."""
        self.fragments[token] = fragment
        return token


def draft_text(project: Project, slug: str, body: str, numbers: Mapping[str, Reference]) -> Draft:
    """Find everything in a body that is not plain Markdown, and say what takes its place."""
    draft = Draft()
    _draft_charts(draft, project, slug, numbers)
    _draft_tables(draft, project, slug, numbers)
    _draft_citations(draft, project, slug, body, numbers)
    uses: dict[str, int] = {}
    outcomes = claim_outcomes(project, slug)
    for index, mark in enumerate(find_marks(body)):
        value = outcomes.get(mark.target) if mark.kind is MarkKind.CLAIM else None
        if mark.kind is MarkKind.CHART:
            _draft_chart_link(draft, mark)
        elif isinstance(value, ClaimValue):
            uses[mark.target] = uses.get(mark.target, 0) + 1
            draft.claims[mark.target] = value
            opening = Fragment(open_claim(mark.target, uses[mark.target], value, ROOT))
            token = draft.add(make_token("open", index), opening)
            draft.edits.append((mark.start, mark.text_start, token))
            token = draft.add(make_token("close", index), Fragment("</data></a>"))
            draft.edits.append((mark.text_end, mark.end, token))
        else:  # said: its end is a citation; a claim without a value: its text alone
            draft.edits.append((mark.start, mark.text_start, ""))
            if mark.kind is MarkKind.CLAIM:
                draft.edits.append((mark.text_end, mark.end, ""))
    # Python-Markdown keeps the backslash before an @ that is no citation.
    code = find_code(body)
    draft.edits += [
        (m.start(), m.start() + 1, "")
        for m in _ESCAPED_AT.finditer(body)
        if not any(start <= m.start() < end for start, end in code)
    ]
    draft.edits += [(m.start(), m.end(), m["text"]) for m in UNCOUNTED.finditer(body)]
    return draft


def _draft_charts(
    draft: Draft, project: Project, slug: str, numbers: Mapping[str, Reference]
) -> None:
    drawn = 0
    for index, block in enumerate(chart_blocks(project, slug)):
        spec = block.spec
        title = strip_marks(spec.title) if spec else ""
        view = chart_view(project, slug, index, ROOT, drawn + 1, numbers)
        if spec is None or view is None:
            html = render_chart_problem(title)
        else:
            drawn += 1
            draft.figures.setdefault(spec.id, drawn)
            html = render_chart(view)
        token = draft.add(make_token("chart", index), Fragment(html, title, block=True))
        draft.edits.append((block.start, block.end, f"\n{block.indent}{token}\n"))


def _draft_tables(
    draft: Draft, project: Project, slug: str, numbers: Mapping[str, Reference]
) -> None:
    drawn = 0
    for index, block in enumerate(table_blocks(project, slug)):
        content, _ = table_content(project, slug, index)
        title = strip_marks(block.spec.title) if block.spec else ""
        if block.spec is None or content is None:
            html = render_chart_problem(title)
        else:
            drawn += 1
            plain = block.spec.model_copy(
                update={"title": title, "note": strip_marks(block.spec.note or "") or None}
            )
            links = [source_link(key, numbers) for key in table_sources(project, slug, index)]
            report = report_address(project, slug, f"table-{plain.id}", title)
            html = render_table(plain, content, drawn, links, report)
        token = draft.add(make_token("table", index), Fragment(html, title, block=True))
        draft.edits.append((block.start, block.end, f"\n{block.indent}{token}\n"))


def _draft_citations(
    draft: Draft, project: Project, slug: str, body: str, numbers: Mapping[str, Reference]
) -> None:
    marks = 1
    sentences = find_sentences(body)
    cited = shown_citations(project, slug)
    for index, citation in enumerate(cited):
        if cited_again(body, citation, cited, sentences):
            draft.edits.append((citation.start, citation.end, ""))
            continue
        mark = render_citation(citation, numbers, marks)
        marks += len(citation.items)
        for key, anchor in mark.back_links:
            draft.back_links.setdefault(key, []).append(anchor)
        token = draft.add(make_token("cite", index), Fragment(mark.html, mark.text))
        draft.cited[token] = tuple(item.key for item in citation.items)
        draft.edits.append(_place_mark(body, citation, token))


def cited_again(
    body: str, citation: Citation, cited: Sequence[Citation], sentences: Sentences
) -> bool:
    """Return whether a figure said by somebody needs no mark: its sentence cites the source."""
    if not body.startswith("](said:", citation.start):
        return False
    start, end = sentences.around(citation.start)
    key = citation.items[0].key
    return any(
        c is not citation and start <= c.start < end and key in [i.key for i in c.items]
        for c in cited
    )


def _place_mark(body: str, citation: Citation, token: str) -> Edit:
    """Return the edit that puts a mark close to its word and behind a stop, as in print."""
    start, end = citation.start, citation.end
    if citation.narrative:
        return start, end, token
    if not _LINE_HEAD.fullmatch(body, body.rfind("\n", 0, start) + 1, start):
        while start and body[start - 1] == " ":
            start -= 1
    stop = body[end : end + 1]
    if stop and stop in ".,;:" and not body[end + 1 : end + 2].isalnum():
        return start, end + 1, stop + token
    return start, end, token


def _draft_chart_link(draft: Draft, mark: Mark) -> None:
    number = draft.figures.get(mark.target)
    text = mark.text or (f"Figure {number}" if number else "")
    link = f"[{text}](#chart-{mark.target})" if number else text
    draft.edits.append((mark.start, mark.end, link))
