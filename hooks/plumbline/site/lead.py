"""The briefing that leads the home page, and its picture there."""

from __future__ import annotations

from collections.abc import Sequence

from plumbline.charts.markup import render_still
from plumbline.charts.queries import chart_blocks
from plumbline.project import Project
from plumbline.site.cards import Card
from plumbline.site.figures import chart_view

__all__ = ["choose_lead", "lead_figure"]


def choose_lead(listed: Sequence[Card]) -> Card | None:
    """Return the newest briefing that still stands; where none does, the newest."""
    standing = (c for c in listed if c.mark not in ("Superseded", "Withdrawn", "Broken"))
    return next(standing, listed[0] if listed else None)


def lead_figure(project: Project, card: Card) -> str:
    """Return the picture of a briefing's first chart that has one, for the home page."""
    if card.mark in ("Withdrawn", "Broken"):
        return ""
    for index in range(len(chart_blocks(project, card.slug))):
        view = chart_view(project, card.slug, index, "")
        if view is not None and view.pictures:
            return render_still(view, f"{card.url}#{view.anchor}")
    return ""
