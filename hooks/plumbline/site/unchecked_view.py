"""The page of numbers without a check, of numbers not counted, and of rules set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from plumbline.content.front_matter import Status, Suppression
from plumbline.content.markdown import Heading
from plumbline.evidence.numbers import NumberStatus
from plumbline.evidence.places import TextKind
from plumbline.evidence.summary import summarise_evidence
from plumbline.evidence.terms import terms
from plumbline.evidence.unchecked import (
    QuotedNumber,
    UncheckedNumber,
    unchecked_numbers,
    uncounted_numbers,
)
from plumbline.library import briefing, briefing_status, public_slugs, source
from plumbline.project import Project
from plumbline.query import kept_query
from plumbline.rules.registry import Rule, find_rule
from plumbline.site.cards import card, format_date
from plumbline.site.methodology import METHODOLOGY, has_methodology
from plumbline.site.sidenotes import short_reference
from plumbline.site.views import Kind, PageView

__all__ = ["rules_set_aside", "show_unchecked"]

_ROOT = "../"
_TITLE = "Numbers without a check"
_REASONS = {
    NumberStatus.CITED: "It is cited, and we keep no passage of the source to compare it with.",
    NumberStatus.NOT_FOUND: "The passages that we keep of the cited source do not hold it.",
    NumberStatus.UNBOUND: "It is neither bound to our data nor followed by a citation.",
    NumberStatus.UNCHECKED: "It is bound, and what it is bound to cannot settle whether it holds.",
    NumberStatus.WRONG: "It does not agree with what it is bound to.",
}
_PLACES = {kind: f"in the {kind}" for kind in TextKind} | {
    TextKind.BODY: "in the text",
    TextKind.JUDGMENT: "in a key judgment",
    TextKind.CHART_TITLE: "in the title of a chart",
    TextKind.CHART_SUBTITLE: "in the subtitle of a chart",
    TextKind.CHART_NOTE: "in the note under a chart",
    TextKind.CHART_ALT: "in the description of a chart",
    TextKind.TABLE_TITLE: "in the title of a table",
    TextKind.TABLE_NOTE: "in the note under a table",
}

_INTRODUCTIONS = {
    "unchecked": "<p>Each number that is neither bound to our data and right, nor found in the "
    "passages we keep of the source cited, with the reason.</p>",
    "uncounted": "<p>Numbers that authors have taken out of the count one by one, as names or "
    "as conventions.</p>",
    "exceptions": "<p>Rules that do not apply to one briefing, as its authors see it, with their "
    "reason and the last day on which that holds.</p>",
}


def show_unchecked(project: Project, _: str) -> PageView:
    """Show every counted number that no check has confirmed, and all that authors set aside."""
    slugs = [
        slug
        for slug in public_slugs(project)
        if briefing_status(project, slug) not in (None, Status.WITHDRAWN)
    ]
    sections = (
        ("unchecked", "Counted and not confirmed", _unchecked(project, slugs), "There are none."),
        ("uncounted", "Numbers not counted", _uncounted(project, slugs), "There are none."),
        ("exceptions", "Rules set aside", _exceptions(project, slugs), "None is set aside."),
    )
    return PageView(
        Kind.UNCHECKED,
        _TITLE,
        "What our checks have not confirmed, and what they were told to leave alone.",
        "".join(
            f'<section aria-labelledby="{key}"><h2 class="pl-rule" id="{key}">{title}</h2>'
            f"{_INTRODUCTIONS[key]}{shown or f'<p>{none}</p>'}</section>"
            for key, title, shown, none in sections
        ),
        introduction=_totals(project, slugs),
        headings=tuple(Heading(2, key, title) for key, title, *_rest in sections),
    )


def _totals(project: Project, slugs: list[str]) -> str:
    found = [summarise_evidence(project, slug) for slug in slugs]
    numbers = sum(e.numbers for e in found)
    data, cited = sum(e.matched_data for e in found), sum(e.matched_sources for e in found)
    said, rest = sum(e.said for e in found), numbers - sum(e.matched for e in found)
    briefings = _count(len(slugs), "briefing")
    more = f'<a href="{_ROOT}{METHODOLOGY}#numbers">How we check</a> says which numbers count.'
    return (
        f"<p>In {briefings} {_count(numbers, 'number')} are counted. Of these {data:,} "
        f"match our data, {cited:,} were found in the source they cite, and {said:,} are figures "
        f"of others, printed as their source has them. That leaves {rest or 'none'}. "
        f"{more if has_methodology(project) else ''}</p>"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def _unchecked(project: Project, slugs: list[str]) -> str:
    def items(slug: str) -> Iterable[str]:
        return (
            _render(n.quoted, _explain(project, slug, n)) for n in unchecked_numbers(project, slug)
        )

    return _by_briefing(project, slugs, items)


def _explain(project: Project, slug: str, number: UncheckedNumber) -> str:
    said = [_REASONS[number.status]]
    cited = source(project, slug, number.target) if number.target else None
    if cited is not None:
        said.append(f"Source: {short_reference(cited)}.")
    rule = find_rule(number.code) if number.code else None
    if rule is not None:
        said.append(f"Rule: {_link_rule(rule)}.")
    return " ".join(said)


def _uncounted(project: Project, slugs: list[str]) -> str:
    names = terms(project)

    def items(slug: str) -> Iterable[str]:
        return (_render(quoted, "") for quoted in uncounted_numbers(project, slug))

    listed = _by_briefing(project, slugs, items)
    if names:
        listed += (
            "<p>In all briefings these names are left out of the count: "
            f"{escape(', '.join(sorted(names)))}.</p>"
        )
    return listed


def _exceptions(project: Project, slugs: list[str]) -> str:
    items = []
    for slug in slugs:
        for entry in rules_set_aside(project, slug):
            rule = find_rule(entry.rule)
            until = f" Until {format_date(entry.until)}." if entry.until else " Without a last day."
            items.append(
                f'<li class="pl-change"><p class="pl-change__head">{_link(project, slug)}</p><p>'
                f"<strong>{_link_rule(rule) if rule else escape(entry.rule)}</strong>. "
                f"{escape(entry.reason)}{until}</p></li>"
            )
    return f'<ul class="pl-changes">{"".join(items)}</ul>' if items else ""


@kept_query
def rules_set_aside(project: Project, slug: str) -> tuple[Suppression, ...]:
    """Return the rules that do not apply to a briefing, as its authors see it."""
    front = briefing(project, slug).front_matter
    return tuple(front.ignore) if front is not None else ()


def _by_briefing(project: Project, slugs: list[str], items: Callable[[str], Iterable[str]]) -> str:
    """Return lists of items of HTML under the titles of the briefings that have any."""
    parts = []
    for slug in slugs:
        listed = "".join(items(slug))
        if listed:
            parts.append(
                f'<h3 class="pl-changes__title">{_link(project, slug)}</h3>'
                f'<ul class="pl-changes">{listed}</ul>'
            )
    return "".join(parts)


def _render(quoted: QuotedNumber, reason: str) -> str:
    place = quoted.location
    return (
        f'<li class="pl-change"><p>{escape(quoted.before)}<mark>{escape(quoted.text)}</mark>'
        f'{escape(quoted.after)}</p><p class="pl-change__head">{_PLACES[quoted.kind].capitalize()},'
        f" <code>{escape(place.path)}:{place.line}:{place.column}</code></p>"
        f"{f'<p>{reason}</p>' if reason else ''}</li>"
    )


def _link(project: Project, slug: str) -> str:
    shown = card(project, slug)
    mark = f" ({shown.mark.lower()})" if shown.mark else ""
    return f'<a href="{_ROOT}{escape(shown.url)}">{escape(shown.title)}</a>{mark}'


def _link_rule(rule: Rule) -> str:
    return f'<a href="{_ROOT}rules/{rule.name}/">{rule.name}</a>'
