"""The command line: plumbline check, explain, new, schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from plumbline import __version__
from plumbline.diagnostics.diagnostic import Diagnostic, Severity, count_errors
from plumbline.diagnostics.reporters import (
    format_github,
    format_json,
    format_one,
    format_summary,
)
from plumbline.project import Mode, Project
from plumbline.rules.registry import find_rule, rules
from plumbline.rules.runner import all_diagnostics

__all__ = ["main"]

FOUND_ERRORS, COULD_NOT_RUN = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="plumbline")
def main() -> None:
    """Check and build briefings whose numbers, quotations and citations hold."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "github"]),
    default="terminal",
    help="How diagnostics are printed.",
)
def check(paths: tuple[Path, ...], form: str) -> None:
    """Check all briefings, or report only on PATHS (files or folders).

    Exits with 0 when there is no error, 1 when there is one, 2 when it could not run.
    """
    root = _find_root(paths[0] if paths else Path.cwd())
    for path in paths:
        if not path.exists():
            _fail(f"there is no such file or folder: {path}")
    diagnostics = _within(all_diagnostics(Project(root, Mode.CHECK)), root, paths)
    if form == "json":
        click.echo(format_json(diagnostics))
    elif form == "github":
        click.echo(format_github(diagnostics), nl=bool(diagnostics))
    else:
        _print_terminal(diagnostics)
    sys.exit(FOUND_ERRORS if count_errors(diagnostics) else 0)


@main.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print what a RULE does, by its code (CI001) or name (unknown-citation)."""
    found = find_rule(rule)
    if found is None:
        known = ", ".join(rules())
        _fail(f"there is no rule {rule!r}; the rules are {known}")
    click.echo(f"# {found.name} ({found.code}, {found.severity})\n\n{found.explanation}")


def _find_root(start: Path) -> Path:
    """Return the nearest folder upwards with an mkdocs.yml."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    return _fail(f"no mkdocs.yml in {here} or any folder above it: this is no Plumbline project")


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


def _fail(message: str) -> NoReturn:
    click.echo(f"plumbline: {message}", err=True)
    sys.exit(COULD_NOT_RUN)
