"""Queries over the excerpts of sources."""

from __future__ import annotations

from dataclasses import dataclass

from plumbline.diagnostics.diagnostic import Finding
from plumbline.evidence.excerpts import (
    Excerpt,
    ExcerptFile,
    ExcerptLibrary,
    collect_excerpts,
    read_excerpt,
)
from plumbline.library import SOURCES, source_library, sources_complete
from plumbline.project import Project, list_folder, read_text
from plumbline.query import kept_query, query

__all__ = ["EXCERPTS", "SourceExcerpt", "excerpt_library", "excerpt_of", "orphaned_excerpts"]

EXCERPTS = f"{SOURCES}/excerpts"


@dataclass(frozen=True, slots=True)
class SourceExcerpt:
    """What is on file of a source.

    Attributes:
        path: the excerpt file.
        about: what its front matter says.
        passages: the source's words.
        translations: our translations of them.
    """

    path: str
    about: Excerpt
    passages: tuple[str, ...]
    translations: tuple[str, ...]

    @property
    def language(self) -> str:
        """BCP 47 tag of the passages."""
        return self.about.language


@query
def _excerpt_file(project: Project, path: str) -> ExcerptFile:
    return read_excerpt(read_text(project, path))


@query
def excerpt_library(project: Project) -> ExcerptLibrary:
    """Return all excerpts by citekey, and what is wrong with their files."""
    return collect_excerpts(
        _excerpt_file(project, f"{EXCERPTS}/{name}")
        for name, is_folder in list_folder(project, EXCERPTS)
        if not is_folder and name.endswith(".md")
    )


@kept_query
def excerpt_of(project: Project, key: str) -> SourceExcerpt | None:
    """Return what is on file of a source, or None."""
    file = excerpt_library(project).by_key.get(key)
    if file is None or file.excerpt is None:
        return None
    return SourceExcerpt(
        file.path,
        file.excerpt,
        tuple(p.text for p in file.passages),
        tuple(p.text for p in file.translations),
    )


def orphaned_excerpts(project: Project) -> tuple[Finding, ...]:
    """Return a finding for each excerpt whose source has no record (EX004).

    A file of records that cannot be read may hold that of any.
    """
    if not sources_complete(project):
        return ()
    records = source_library(project, "").by_key
    return tuple(
        Finding(
            "EX004",
            f"the excerpt is of {key!r}, but no source has that citekey",
            file.location,
            "Correct the key, or add the record to briefings/sources/.",
        )
        for key, file in excerpt_library(project).by_key.items()
        if key not in records
    )
