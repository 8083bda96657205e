"""The project on disk as inputs of the dependency graph."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import time
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from plumbline.content.text_file import MAX_BYTES, TextFile, decode_text, oversized_file
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.graph import Graph
from plumbline.kept_files import KeptFiles
from plumbline.query import digest_query, input_query, kept_query

if TYPE_CHECKING:
    from plumbline.charts.picture_store import PictureStore
    from plumbline.data.sql_engine import SqlEngine

__all__ = [
    "BRIEFINGS",
    "CONFIG",
    "DRAFTS",
    "Mode",
    "Project",
    "SavedMeanwhileError",
    "date_of_build",
    "has_picture",
    "has_pictures",
    "is_printed",
    "leads_out",
    "link_finding",
    "list_folder",
    "read_bytes",
    "read_text",
    "today",
]

BRIEFINGS = "briefings"
CONFIG = "mkdocs.yml"
_TICK = 100_000_000
"""Nanoseconds within which two writes may bear the same time, with room to spare."""
DRAFTS = "PLUMBLINE_DRAFTS"
"""Environment variable that makes a build one for review, with drafts; see `Mode.REVIEW`."""


class Mode(StrEnum):
    """What the graph is asked for."""

    CHECK = "check"
    BUILD = "build"
    PREVIEW = "preview"
    REVIEW = "review"


class Project(Graph):
    """A folder with mkdocs.yml and briefings/, and what is being done with it.

    Args:
        root: the folder.
        mode: preview and review show drafts and broken briefings, build does not.
        day: the day that counts as today; None for `date_of_build(root)`.
        site_url: address that the site is published at, where it is known.
        site_name: its name, where it is known.
        site_description: what it is, in a sentence.
        repo_url: address of the repository it is kept in, where it is known.
        config: MkDocs' configuration, relative to the folder, if it has another name.

    Attributes:
        given: the mode and what is known of the site, by name. Queries read them by the properties.
            Whoever changes them begins another revision.
    """

    def __init__(
        self,
        root: Path,
        mode: Mode,
        day: dt.date | None = None,
        *,
        site_url: str = "",
        site_name: str = "",
        site_description: str = "",
        repo_url: str = "",
        config: str = CONFIG,
    ) -> None:
        super().__init__()
        self.root = root.resolve()
        self.day = day or date_of_build(self.root)
        self.given = {
            "mode": str(mode),
            "site_url": site_url,
            "site_name": site_name,
            "site_description": site_description,
            "repo_url": repo_url,
            "config": config,
        }
        self.papers = KeptFiles(self.cache_folder / "papers")
        self.prints = False  # whether a browser is there for it; the adapter says so
        self.unprinted: frozenset[str] = frozenset()  # addresses of what it failed to make

    # Inputs, so that what was found out for one mode serves another as far as it does not differ.

    @property
    def mode(self) -> Mode:
        """What the graph is asked for."""
        return Mode(_given(self, "mode"))

    @property
    def site_url(self) -> str:
        """Address that the site is published at; "" where it is not known."""
        return _given(self, "site_url")

    @property
    def site_name(self) -> str:
        """The site's name; "" where it is not known."""
        return _given(self, "site_name")

    @property
    def site_description(self) -> str:
        """What the site is, in a sentence; "" where it is not known."""
        return _given(self, "site_description")

    @property
    def repo_url(self) -> str:
        """Address of the site's repository; "" where it is not known."""
        return _given(self, "repo_url")

    @property
    def config(self) -> str:
        """MkDocs' configuration, relative to the project's root."""
        return _given(self, "config")

    # Imported when they are needed: a check of what is as it was would wait for the modules.

    @cached_property
    def sql(self) -> SqlEngine:
        """What runs queries on tables."""
        from plumbline.data.sql_engine import SqlEngine

        return SqlEngine()

    @cached_property
    def pictures(self) -> PictureStore:
        """Pictures of charts that have been drawn."""
        from plumbline.charts.palette import css_colours
        from plumbline.charts.picture_store import PictureStore

        return PictureStore(self.cache_folder / "pictures", css_colours())

    def end_sql(self) -> None:
        """End what runs queries on tables; it begins anew when it is asked."""
        if "sql" in self.__dict__:
            self.sql.close()

    @property
    def cache_folder(self) -> Path:
        """Folder for what can be made again, kept between runs."""
        return self.root / ".cache" / "plumbline"


def date_of_build(root: Path) -> dt.date:
    """Return the day on which a check of this checkout is made to stand.

    SOURCE_DATE_EPOCH when set (reproducible-builds.org), else the day of the checked-out commit,
    so that a check of one commit means the same tomorrow. Where there is no commit, or briefings
    have been changed since, it is the present day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit() and not _ask_git(root, "status", "--porcelain", "--", BRIEFINGS):
        epoch = _ask_git(root, "log", "-1", "--format=%ct")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def _ask_git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


@input_query
def _given(project: Project, name: str) -> str:
    """Return what the project was begun with: its mode, or a setting of its site."""
    return project.given[name]


@input_query
def today(project: Project) -> dt.date:
    """Return the day that counts as today."""
    return project.day


@kept_query
def _beside_today(project: Project, day: str) -> int:
    """Return -1 for a day before today, in ISO 8601, 0 for today, 1 for one after it."""
    return (day > (now := today(project).isoformat())) - (day < now)


# Asked rather than `today`: what rests on it holds tomorrow too, unless tomorrow is the day.
def is_past(project: Project, day: dt.date) -> bool:
    """Return whether a day comes before the one that counts as today."""
    return _beside_today(project, day.isoformat()) < 0


def is_to_come(project: Project, day: dt.date) -> bool:
    """Return whether a day comes after the one that counts as today."""
    return _beside_today(project, day.isoformat()) > 0


@input_query
def is_printed(project: Project, address: str) -> bool:
    """Return whether a file that a browser makes is, or will be, at an address of the site."""
    return project.prints and address not in project.unprinted


@input_query
def has_picture(project: Project, key: str) -> bool:
    """Return whether a picture of a chart has been drawn, by its key."""
    return project.pictures.has(key)


@input_query
def has_pictures(project: Project) -> bool:
    """Return whether any picture of a chart has been drawn: else none need be looked for."""
    return not project.pictures.is_empty()


def _inside(project: Project, path: str) -> Path | None:
    """Return the real path of a file if it lies within the project, else None."""
    real = Path(os.path.realpath(project.root / path))
    return real if real.is_relative_to(project.root) else None


@input_query
def _state(project: Project, path: str) -> tuple[int, ...] | None:
    """Return what tells whether a file or folder is as it was; None where there is none."""
    return _look_at(project, path)


_TOLD = 5  # of what `_look_at` returns: all but when that was


def _look_at(project: Project, path: str) -> tuple[int, ...] | None:
    try:
        state = os.stat(f"{project.root}/{path}")  # noqa: PTH116  (one per file and revision)
    except (OSError, ValueError):
        return None
    times = (state.st_mtime_ns, state.st_ctime_ns)
    found = (*times, state.st_size, state.st_ino, state.st_dev)
    now = time.time_ns()
    # File systems count time in ticks of some milliseconds. What has just been written may be
    # written again within the same tick, so it is looked at once more (git calls it "racy").
    return (*found, now) if abs(now - state.st_mtime_ns) < _TICK else found


@kept_query
def list_folder(project: Project, path: str) -> tuple[tuple[str, bool], ...]:
    """Return the names in a folder, sorted, each with whether it is a folder; hidden ones left out.

    A folder that does not exist, or lies outside the project, is empty.
    """
    folder = _inside(project, path) if _state(project, path) else None
    if folder is None:
        return ()
    try:
        with os.scandir(folder) as entries:
            found = [(e.name, _is_folder(e)) for e in entries if not e.name.startswith((".", "~"))]
    except OSError:
        return ()
    return tuple(sorted(found))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


@kept_query
def leads_out(project: Project, path: str) -> bool:
    """Return whether a file or folder is a link that leads out of the project."""
    _state(project, path)  # which is another one where a link points elsewhere
    return _inside(project, path) is None


def link_finding(path: str) -> Finding:
    """Return the finding that a file or folder is a link out of the project (FI007)."""
    message = "this is a link that leads out of the project; it is not followed"
    return Finding("FI007", message, Location(path), "Put a copy in its place.")


@digest_query
def read_bytes(project: Project, path: str) -> bytes | None:
    """Return what a file of the project holds, or None when it cannot be read.

    Raises:
        SavedMeanwhileError: it is another one than this build has found.
    """
    state = _state(project, path)
    if state is None:
        return None
    real = _inside(project, path)
    if real is None or not real.is_file():  # a named pipe would never end
        return None
    try:
        content = real.read_bytes()
    except OSError:
        content = None
    # A preview or a check is about to see the change. The mode is no input of what is read.
    publishes = project.given["mode"] in (Mode.BUILD, Mode.REVIEW)
    if publishes and state[:_TOLD] != (_look_at(project, path) or ())[:_TOLD]:
        raise SavedMeanwhileError(path)
    return content


class SavedMeanwhileError(Exception):
    """A file has changed since a build began, so what is known of it was true of another one."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        """What happened, and what to do."""
        return f"{self.path} was saved while the site was being built. Build it again."


@digest_query
def read_text(project: Project, path: str) -> TextFile:
    """Return a text file of the project; what prevents reading it is a finding (FI001, FI007)."""
    state = _state(project, path)
    if state is not None and _inside(project, path) is None:
        return TextFile(path, "", (link_finding(path),), readable=False)
    if state is not None and state[2] > MAX_BYTES:
        return oversized_file(path, state[2])
    raw = read_bytes(project, path)
    if raw is None:
        why = "there is no such file" if state is None else "the file cannot be read"
        fix = "Make the file." if state is None else "It must be a plain, readable file."
        finding = Finding("FI001", why, Location(path), fix)
        return TextFile(path, "", (finding,), readable=False)
    return decode_text(raw, path)
