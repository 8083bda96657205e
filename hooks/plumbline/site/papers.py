"""What a browser makes of a briefing at publication: its paper, a PDF, and its social card."""

from __future__ import annotations

from plumbline.charts.markup import legend_entries
from plumbline.charts.queries import chart_blocks
from plumbline.charts.summary import describe_data
from plumbline.content.front_matter import Status
from plumbline.library import briefing, briefing_status, public_slugs
from plumbline.papers.document import Paper, Style
from plumbline.papers.social_card import SocialCard
from plumbline.project import BRIEFINGS, Mode, Project, is_printed, read_text
from plumbline.query import kept_query, query
from plumbline.site.cards import card, format_date
from plumbline.site.figures import chart_view
from plumbline.site.style_sheets import SOURCES

__all__ = [
    "card_address",
    "card_alt",
    "make_paper",
    "paper_address",
    "printed_slugs",
    "social_card",
]


@kept_query
def printed_slugs(project: Project) -> tuple[str, ...]:
    """Return the briefings of which there is to be a paper and a card: the public, not withdrawn.

    In a preview there are none.
    """
    if project.mode is not Mode.BUILD:
        return ()
    return tuple(
        slug
        for slug in public_slugs(project)
        if briefing_status(project, slug) not in (None, Status.WITHDRAWN)
    )


def paper_address(project: Project, slug: str) -> str:
    """Return the address of a briefing's PDF, relative to the site's root; empty without one."""
    return _promised(project, slug, f"{slug}.pdf")


def card_address(project: Project, slug: str) -> str:
    """Return the address of a briefing's social card, likewise."""
    return _promised(project, slug, "card.png")


def _promised(project: Project, slug: str, name: str) -> str:
    address = f"{BRIEFINGS}/{slug}/{name}"
    there = slug in printed_slugs(project) and is_printed(project, address)
    return address if there else ""


def make_paper(project: Project, slug: str, body: str, style: Style) -> Paper:
    """Return the paper of a briefing.

    Args:
        project: the project.
        slug: one of `printed_slugs`.
        body: the printed parts of its finished page.
        style: that page's style sheets.
    """
    shown, front = card(project, slug), briefing(project, slug).front_matter
    site = project.site_url.rstrip("/")
    return Paper(
        title=shown.title,
        author=", ".join(author.name for author in shown.authors),
        subject=shown.summary,
        keywords=tuple(label.name for label in (*shown.topics, *shown.regions)),
        language=front.language if front else "en",
        site_name=project.site_name,
        address=f"{site}/{shown.url}" if site else "",
        date=shown.date,
        updated=shown.updated,
        body=body,
        style=style,
    )


@query
def social_card(project: Project, slug: str) -> SocialCard:
    """Return the social card of a briefing, with the first chart that has a picture."""
    shown, front = card(project, slug), briefing(project, slug).front_matter
    title, alt, picture, legend = _first_chart(project, slug)
    day = format_date(shown.date) if shown.date else ""
    style = "".join(
        read_text(project, f"{SOURCES}/{name}.css").text for name in ("tokens", "social-card")
    )
    return SocialCard(
        site_name=project.site_name,
        kicker=" · ".join(part for part in (shown.kind, day) if part),
        title=shown.title,
        summary=shown.summary,
        language=front.language if front else "en",
        chart_title=title,
        chart_alt=alt,
        chart=picture,
        legend=legend,
        style=style,
    )


@kept_query
def card_alt(project: Project, slug: str) -> str:
    """Return what a briefing's social card shows, in words; empty where there is no card."""
    return social_card(project, slug).alt if card_address(project, slug) else ""


def _first_chart(project: Project, slug: str) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    """Return title, words, picture for a phone and legend of the first chart with a picture."""
    for index in range(len(chart_blocks(project, slug))):
        view = chart_view(project, slug, index, "")
        if view is not None and (picture := view.pictures.get("phone")):
            spec = view.spec
            said = describe_data(spec, view.data, view.language)
            words = f"{spec.alt} {said}" if spec.alt else said
            return spec.title, words, picture, legend_entries(view, "phone")
    return "", "", "", ()
