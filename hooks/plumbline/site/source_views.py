"""Sources: an index of all, and a page for every one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plumbline.content.scaffold import slugify
from plumbline.evidence.excerpt_queries import excerpt_of
from plumbline.library import formatted_reference, shared_keys, shared_source
from plumbline.project import Project
from plumbline.query import kept_query
from plumbline.site.cards import Label, card, newest_first
from plumbline.site.dataset_markup import link_address, render_facts
from plumbline.site.sidenotes import who_and_when
from plumbline.site.source_markup import render_passages
from plumbline.site.usage import (
    briefings_citing,
    quoted_spans,
    used_sources,
)
from plumbline.site.views import Entry, Group, Kind, PageView

__all__ = [
    "show_source",
    "show_sources",
    "source_slugs",
]


@kept_query
def source_slugs(project: Project) -> dict[str, str]:
    """Return the sources that have a page: citekey by slug.

    These are the site's records that public briefings cite; a briefing's own records have none.
    """
    there = set(shared_keys(project))
    return {slugify(key): key for key in used_sources(project) if key in there}


def show_sources(project: Project, _: str) -> PageView:
    """Show every source that a briefing cites."""
    entries = []
    for slug, key in source_slugs(project).items():
        record = shared_source(project, key)
        if record is None:
            continue
        count = len(briefings_citing(project, key))
        cited = f"cited in {count} briefing{'s' if count != 1 else ''}"
        facts = (*who_and_when(record), _role(project, key), cited)
        label = Label(record.title, f"sources/{slug}/")
        entries.append(Entry(label, tuple(fact for fact in facts if fact)))
    entries.sort(key=lambda entry: entry.label.name.casefold())
    return PageView(
        Kind.SOURCES,
        "Sources",
        "Every source that a briefing cites.",
        groups=(Group("", "all", items=tuple(entries)),),
    )


def show_source(project: Project, slug: str) -> PageView:
    """Show one source: its record, what is quoted from it, and who cites it."""
    key = source_slugs(project)[slug]
    record = shared_source(project, key)
    if record is None:
        raise KeyError(slug)
    excerpt = excerpt_of(project, key)
    about = excerpt.about if excerpt else None
    archive = (about.archive_url or "") if about else ""
    facts = (
        ("Kind", escape(_role(project, key).capitalize())),
        ("Citekey", f"<code>{escape(key)}</code>"),
        ("Repost of", escape(about.repost_of or "") if about else ""),
        ("Archived copy", link_address(archive, archive)),
        ("Superseded by", escape(about.superseded_by or "") if about else ""),
        ("Retracted", "yes" if about and about.retracted else ""),
    )
    html = f'<p class="pl-reference">{formatted_reference(project, "", key)}</p>'
    html += render_facts(facts)
    html += render_passages(quoted_spans(project, key), excerpt.language if excerpt else "en")
    return PageView(
        Kind.SOURCE,
        record.title,
        f"{record.short_author}: what we cite it for.",
        html=html,
        groups=_used_by(project, briefings_citing(project, key)),
    )


def _role(project: Project, key: str) -> str:
    """Return what a source is to the question, in words; "" where nobody has said."""
    excerpt = excerpt_of(project, key)
    role = excerpt.about.role if excerpt else None
    return str(role).replace("-", " ") if role else ""


def _used_by(project: Project, slugs: Sequence[str]) -> tuple[Group, ...]:
    if not slugs:
        return ()
    return (Group("Used by", "used-by", newest_first(card(project, s) for s in slugs)),)
