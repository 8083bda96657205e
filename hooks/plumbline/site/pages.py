"""Every page of the site that comes out of the core: which there are, and what each shows.

A page is addressed by its kind and key; the adapter turns it into a page of the site builder and
a template prints it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from plumbline.content.front_matter import Correction, KeyJudgment, Status
from plumbline.content.markdown import Heading, render_markdown
from plumbline.diagnostics.diagnostic import Diagnostic
from plumbline.evidence.queries import references, shown_citations
from plumbline.graph import query
from plumbline.library import authors, briefing, public_slugs, regions, topics
from plumbline.project import BRIEFINGS, Mode, Project, settings
from plumbline.rules.registry import FAMILIES, Rule, rules
from plumbline.rules.runner import briefing_diagnostics, shared_diagnostics
from plumbline.site.article import article
from plumbline.site.cards import Card, Label, card, cards, describe_region, series_key

__all__ = ["Group", "Kind", "PageKey", "PageView", "page_keys", "page_view"]


class Kind(StrEnum):
    """Kinds of pages."""

    HOME = "home"
    ARCHIVE = "archive"
    BRIEFING = "briefing"
    TOPICS = "topics"
    TOPIC = "topic"
    REGIONS = "regions"
    REGION = "region"
    AUTHORS = "authors"
    AUTHOR = "author"
    SERIES = "series"
    RULES = "rules"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class PageKey:
    """What identifies a page.

    Attributes:
        kind: its kind.
        key: which of its kind: slug, topic key, rule name …; empty where there is but one.
        source: the file that an editor opens to change it, relative to the root; may be empty.
    """

    kind: Kind
    key: str = ""
    source: str = ""

    @property
    def uri(self) -> str:
        """Path of the page's Markdown file, as the site builder would find it."""
        folders = {
            Kind.HOME: "",
            Kind.ARCHIVE: BRIEFINGS,
            Kind.BRIEFING: f"{BRIEFINGS}/{self.key}",
            Kind.TOPICS: "topics",
            Kind.REGIONS: "regions",
            Kind.AUTHORS: "authors",
            Kind.RULES: "rules",
            Kind.SERIES: f"series/{self.key}",
            Kind.TOPIC: f"topics/{self.key}",
            Kind.REGION: f"regions/{self.key}",
            Kind.AUTHOR: f"authors/{self.key}",
            Kind.RULE: f"rules/{self.key}",
        }
        folder = folders[self.kind]
        return f"{folder}/index.md" if folder else "index.md"


@dataclass(frozen=True, slots=True)
class Group:
    """Cards, labels or rules under a heading of a listing."""

    title: str
    anchor: str
    cards: tuple[Card, ...] = ()
    entries: tuple[tuple[Label, str], ...] = ()  # name with address, and a remark


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page shows.

    Attributes:
        kind: its kind.
        title: its heading.
        description: one or two sentences for search results.
        html: its text.
        headings: for the table of contents.
        groups: what a listing lists.
        card: of a briefing, itself.
        judgments: of a briefing, its key judgments.
        corrections: of a briefing, what was changed.
        facts: of a briefing, further particulars as name and text.
        previous: of a briefing, the one before it in its series or topic.
        next: of a briefing, the one after it.
        trail: what previous and next run along.
        successor: of a superseded briefing, what takes its place.
        withdrawal_reason: of a withdrawn briefing.
        citation_count: citations in the text.
        source_count: entries of the reference list.
        language: BCP 47 tag.
        has_charts: whether Plotly is needed.
        diagnostics: in preview only: what is wrong with it; on the home page, with shared files.
        updated: day of the last change, for the site map.
    """

    kind: Kind
    title: str
    description: str = ""
    html: str = ""
    headings: tuple[Heading, ...] = ()
    groups: tuple[Group, ...] = ()
    card: Card | None = None
    judgments: tuple[KeyJudgment, ...] = ()
    corrections: tuple[Correction, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    previous: Card | None = None
    next: Card | None = None
    trail: Label | None = None
    successor: Card | None = None
    withdrawal_reason: str = ""
    citation_count: int = 0
    source_count: int = 0
    language: str = "en"
    has_charts: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    updated: dt.date | None = None
    report_issue_url: str = ""


@query
def page_keys(project: Project) -> tuple[PageKey, ...]:
    """Return all pages in a fixed order."""
    listed = cards(project)
    keys = [PageKey(Kind.HOME), PageKey(Kind.ARCHIVE)]
    keys += [
        PageKey(Kind.BRIEFING, slug, f"{BRIEFINGS}/{slug}/index.md")
        for slug in public_slugs(project)
    ]
    used_topics = {label.url.split("/")[1] for c in listed for label in c.topics}
    used_authors = {label.url.split("/")[1] for c in listed for label in c.authors}
    used_regions = {label.url.split("/")[1] for c in listed for label in c.regions}
    series = {series_key(c.series.name) for c in listed if c.series}
    keys += [PageKey(Kind.TOPICS, "", f"{BRIEFINGS}/topics.yml")]
    keys += [PageKey(Kind.TOPIC, k, f"{BRIEFINGS}/topics.yml") for k in sorted(used_topics)]
    keys += [PageKey(Kind.REGIONS, "", f"{BRIEFINGS}/regions.yml")]
    keys += [PageKey(Kind.REGION, k, f"{BRIEFINGS}/regions.yml") for k in sorted(used_regions)]
    keys += [PageKey(Kind.AUTHORS, "", f"{BRIEFINGS}/authors.yml")]
    keys += [PageKey(Kind.AUTHOR, k, f"{BRIEFINGS}/authors.yml") for k in sorted(used_authors)]
    keys += [PageKey(Kind.SERIES, k) for k in sorted(series)]
    keys += [PageKey(Kind.RULES)]
    keys += [PageKey(Kind.RULE, rule.name) for rule in rules().values()]
    return tuple(keys)


@query
def page_view(project: Project, kind: Kind, key: str) -> PageView:
    """Return what a page shows.

    Raises:
        KeyError: there is no such rule, topic or author (any more).
    """
    return _VIEWS[kind](project, key)


def _home(project: Project, _: str) -> PageView:
    listed = cards(project)
    groups = [Group("Latest briefings", "latest", listed[:13])]
    groups.append(Group("Topics", "topics", entries=_count_labels(c.topics for c in listed)))
    found = shared_diagnostics(project) if project.mode is Mode.PREVIEW else ()
    return PageView(Kind.HOME, "Home", groups=tuple(groups), diagnostics=found)


def _archive(project: Project, _: str) -> PageView:
    by_year: dict[str, list[Card]] = {}
    for listed in cards(project):
        by_year.setdefault(str(listed.date.year) if listed.date else "Undated", []).append(listed)
    groups = tuple(Group(year, f"y{year.lower()}", tuple(c)) for year, c in by_year.items())
    return PageView(
        Kind.ARCHIVE,
        "All briefings",
        "Every briefing by date.",
        groups=groups,
        headings=tuple(Heading(2, g.anchor, g.title) for g in groups),
    )


def _briefing(project: Project, slug: str) -> PageView:
    document, own = briefing(project, slug), card(project, slug)
    text = article(project, slug)
    found = briefing_diagnostics(project, slug) if project.mode is Mode.PREVIEW else ()
    front = document.front_matter
    if front is None:
        return PageView(
            Kind.BRIEFING,
            own.title,
            card=own,
            html=text.html,
            headings=text.headings,
            diagnostics=found,
            has_charts=text.has_charts,
        )
    trail, before, after = _neighbours(project, own)
    judgments = (Heading(2, "key-judgments", "Key judgments"),) if front.key_judgments else ()
    corrections = (Heading(2, "corrections", "Corrections"),) if front.corrections else ()
    successor = front.superseded_by if front.status is Status.SUPERSEDED else None
    names = authors(project)
    facts = (
        ("Report number", front.report_number),
        ("DOI", front.doi),
        ("Licence", front.licence),
        ("Reviewed by", ", ".join(n.name for r in front.reviewers if (n := names.get(r)))),
        ("Funding", front.funding),
        ("Disclosures", front.disclosures),
    )
    withdrawn = front.status is Status.WITHDRAWN
    return PageView(
        kind=Kind.BRIEFING,
        title=front.title,
        description=front.summary or "",
        # A withdrawn briefing's address says so and why; its text is no longer vouched for.
        html="" if withdrawn else text.html,
        headings=() if withdrawn else (*judgments, *text.headings, *corrections),
        card=own,
        judgments=() if withdrawn else front.key_judgments,
        corrections=front.corrections,
        facts=tuple((name, value) for name, value in facts if value),
        previous=before,
        next=after,
        trail=trail,
        successor=card(project, successor) if successor in public_slugs(project) else None,
        withdrawal_reason=front.withdrawal_reason or "",
        citation_count=len(shown_citations(project, slug)),
        source_count=len(references(project, slug)),
        language=front.language,
        has_charts=text.has_charts and not withdrawn,
        diagnostics=found,
        updated=front.updated or front.date,
        report_issue_url=settings(project).report_issue_url or "",
    )


def _neighbours(project: Project, own: Card) -> tuple[Label | None, Card | None, Card | None]:
    """Return the series, else the first topic, of a briefing and its neighbours there."""
    trail = own.series or (own.topics[0] if own.topics else None)
    if trail is None:
        return None, None, None
    along = [
        c
        for c in reversed(cards(project))
        if c.date is not None and (c.series == trail if own.series else trail in c.topics)
    ]
    position = along.index(own) if own in along else -1
    if position < 0:
        return None, None, None
    before = along[position - 1] if position else None
    after = along[position + 1] if position + 1 < len(along) else None
    return trail, before, after


def _topics(project: Project, _: str) -> PageView:
    entries = _count_labels(c.topics for c in cards(project))
    return PageView(Kind.TOPICS, "Topics", "Briefings by topic.", groups=_one_group(entries))


def _topic(project: Project, key: str) -> PageView:
    entry = topics(project).entries[key]
    listed = tuple(c for c in cards(project) if f"topics/{key}/" in _urls(c.topics))
    return _listing(Kind.TOPIC, entry.title, entry.description or "", listed)


def _regions(project: Project, _: str) -> PageView:
    entries = _count_labels(c.regions for c in cards(project))
    return PageView(
        Kind.REGIONS,
        "Countries and regions",
        "Briefings by country and group of countries.",
        groups=_one_group(entries),
    )


def _region(project: Project, key: str) -> PageView:
    name = describe_region(project, key)
    if name is None:
        raise KeyError(key)
    listed = tuple(c for c in cards(project) if f"regions/{key}/" in _urls(c.regions))
    group = regions(project).get(key)
    lead = ""
    if group is not None:
        members = sorted(describe_region(project, m) or m for m in group.members)
        as_of = f", as of {group.as_of:%Y-%m-%d}" if group.as_of else ""
        lead = f"{len(members)} members{as_of}: {', '.join(members)}."
    return _listing(Kind.REGION, name, lead, listed)


def _authors(project: Project, _: str) -> PageView:
    entries = _count_labels(c.authors for c in cards(project))
    return PageView(Kind.AUTHORS, "Authors", "Who writes here.", groups=_one_group(entries))


def _author(project: Project, key: str) -> PageView:
    entry = authors(project).entries[key]
    listed = tuple(c for c in cards(project) if f"authors/{key}/" in _urls(c.authors))
    return _listing(Kind.AUTHOR, entry.name, entry.description or "", listed)


def _series(project: Project, key: str) -> PageView:
    listed = tuple(c for c in cards(project) if c.series and series_key(c.series.name) == key)
    if not listed or listed[0].series is None:
        raise KeyError(key)
    return _listing(Kind.SERIES, listed[0].series.name, "", listed)


def _rules(_project: Project, _: str) -> PageView:
    groups = tuple(
        Group(
            title,
            family.replace("_", "-"),
            entries=tuple(
                (Label(f"{r.code} {r.name}", f"rules/{r.name}/"), r.summary)
                for r in rules().values()
                if r.family == family
            ),
        )
        for family, title in FAMILIES.items()
    )
    return PageView(
        Kind.RULES,
        "Rules",
        f"The {len(rules())} checks that every briefing goes through.",
        groups=groups,
        headings=tuple(Heading(2, g.anchor, g.title) for g in groups),
    )


def _rule(_project: Project, name: str) -> PageView:
    rule = _rule_by_name(name)
    rendered = render_markdown(rule.explanation)
    return PageView(
        Kind.RULE,
        rule.name,
        rule.summary,
        rendered.html,
        rendered.headings,
        facts=(
            ("Code", rule.code),
            ("Severity", str(rule.severity)),
            ("Family", FAMILIES[rule.family]),
        ),
    )


def _rule_by_name(name: str) -> Rule:
    for rule in rules().values():
        if rule.name == name:
            return rule
    raise KeyError(name)


def _listing(kind: Kind, title: str, lead: str, listed: tuple[Card, ...]) -> PageView:
    return PageView(kind, title, lead, groups=(Group("Briefings", "briefings", listed),))


def _one_group(entries: tuple[tuple[Label, str], ...]) -> tuple[Group, ...]:
    return (Group("", "all", entries=entries),)


def _count_labels(labels: Iterable[tuple[Label, ...]]) -> tuple[tuple[Label, str], ...]:
    counts: dict[Label, int] = {}
    for group in labels:
        for label in group:
            counts[label] = counts.get(label, 0) + 1
    named = sorted(counts.items(), key=lambda pair: pair[0].name.casefold())
    return tuple((label, f"{n} briefing{'s' if n != 1 else ''}") for label, n in named)


def _urls(labels: tuple[Label, ...]) -> tuple[str, ...]:
    return tuple(label.url for label in labels)


_VIEWS: dict[Kind, Callable[[Project, str], PageView]] = {
    Kind.HOME: _home,
    Kind.ARCHIVE: _archive,
    Kind.BRIEFING: _briefing,
    Kind.TOPICS: _topics,
    Kind.TOPIC: _topic,
    Kind.REGIONS: _regions,
    Kind.REGION: _region,
    Kind.AUTHORS: _authors,
    Kind.AUTHOR: _author,
    Kind.SERIES: _series,
    Kind.RULES: _rules,
    Kind.RULE: _rule,
}
