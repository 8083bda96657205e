"""What is known of a project, kept in its cache folder between checks and between builds."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pydantic

from plumbline.graph_cache import GraphCache
from plumbline.project import Mode, Project

__all__ = ["fingerprint_code", "open_cache"]


_MOST_FIRST = (Mode.BUILD, Mode.PREVIEW, Mode.REVIEW, Mode.CHECK)
"""Modes by how much of what another one asks for they find out."""


def open_cache(project: Project) -> GraphCache:
    """Return the cache for what is being done with a project: a check, a build, a preview.

    Each has a file of its own, since what they ask for differs. Where there is none yet it begins
    with what another one has found out.
    """
    folder = project.cache_folder
    others = [folder / f"{mode}.sqlite" for mode in _MOST_FIRST if mode is not project.mode]
    return GraphCache(folder / f"{project.mode}.sqlite", fingerprint_code(), others)


@cache
def fingerprint_code() -> str:
    """Return a digest of what computes: this package, the Python, the packages beside pydantic."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(_own_files(Path(__file__).parent)):
        found.update(f"\n{path.name}\n".encode())
        found.update(path.read_bytes())
    packages = Path(pydantic.__file__).parent.parent
    found.update("\n".join(sorted(p.name for p in packages.glob("*.dist-info"))).encode())
    return found.hexdigest()


def _own_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name != "__pycache__":
                yield from _own_files(path)
        elif path.suffix != ".pyc":
            yield path
