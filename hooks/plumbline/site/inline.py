"""Short texts of a briefing as HTML: titles, key judgments, captions."""

from __future__ import annotations

from html import escape

from plumbline.evidence.claim_markup import open_claim
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes
from plumbline.evidence.marks import MarkKind, find_marks, strip_marks
from plumbline.project import Project

__all__ = ["ROOT", "render_inline"]

ROOT = "../../"
"""Relative address of the site's root from a briefing's page."""


def render_inline(project: Project, slug: str, text: str) -> str:
    """Return a short text of a briefing as HTML: escaped, its claims marked."""
    outcomes = claim_outcomes(project, slug)
    out: list[str] = []
    position = 0
    for mark in find_marks(text):
        out.append(_plain(text[position : mark.start]))
        value = outcomes.get(mark.target) if mark.kind is MarkKind.CLAIM else None
        inside = escape(strip_marks(mark.text))
        if isinstance(value, ClaimValue):
            inside = f"{open_claim(mark.target, 0, value, ROOT)}{inside}</data></a>"
        out.append(inside)
        position = mark.end
    return "".join([*out, _plain(text[position:])])


def _plain(text: str) -> str:
    return escape(strip_marks(text))  # `[1984]{.uncounted}` prints 1984
