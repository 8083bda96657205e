"""What other pages show of a briefing, asked while its text is at hand."""

from __future__ import annotations

from plumbline.evidence.summary import summarise_evidence
from plumbline.evidence.unchecked import unchecked_numbers, uncounted_numbers
from plumbline.library import aliases, is_public
from plumbline.project import Project
from plumbline.site.cards import card
from plumbline.site.figures import drawable_charts
from plumbline.site.usage import ask_uses

__all__ = ["gather_facts"]


def gather_facts(project: Project, slug: str) -> None:
    """Ask what listings, the pages of data and sources, and neighbours show of a briefing.

    All of it outlives the process, so that a process which checks its share of the briefings can
    hand it over, and none of their texts is read again.
    """
    card(project, slug)
    aliases(project, slug)
    if is_public(project, slug):
        ask_uses(project, slug)
        drawable_charts(project, slug)
        summarise_evidence(project, slug)
        unchecked_numbers(project, slug)
        uncounted_numbers(project, slug)
