"""What other pages show of a briefing, asked while its text is at hand."""

from __future__ import annotations

from plumbline.evidence.queries import cited_keys
from plumbline.evidence.summary import summarise_evidence
from plumbline.evidence.unchecked import unchecked_numbers, uncounted_numbers
from plumbline.library import aliases, briefing_status, is_public, public_slugs
from plumbline.outputs.feeds import ask_entries
from plumbline.outputs.record import csl_record
from plumbline.parallel import in_shares
from plumbline.project import Project
from plumbline.site.cards import card
from plumbline.site.corrections import listed_corrections
from plumbline.site.figures import drawable_charts
from plumbline.site.unchecked_view import rules_set_aside
from plumbline.site.usage import ask_uses, datasets_of

__all__ = ["ask_listed", "gather_facts"]


def gather_facts(project: Project, slug: str) -> None:
    """Ask what listings, the pages of data and sources, and neighbours show of a briefing.

    All of it outlives the process, so that a process which checks its share of the briefings can
    hand it over, and none of their texts is read again.
    """
    card(project, slug)
    aliases(project, slug)
    briefing_status(project, slug)
    if is_public(project, slug):
        ask_uses(project, slug)
        drawable_charts(project, slug)
        summarise_evidence(project, slug)
        unchecked_numbers(project, slug)
        uncounted_numbers(project, slug)
        rules_set_aside(project, slug)
        listed_corrections(project, slug)
        ask_entries(project, slug)
        if briefing_status(project, slug) is not None:
            csl_record(project, slug)


def ask_listed(project: Project) -> None:
    """Ask of all briefings what the first page that is shown needs of each.

    In as many processes as there are processors. Call it where no other thread runs.
    """

    def ask(slug: str) -> None:
        card(project, slug)
        aliases(project, slug)
        cited_keys(project, slug)
        datasets_of(project, slug)

    listed = public_slugs(project)
    for slug in listed[:1]:  # what all of them share is read once, before there are processes
        ask(slug)
    in_shares(project, listed[1:], ask, keep=False)
