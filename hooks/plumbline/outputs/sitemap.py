"""What crawlers ask for first: the day on which a page's content last changed, and robots.txt.

The site map itself is MkDocs', which prints `content_date` for each page of the core.
"""

from __future__ import annotations

import datetime as dt

from plumbline.outputs.addresses import absolute
from plumbline.project import Project
from plumbline.query import kept_query
from plumbline.site.cards import card
from plumbline.site.pages import page_view
from plumbline.site.views import Kind, PageView

__all__ = ["content_date", "page_date", "render_robots"]


def content_date(view: PageView) -> dt.date | None:
    """Return the day of a page's last change: its own, else that of the newest it lists.

    It comes from what authors state, never from a clock; None where nothing states a day.
    """
    if view.updated is not None:
        return view.updated
    days = [
        day
        for group in view.groups
        for card in group.cards
        if card.public and (day := card.updated or card.date) is not None
    ]
    return max(days, default=None)


@kept_query
def page_date(project: Project, kind: Kind, key: str) -> dt.date | None:
    """Return the day of a page's last change; that of a briefing needs none of its text."""
    if kind is Kind.BRIEFING:
        listed = card(project, key)
        return listed.updated or listed.date
    return content_date(page_view(project, kind, key))


def render_robots(project: Project) -> str:
    """Return robots.txt: everything may be read, and where the site map is."""
    lines = ["User-agent: *", "Allow: /"]
    if project.site_url:
        lines += ["", f"Sitemap: {absolute(project, 'sitemap.xml')}"]
    return "\n".join([*lines, ""])
