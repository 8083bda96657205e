"""Datasets: an index of all, and a page for every one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from plumbline.content.scaffold import slugify
from plumbline.data.datapackage import DataPackage, Resource
from plumbline.data.queries import datapackage, exported_csv, offered_datasets, table
from plumbline.data.table import Table
from plumbline.evidence.claim_lines import ClaimLines
from plumbline.library import shared_source
from plumbline.project import BRIEFINGS, Mode, Project
from plumbline.site.cards import Label, card, describe_region, format_date, newest_first
from plumbline.site.dataset_markup import (
    describe_trait,
    link_address,
    render_columns,
    render_downloads,
    render_facts,
    render_list,
    render_rows,
)
from plumbline.site.figures import describe_source
from plumbline.site.usage import (
    Use,
    briefings_using,
    claims_using,
    figures_using,
    used_sources,
)
from plumbline.site.views import Entry, Group, Kind, PageView

__all__ = ["dataset_names", "show_dataset", "show_datasets"]

_ROOT = "../../"
"""Relative address of the site's root from a dataset's page."""


def dataset_names(project: Project) -> tuple[str, ...]:
    """Return the datasets that have a page."""
    return datapackage(project).names


def show_datasets(project: Project, _: str) -> PageView:
    """Show all datasets."""
    package = datapackage(project)
    entries = tuple(
        Entry(
            Label(resource.label, f"data/{name}/"),
            _particulars(project, package.package, resource),
            resource.description or "",
        )
        for name in package.names
        if (resource := package.get(name)) is not None
    )
    described = (
        '<p>Described for programs as a <a href="https://datapackage.org/">Data Package</a>: '
        '<a href="datapackage.json" download>datapackage.json</a>.</p>'
    )
    return PageView(
        Kind.DATASETS,
        "Data",
        package.package.description or "The datasets behind the briefings.",
        html=described if offered_datasets(project) else "",
        groups=(Group("", "all", items=entries),),
    )


def _particulars(project: Project, package: DataPackage, resource: Resource) -> tuple[str, ...]:
    """Return publisher, period, number of rows and day of retrieval, those that are known."""
    read = table(project, resource.name)
    publishers = [s.label for s in resource.sources or package.sources if s.label]
    facts = ["; ".join(publishers[:2]) + (" and others" if len(publishers) > 2 else "")]
    if read is not None:
        facts.append(_period(read))
        facts.append(f"{len(read.rows):,} row{'s' if len(read.rows) != 1 else ''}")
    if resource.retrieved:
        facts.append(f"retrieved {format_date(resource.retrieved)}")
    return tuple(fact for fact in facts if fact)


def _period(read: Table) -> str:
    """Return the first and the last moment of a table's first column of years or dates."""
    for index, field in enumerate(read.fields):
        if field.type in ("year", "yearmonth", "date"):
            moments = sorted(str(row[index]) for row in read.rows if row[index] is not None)
            if moments:
                first, last = moments[0], moments[-1]
                return first if first == last else f"{first} to {last}"
    return ""


def show_dataset(project: Project, name: str) -> PageView:
    """Show one dataset: what it is, its columns and rows, and what rests on it."""
    package = datapackage(project)
    resource, read = package.get(name), table(project, name)
    if resource is None or read is None:
        raise KeyError(name)
    size = len(exported_csv(project, name)) if resource.redistribute else 0
    lines = ClaimLines(resource, read) if project.mode is Mode.PREVIEW else None
    parts = (
        render_facts(_facts(project, package.package, resource)),
        render_downloads(resource, read, size),
        render_columns(resource),
        render_rows(resource, read, lines) if resource.redistribute else "",
        render_list("figures", "Charts and tables", _figures(project, name)),
        render_list("numbers", "Numbers", _numbers(project, name)),
    )
    users = newest_first(card(project, slug) for slug in briefings_using(project, name))
    return PageView(
        Kind.DATASET,
        resource.label,
        resource.description or "",
        html="".join(parts),
        groups=(Group("Used by", "used-by", users),) if users else (),
        updated=resource.retrieved,
    )


def _facts(project: Project, package: DataPackage, resource: Resource) -> Iterable[tuple[str, str]]:
    retrieved = ""
    if resource.retrieved:
        day = resource.retrieved
        retrieved = f'<time datetime="{day.isoformat()}">{format_date(day)}</time>'
    licences = [
        link_address(licence.label, licence.path)
        for licence in resource.licenses or package.licenses
    ]
    publishers = [
        link_address(source.label, source.path)
        for source in resource.sources or package.sources
        if source.label
    ]
    yield "Edition", escape(resource.vintage or "")
    yield "Retrieved", retrieved
    yield "Licence", "; ".join(licences)
    yield "Published at", link_address(resource.homepage or "", resource.homepage)
    yield "Sources", "; ".join(publishers)
    yield "Source records", _records(project, resource.citekeys)
    yield "Reporter", _area(project, resource.reporter)
    yield "Partner", _area(project, resource.partner)
    for trait in ("flow", "valuation", "prices", "classification"):
        yield trait.capitalize(), escape(describe_trait(getattr(resource, trait) or ""))


def _area(project: Project, code: str | None) -> str:
    return escape(describe_region(project, code) or code) if code else ""


def _records(project: Project, citekeys: tuple[str, ...]) -> str:
    """Return the sources that a dataset names, those with a page as links; many are folded."""
    used = set(used_sources(project))
    links = []
    for key in citekeys:
        record = shared_source(project, key)
        label = escape(describe_source(project, "", key) if record else key)
        page = f"{_ROOT}sources/{slugify(key)}/"
        links.append(f'<a href="{page}">{label}</a>' if record and key in used else label)
    if len(links) < 2:
        return "".join(links)
    listed = "".join(f"<li>{link}</li>" for link in links)
    return f"<details><summary>{len(links)} records</summary><ul>{listed}</ul></details>"


def _figures(project: Project, name: str) -> list[str]:
    titles = _titles(project, name)
    return [
        f"{_link(use, escape(use.name))}, in {titles[use.slug]}"
        for use in figures_using(project, name)
    ]


def _numbers(project: Project, name: str) -> list[str]:
    """Return the numbers of each briefing that rest on a dataset."""
    listed: dict[str, list[str]] = {}
    for use in claims_using(project, name):
        what = f"{escape(use.subject)}: " if use.subject else ""
        link = _link(use, f"<code>{escape(use.name)}</code>")
        listed.setdefault(use.slug, []).append(f"<li>{link} {what}{escape(use.value)}</li>")
    titles = _titles(project, name)
    return [f"In {titles[slug]}:<ul>{''.join(numbers)}</ul>" for slug, numbers in listed.items()]


def _titles(project: Project, name: str) -> Mapping[str, str]:
    return {slug: escape(card(project, slug).title) for slug in briefings_using(project, name)}


def _link(use: Use, html: str) -> str:
    anchor = f"#{use.anchor}" if use.anchor else ""
    return f'<a href="{_ROOT}{BRIEFINGS}/{use.slug}/{escape(anchor)}">{html}</a>'
