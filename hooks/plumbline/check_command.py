"""`plumbline check`: the diagnostics of a project, printed; and what mends some of them."""

from __future__ import annotations

import codecs
import gc
import os
from pathlib import Path

import click

from plumbline.diagnostics.diagnostic import Diagnostic, Severity, count_errors
from plumbline.diagnostics.reporters import (
    format_github,
    format_json,
    format_one,
    format_summary,
)
from plumbline.garbage import without_collection
from plumbline.project import BRIEFINGS, Mode, Project
from plumbline.project_cache import open_cache

__all__ = ["check_project", "watch_briefings"]

_DIAGNOSTICS = "plumbline.rules.runner:all_diagnostics"
"""By its name, since to import it is to import all that checks."""


def check_project(root: Path, paths: tuple[Path, ...], form: str, *, fix: bool) -> int:
    """Check all briefings and print what is wrong.

    Args:
        root: folder of the project.
        paths: files and folders on which alone to report; none for all.
        form: "terminal", "json" or "github".
        fix: mend what has one right answer, and check again.

    Returns:
        The exit status: 0, or 1 if there is an error.
    """
    with without_collection():
        checks = _Checks(root, paths)
        diagnostics = _within(checks.answer(), root, paths)
        if fix and _fix(root, diagnostics):
            diagnostics = _within(checks.check(), root, paths)
    if form == "json":
        click.echo(format_json(diagnostics))
    elif form == "github":
        click.echo(format_github(diagnostics), nl=bool(diagnostics))
    else:
        _print_terminal(diagnostics)
    checks.keep(part=bool(paths))
    return 1 if count_errors(diagnostics) else 0


def watch_briefings(root: Path, paths: tuple[Path, ...]) -> None:
    """Print what is wrong, again after each save, until Ctrl-C.

    Args:
        root: folder of the project.
        paths: files and folders on which alone to report; none for all.
    """
    from plumbline.rules.runner import all_diagnostics
    from plumbline.watch_command import watch_project

    checks = _Checks(root)
    kept = False

    def report(project: Project) -> None:
        nonlocal kept
        diagnostics = _within(all_diagnostics(project), project.root, paths)
        click.clear()  # which does nothing where the output is no terminal
        _print_terminal(diagnostics)
        if not kept:
            kept = True
            checks.keep(part=False)

    def complain(message: str) -> None:
        click.echo(f"plumbline: {message}", err=True)

    try:
        with without_collection():
            checks.check()  # before something watches: beside a thread it has but one processor
        gc.freeze()  # else all there is would be looked through while a save is checked
        gc.enable()  # which a program that ends soon does without
        watch_project(checks.project, report, complain)
    except KeyboardInterrupt:
        return


class _Checks:
    """The diagnostics of a project, and what is kept of them between two runs.

    Args:
        root: folder of the project.
        paths: files and folders on which alone is reported; none for all.
    """

    def __init__(self, root: Path, paths: tuple[Path, ...] = ()) -> None:
        self.project = Project(root, Mode.CHECK)
        self._paths = paths
        self._cache = open_cache(self.project)
        self._begun = False
        self._known = False

    def answer(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of the last run if they hold, else check what has changed."""
        likely = [os.path.relpath(path, self.project.root) for path in self._paths]
        kind = tuple[Diagnostic, ...]
        found = self._cache.answer(self.project, _DIAGNOSTICS, kind, likely)
        return self.check() if found is None else found

    def check(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of the files as they are now.

        Those within folders of briefings on which nothing is reported may be left out.
        """
        from plumbline.rules.runner import all_diagnostics, diagnostics_of, gather_briefings

        if self._begun:
            self.project.advance()
        else:  # which looks at the files
            self._known = self._cache.load(self.project) and not self._cache.is_copy
        self._begun = True
        # A first check is kept, and so it must be whole.
        wanted = _briefings_of(self.project, self._paths) if self._known else None
        gather_briefings(self.project, only=wanted)
        if wanted is None:
            return all_diagnostics(self.project)
        return diagnostics_of(self.project, wanted)

    def keep(self, *, part: bool) -> None:
        """Keep what was found out; of a few files, to save takes longer than to check again."""
        if self._begun and not (part and self._known):
            self._cache.save(self.project)


def _briefings_of(project: Project, paths: tuple[Path, ...]) -> list[str] | None:
    """Return the briefings in whose folders paths lie, sorted; None if any may lie elsewhere."""
    from plumbline.library import slugs

    folder = project.root / BRIEFINGS
    try:
        with os.scandir(folder) as entries:
            if any(entry.is_symlink() for entry in entries):  # one folder by two names
                return None
        names = {path.resolve().relative_to(folder).parts[0] for path in paths}
    except (OSError, ValueError, IndexError):
        return None
    return sorted(names) if names and names <= set(slugs(project)) else None


def _fix(root: Path, diagnostics: tuple[Diagnostic, ...]) -> int:
    """Apply what has one right answer to the files; return how many fixes were made."""
    from plumbline.diagnostics.fixes import apply_fixes, is_fixable

    total = 0
    for path in sorted({d.location.path for d in diagnostics if is_fixable(d)}):
        raw = (root / path).read_bytes()
        mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        text = raw[len(mark) :].decode("utf-8")
        fixed, count = apply_fixes(text, [d for d in diagnostics if d.location.path == path])
        fresh = (root / path).with_name(f".{Path(path).name}.new")
        fresh.write_bytes(mark + fixed.encode("utf-8"))
        fresh.replace(root / path)  # whole or not at all
        click.echo(f"{path}: {count} mended", err=True)
        total += count
    return total


def _within(
    diagnostics: tuple[Diagnostic, ...], root: Path, paths: tuple[Path, ...]
) -> tuple[Diagnostic, ...]:
    if not paths:
        return diagnostics
    wanted = [path.resolve() for path in paths]
    return tuple(
        d
        for d in diagnostics
        if any((root / d.location.path).resolve().is_relative_to(path) for path in wanted)
    )


_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def _print_terminal(diagnostics: tuple[Diagnostic, ...]) -> None:
    for diagnostic in diagnostics:
        first, *rest = format_one(diagnostic).split("\n")
        head = f"{diagnostic.severity}[{diagnostic.code}]"
        coloured = click.style(head, fg=_COLOURS[diagnostic.severity], bold=True)
        click.echo(first.replace(head, coloured, 1))
        for line in rest:
            click.echo(line)
        click.echo()
    click.echo(format_summary(diagnostics))
