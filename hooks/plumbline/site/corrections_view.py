"""The page of all corrections."""

from __future__ import annotations

from html import escape

from plumbline.content.markdown import Heading
from plumbline.project import Project
from plumbline.site.cards import format_date
from plumbline.site.corrections import ListedCorrection, all_corrections
from plumbline.site.views import Kind, PageView

__all__ = ["show_corrections"]

_ROOT = "../"
_POLICY = (
    "<p>When we find that something published here was wrong, we put it right, say what it was "
    "and what it is now, and list it here and on the briefing itself. A correction means that "
    "something was wrong; an update, that something is new. Changes of wording that touch no "
    f'figure, name or judgment are not listed. <a href="{_ROOT}methodology/'
    '#when-a-briefing-changes">'
    "How a briefing may change</a> says more.</p>"
)


def show_corrections(project: Project, _: str) -> PageView:
    """Show the corrections and updates of all public briefings, newest first, by year."""
    by_year: dict[int, list[ListedCorrection]] = {}
    for listed in all_corrections(project):
        by_year.setdefault(listed.entry.date.year, []).append(listed)
    sections = "".join(
        f'<section aria-labelledby="y{year}"><h2 class="pl-rule" id="y{year}">{year}</h2>'
        f'<ol class="pl-changes">{"".join(_render(entry) for entry in entries)}</ol></section>'
        for year, entries in by_year.items()
    )
    return PageView(
        Kind.CORRECTIONS,
        "Corrections",
        "What we got wrong and have put right, and what we have brought up to date.",
        sections or "<p>There are none so far.</p>",
        introduction=_POLICY,
        headings=tuple(Heading(2, f"y{year}", str(year)) for year in by_year),
    )


def _render(listed: ListedCorrection) -> str:
    entry = listed.entry
    day = f'<time datetime="{entry.date.isoformat()}">{format_date(entry.date)}</time>'
    where = escape(entry.where or "").removeprefix("#")
    if listed.place_url:
        where = f'<a href="{_ROOT}{escape(listed.place_url)}">{where}</a>'
    said = [f"{where}: " if where else ""]
    said += [f"<del>{escape(entry.was)}</del> " if entry.was else ""]
    said += [f"<ins>{escape(entry.now)}</ins> " if entry.now else ""]
    said += [escape(entry.note or "")]
    words = "".join(said).strip()
    return (
        f'<li class="pl-change pl-change--{entry.kind}"><p class="pl-change__head">'
        f'<span class="pl-change__kind">{entry.kind.capitalize()}</span> {day}</p>'
        f'<p class="pl-change__title"><a href="{_ROOT}{escape(listed.url)}">'
        f"{escape(listed.title)}</a></p>{f'<p>{words}</p>' if words else ''}</li>"
    )
