"""What is wrong with the links of a finished site, in words and with places."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from pathlib import Path

from plumbline.content.validation import did_you_mean
from plumbline.diagnostics.diagnostic import Diagnostic, Finding, Location, sort_diagnostics
from plumbline.links.link_places import locate_in_page, written_at
from plumbline.links.reading import ReadLinks
from plumbline.links.site_check import BrokenLink, Resolver, list_files
from plumbline.project import Project, list_folder, read_text
from plumbline.rules.registry import diagnose

__all__ = ["site_diagnostics"]

NO_FILE, NO_PLACE = "LI007", "LI008"


def site_diagnostics(
    project: Project, folder: Path, name: str, links: ReadLinks, reported: Iterable[Diagnostic] = ()
) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each link of a finished site that leads nowhere (LI007, LI008).

    One that an author wrote is reported where it is written, every other where it first stands in
    the site, once for all pages that have it.

    Args:
        project: what the site was made from.
        folder: the finished site.
        name: what its folder is called in messages.
        links: those of the site.
        reported: what has been said already; a link among it is not reported again.

    Raises:
        OSError: the site cannot be read.
    """
    said = {_end(d.location) for d in reported if d.code.startswith("LI")}
    resolve = Resolver(links.url)
    files = set(links.files)
    if links.without:
        files |= {f"{links.without}/{file}" for file in list_files(folder / links.without)}
    findings: list[Finding] = []
    in_site: list[Diagnostic] = []
    others: dict[tuple[object, ...], list[BrokenLink]] = {}
    for broken in links.broken:
        if broken.place is not None and not broken.has_page and broken.place.path in files:
            continue
        places = written_at(project, broken, resolve)
        findings += [_finding(broken, place, files) for place in places if _end(place) not in said]
        if not places:
            where = broken.place or broken.link.url
            others.setdefault((where, broken.has_page), []).append(broken)
    for group in others.values():
        first = group[0]
        file = f"{name}/{first.file}"
        place = locate_in_page(folder, first.file, file, first.link.url)
        more = len({broken.file for broken in group}) - 1
        again = f", here and in {more} more file{'s' if more > 1 else ''}" if more else ""
        in_site.append(
            _with_line_of_page(folder, first, place, _finding(first, place, files, again))
        )
    written = (_with_line(project, diagnose(f)) for f in dict.fromkeys(findings))
    return sort_diagnostics([*written, *in_site])


def _end(where: Location) -> tuple[str, int, int]:
    """Return where a place ends: other rules point at a link, or at its anchor alone."""
    return where.path, where.end_line, where.end_column


def _with_line(project: Project, diagnostic: Diagnostic) -> Diagnostic:
    where = diagnostic.location
    parent, _, file = where.path.rpartition("/")
    if (file, False) not in list_folder(project, parent):
        return diagnostic
    return diagnostic.with_source_line(read_text(project, where.path).line(where.line))


def _with_line_of_page(
    folder: Path, broken: BrokenLink, where: Location, finding: Finding
) -> Diagnostic:
    # Below the name that the site will have there may still be the former one.
    if not where.end_line:  # the link is not seen in the file
        return diagnose(finding)
    text = (folder / broken.file).read_text(encoding="utf-8", errors="replace")
    return diagnose(finding).with_source_line(text.split("\n")[where.line - 1])


def _finding(
    broken: BrokenLink, where: Location, files: Collection[str], again: str = ""
) -> Finding:
    url, place = broken.link.url, broken.place
    shown = f"the {broken.link.kind} {url!r}"
    if place is None:
        fix = "Link a page of the site relative to this one, any other with https:."
        return Finding(NO_FILE, f"{shown} leads out of the site{again}", where, fix)
    if broken.has_page:
        page = place.path.removesuffix("index.html") or "the home page"
        fix = did_you_mean(place.fragment, broken.known, "Link an id that the page has.")
        message = f"{shown} leads to a place that {page} does not have: #{place.fragment}{again}"
        return Finding(NO_PLACE, message, where, fix)
    message = f"{shown} leads to nothing: the site has no {place.path}{again}"
    return Finding(NO_FILE, message, where, _nearest(place.path, files))


def _nearest(path: str, files: Collection[str]) -> str:
    wanted = path.rstrip("/")
    parent, missing = posixpath.split(wanted)
    prefix = f"{parent}/" if parent else ""
    names = {f[len(prefix) :].split("/")[0] for f in files if f.startswith(prefix)}
    names -= {"index.html"}
    fix = "Correct the address, or add the file."
    return did_you_mean(missing, sorted(names), fix) if missing else fix
