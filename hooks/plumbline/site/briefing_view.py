"""A briefing's page."""

from __future__ import annotations

from plumbline.content.front_matter import Status
from plumbline.content.markdown import Heading
from plumbline.evidence.summary import summarise_evidence
from plumbline.library import authors, briefing, has_page
from plumbline.project import Mode, Project
from plumbline.query import kept_query
from plumbline.site.annotations import briefing_annotations
from plumbline.site.article import article
from plumbline.site.cards import Card, Label, card, cards
from plumbline.site.corrections import correction_places
from plumbline.site.inline import render_inline
from plumbline.site.papers import card_address, card_alt, paper_address
from plumbline.site.related import related_briefings
from plumbline.site.report import report_address
from plumbline.site.views import Judgment, Kind, PageView

__all__ = ["show_briefing"]


def show_briefing(project: Project, slug: str) -> PageView:
    """Show a briefing; one whose front matter is broken shows its text and what is wrong."""
    document, own = briefing(project, slug), card(project, slug)
    text = article(project, slug)
    found = briefing_annotations(project, slug) if project.mode is Mode.PREVIEW else ()
    front = document.front_matter
    if front is None:
        return PageView(
            Kind.BRIEFING,
            own.title,
            card=own,
            html=text.html,
            headings=text.headings,
            diagnostics=found,
            has_charts=text.has_charts,
        )
    trail, before, after = _neighbours(project, slug)
    judgments = (Heading(2, "key-judgments", "Key judgments"),) if front.key_judgments else ()
    corrections = (Heading(2, "corrections", "Corrections"),) if front.corrections else ()
    successor = front.superseded_by if front.status is Status.SUPERSEDED else None
    names = authors(project)
    facts = (
        ("Report number", front.report_number),
        ("DOI", front.doi),
        ("Licence", front.licence),
        ("Reviewed by", ", ".join(n.name for r in front.reviewers if (n := names.get(r)))),
        ("Funding", front.funding),
        ("Disclosures", front.disclosures),
    )
    withdrawn = front.status is Status.WITHDRAWN
    return PageView(
        kind=Kind.BRIEFING,
        title=own.title,
        description=own.summary,
        # A withdrawn briefing's address says so and why; its text is no longer vouched for.
        html="" if withdrawn else text.html,
        headings=() if withdrawn else (*judgments, *text.headings, *corrections),
        card=own,
        judgments=()
        if withdrawn
        else tuple(
            Judgment(render_inline(project, slug, j.text), str(j.confidence))
            for j in front.key_judgments
        ),
        corrections=front.corrections,
        places=correction_places(project, slug),
        facts=tuple((name, value) for name, value in facts if value),
        previous=before,
        next=after,
        trail=trail,
        successor=card(project, successor) if successor and has_page(project, successor) else None,
        withdrawal_reason=front.withdrawal_reason or "",
        evidence=None if withdrawn else summarise_evidence(project, slug),
        language=front.language,
        has_charts=text.has_charts and not withdrawn,
        diagnostics=found,
        updated=front.updated or front.date,
        report_issue_url=report_address(project, slug),
        related=related_briefings(project, slug),
        pdf=paper_address(project, slug),
        social_card=card_address(project, slug),
        social_card_alt=card_alt(project, slug),
    )


@kept_query
def _neighbours(project: Project, slug: str) -> tuple[Label | None, Card | None, Card | None]:
    """Return the series, else the first topic, of a briefing and its neighbours there."""
    own = card(project, slug)
    trail = own.series or (own.topics[0] if own.topics else None)
    if trail is None:
        return None, None, None
    along = _along(project, trail.name, trail.url)
    position = along.index(slug) if slug in along else -1
    if position < 0:
        return None, None, None
    before = card(project, along[position - 1]) if position else None
    after = card(project, along[position + 1]) if position + 1 < len(along) else None
    return trail, before, after


@kept_query
def _along(project: Project, name: str, url: str) -> tuple[str, ...]:
    """Return the dated briefings of a series or topic, oldest first."""
    trail = Label(name, url)
    return tuple(
        c.slug
        for c in reversed(cards(project))
        if c.date is not None and (c.series == trail or trail in c.topics)
    )
