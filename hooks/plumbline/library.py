"""Queries over everything authors write: briefings, registries, sources, citations."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.content.briefing import Briefing, parse_briefing, valid_slug
from plumbline.content.front_matter import Status
from plumbline.content.prose import mask_prose
from plumbline.content.registries import Author, Region, Registry, Topic, read_registry
from plumbline.content.scaffold import slugify
from plumbline.content.text_file import TextFile
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.citations import Citation, find_citations
from plumbline.evidence.references import (
    FormattingError,
    ReferenceFormatter,
    find_style,
    nearest_style,
    plain_reference,
)
from plumbline.evidence.sources import Source, SourceFile, duplicate_finding, read_sources
from plumbline.project import (
    BRIEFINGS,
    Mode,
    Project,
    leads_out,
    link_finding,
    list_folder,
    read_bytes,
    read_text,
    today,
)
from plumbline.query import firewall_query, kept_query, query
from plumbline.settings import locate_setting, settings

__all__ = [
    "Formatted",
    "SourceLibrary",
    "aliases",
    "authors",
    "body_mask",
    "briefing",
    "briefing_status",
    "citations",
    "folder_findings",
    "formatted_reference",
    "formatted_references",
    "former_slugs",
    "has_page",
    "has_source",
    "is_public",
    "own_keys",
    "public_slugs",
    "regions",
    "shared_keys",
    "shared_source",
    "slugs",
    "source",
    "source_library",
    "sources_complete",
    "topics",
]

SHARED_FOLDERS = ("sources", "data", "ledger")
SOURCES = f"{BRIEFINGS}/sources"
SOURCE_FORMATS = (".yml", ".yaml", ".json", ".bib")
STYLE_FIX = "Name a style of the CSL project that has a bibliography, or a .csl file."


@kept_query
def slugs(project: Project) -> tuple[str, ...]:
    """Return the slugs of all briefings, sorted: folders with a usable name and an index.md."""
    return tuple(
        name
        for name, is_folder in list_folder(project, BRIEFINGS)
        if is_folder
        and name not in SHARED_FOLDERS
        and valid_slug(name)
        and ("index.md", False) in list_folder(project, f"{BRIEFINGS}/{name}")
    )


@kept_query
def folder_findings(project: Project) -> tuple[Finding, ...]:
    """Return what is wrong with the names in briefings/ (FI001, FI004, FI005, FI007)."""
    findings: list[Finding] = []
    entries = list_folder(project, BRIEFINGS)
    if not entries:
        findings.append(
            Finding(
                "FI001",
                "there are no briefings: the folder is empty or missing",
                Location(BRIEFINGS),
                "Make briefings/<slug>/index.md.",
            )
        )
    for name, is_folder in entries:
        path = f"{BRIEFINGS}/{name}"
        if not is_folder:
            if name.endswith(".md") and name.casefold() != "readme.md":
                stem = name.removesuffix(".md")
                findings.append(
                    Finding(
                        "FI004",
                        "a briefing is a folder with an index.md; this file is not read",
                        Location(path),
                        f"Move it to {BRIEFINGS}/{stem}/index.md.",
                    )
                )
            continue
        if name in SHARED_FOLDERS:
            continue
        if not valid_slug(name):
            findings.append(
                Finding(
                    "FI005",
                    f"the folder's name {name!r} cannot be an address; it is not read",
                    Location(path),
                    f"Rename it to {slugify(name)!r}: a-z, 0-9 and single hyphens.",
                )
            )
        elif leads_out(project, path):
            findings.append(link_finding(path))
        elif ("index.md", False) not in list_folder(project, path):
            findings.append(
                Finding("FI004", "the folder has no index.md", Location(path), "Add index.md.")
            )
    return tuple(findings)


@query
def briefing(project: Project, slug: str) -> Briefing:
    """Return a briefing by its slug."""
    return parse_briefing(slug, read_text(project, f"{BRIEFINGS}/{slug}/index.md"))


@query
def authors(project: Project) -> Registry[Author]:
    """Return the authors of briefings/authors.yml."""
    return read_registry(read_text(project, f"{BRIEFINGS}/authors.yml"), Author, "author")


@query
def topics(project: Project) -> Registry[Topic]:
    """Return the topics of briefings/topics.yml."""
    return read_registry(read_text(project, f"{BRIEFINGS}/topics.yml"), Topic, "topic")


@query
def regions(project: Project) -> Registry[Region]:
    """Return the groups of countries of briefings/regions.yml, if there is one."""
    path = f"{BRIEFINGS}/regions.yml"
    if ("regions.yml", False) not in list_folder(project, BRIEFINGS):
        return read_registry(TextFile(path, ""), Region, "region")
    return read_registry(read_text(project, path), Region, "region")


@firewall_query
def briefing_status(project: Project, slug: str) -> Status | None:
    """Return the status of a briefing; None where its front matter cannot be used.

    Whoever goes through all briefings asks small questions such as this one: their answers outlive
    the process, and a change of one briefing need not read the others.
    """
    front = briefing(project, slug).front_matter
    return front.status if front is not None else None


@firewall_query
def is_public(project: Project, slug: str) -> bool:
    """Return whether a published site holds this briefing today."""
    front = briefing(project, slug).front_matter
    if front is None or front.status is Status.DRAFT:
        return False
    return front.status is not Status.SCHEDULED or front.date <= today(project)


@kept_query
def public_slugs(project: Project) -> tuple[str, ...]:
    """Return the slugs that have a page: the public ones, in preview and for review all."""
    if project.mode in (Mode.PREVIEW, Mode.REVIEW):
        return slugs(project)
    return tuple(s for s in slugs(project) if is_public(project, s))


@query
def _slugs_with_page(project: Project) -> frozenset[str]:
    return frozenset(public_slugs(project))


def has_page(project: Project, slug: str) -> bool:
    """Return whether a briefing is one of `public_slugs`, without going through all of them."""
    return slug in _slugs_with_page(project)


@query
def former_slugs(project: Project) -> dict[str, str]:
    """Return the slugs that briefings had before, each with the one it has now.

    A slug that a briefing has now leads nowhere else; of two that claim one, the first has it.
    """
    found: dict[str, str] = {}
    current = slugs(project)
    for slug in current:
        for alias in aliases(project, slug):
            if alias not in current and alias not in SHARED_FOLDERS:
                found.setdefault(alias, slug)
    return found


@firewall_query
def aliases(project: Project, slug: str) -> tuple[str, ...]:
    """Return the slugs that a briefing says it had before."""
    front = briefing(project, slug).front_matter
    return tuple(front.aliases) if front is not None else ()


@dataclass(frozen=True, slots=True)
class SourceLibrary:
    """Records by citekey, and what is wrong with their files.

    Attributes:
        complete: False when a file could not be read: any citekey may be one of its.
    """

    by_key: dict[str, Source]
    findings: tuple[Finding, ...]
    complete: bool = True


@query
def _source_file(project: Project, path: str) -> SourceFile:
    file = read_text(project, path)
    if not path.endswith(".bib"):
        return read_sources(file)
    from plumbline.evidence.bibtex import read_bibtex  # few projects need it

    read = read_bibtex(file, project.cache_folder / f"bibtex-{slugify(path)}.json")
    if not read.complete:
        project.distrust()
    return read


@query
def source_library(project: Project, slug: str = "") -> SourceLibrary:
    """Return the site's records, or those that one briefing keeps in its own sources.yml.

    A briefing's file may be a sources.json or sources.bib as well.
    """
    folder = f"{BRIEFINGS}/{slug}" if slug else SOURCES
    paths = [
        f"{folder}/{name}"
        for name, is_folder in list_folder(project, folder)
        if not is_folder
        and name.endswith(SOURCE_FORMATS)
        and (not slug or name.partition(".")[0] == "sources")
    ]
    by_key: dict[str, Source] = {}
    findings: list[Finding] = []
    complete = True
    for path in paths:
        file = _source_file(project, path)
        findings += file.findings
        complete = complete and file.complete
        for record in file.sources:
            first = by_key.setdefault(record.key, record)
            if first is not record:
                findings.append(duplicate_finding(record, first))
    return SourceLibrary(by_key, tuple(findings), complete)


# Whoever asks for one record is not disturbed when another one of the library changes.
@kept_query
def shared_source(project: Project, key: str) -> Source | None:
    """Return the site's record of a citekey."""
    return source_library(project, "").by_key.get(key)


@firewall_query
def shared_keys(project: Project) -> tuple[str, ...]:
    """Return the citekeys of the site's records, in the order of their files."""
    return tuple(source_library(project, "").by_key)


@query
def _set_of_shared_keys(project: Project) -> frozenset[str]:
    return frozenset(shared_keys(project))


@kept_query
def own_keys(project: Project, slug: str) -> tuple[str, ...]:
    """Return the citekeys of a briefing's own records."""
    return tuple(source_library(project, slug).by_key)


@firewall_query
def sources_complete(project: Project, slug: str = "") -> bool:
    """Return whether every file of the site's records, or of a briefing's own, could be read."""
    return source_library(project, slug).complete


def has_source(project: Project, slug: str, key: str) -> bool:
    """Return whether a citekey means a record in a briefing; what the record says is not asked."""
    return bool(slug and key in own_keys(project, slug)) or key in _set_of_shared_keys(project)


def source(project: Project, slug: str, key: str) -> Source | None:
    """Return the record that a citekey means in a briefing: its own before the site's."""
    if slug and key in own_keys(project, slug):
        return source_library(project, slug).by_key[key]
    return shared_source(project, key)


@query
def body_mask(project: Project, slug: str) -> str:
    """Return the briefing's body with all that is not prose masked; see `mask_prose`."""
    return mask_prose(briefing(project, slug).body)


@query
def citations(project: Project, slug: str) -> tuple[Citation, ...]:
    """Return the citations of a briefing, as written; see `cited` for those that hold."""
    return find_citations(briefing(project, slug).body, body_mask(project, slug))


@dataclass(frozen=True, slots=True)
class Formatted:
    """References as HTML by citekey, and what pandoc would not format."""

    html: dict[str, str]
    findings: tuple[Finding, ...]


@query
def formatted_references(project: Project, slug: str = "") -> Formatted:
    """Format the site's records, or a briefing's own, after the style of the settings (SR005)."""
    records = source_library(project, slug).by_key
    if not records:
        return Formatted({}, ())
    wanted = settings(project).citation_style
    findings: list[Finding] = []
    html: dict[str, str] = {}
    read_bytes(project, wanted)  # where it is a file of the project, a change of it counts
    style = find_style(wanted, project.root)
    if style is None:
        message = f"there is no citation style {wanted!r}"
        close = nearest_style(wanted)
        fix = f"Did you mean {close!r}?" if close else STYLE_FIX
        findings.append(Finding("SR006", message, locate_setting(project, "citation_style"), fix))
    else:
        cache = project.cache_folder / f"references{'-' + slug if slug else ''}.json"
        formatter = ReferenceFormatter(style, cache)
        try:
            html, rejected = formatter.format({k: s.record_json for k, s in records.items()})
        except FormattingError as error:
            project.distrust()
            rejected = {}
            message = f"the citation style {wanted!r} cannot be used: {error}"
            where = locate_setting(project, "citation_style")
            findings.append(Finding("SR006", message, where, STYLE_FIX))
        findings += [
            Finding(
                "SR005",
                f"source {key!r} cannot be formatted: {why}",
                records[key].location,
                "Give it a publisher or a URL, or another type, such as report or webpage.",
            )
            for key, why in rejected.items()
            if "title" in records[key].record  # that it has none is SR003
        ]
    for key, record in records.items():
        html.setdefault(key, plain_reference(record.record))
    return Formatted(html, tuple(findings))


@kept_query
def formatted_reference(project: Project, slug: str, key: str) -> str:
    """Return one of the site's records, or of a briefing's own, as a reference in HTML.

    Raises:
        KeyError: there is no such record.
    """
    return formatted_references(project, slug).html[key]
