"""What crawlers ask for first: the day on which a page's content last changed, and robots.txt.

The site map itself is MkDocs', which prints `page_date` for each page of the core.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from plumbline.outputs.addresses import absolute
from plumbline.project import Project
from plumbline.query import kept_query
from plumbline.site.cards import Card, card
from plumbline.site.pages import page_view
from plumbline.site.source_views import source_slugs
from plumbline.site.usage import briefings_citing
from plumbline.site.views import Kind, PageView

__all__ = ["content_date", "page_date", "render_robots"]

_UNDATED = frozenset({Kind.RULES, Kind.RULE, Kind.GALLERY, Kind.SEARCH})
"""Pages that come with the program and list no briefings."""


def content_date(view: PageView) -> dt.date | None:
    """Return the day of a page's last change: its own, else that of the newest it lists.

    It comes from what authors state, never from a clock; None where nothing states a day.
    """
    if view.updated is not None:
        return view.updated
    return _newest_day(card for group in view.groups for card in group.cards)


def _newest_day(listed: Iterable[Card]) -> dt.date | None:
    """Return the last day of a change among public briefings; None where there is none."""
    days = (c.updated or c.date for c in listed if c.public)
    return max((day for day in days if day is not None), default=None)


@kept_query
def page_date(project: Project, kind: Kind, key: str) -> dt.date | None:
    """Return the day of a page's last change, where it can be without making the page."""
    if kind is Kind.BRIEFING:
        listed = card(project, key)
        return listed.updated or listed.date
    if kind is Kind.SOURCE:
        citing = briefings_citing(project, source_slugs(project)[key])
        return _newest_day(card(project, slug) for slug in citing)
    return None if kind in _UNDATED else content_date(page_view(project, kind, key))


def render_robots(project: Project) -> str:
    """Return robots.txt: everything may be read, and where the site map is."""
    lines = ["User-agent: *", "Allow: /"]
    if project.site_url:
        lines += ["", f"Sitemap: {absolute(project, 'sitemap.xml')}"]
    return "\n".join([*lines, ""])
