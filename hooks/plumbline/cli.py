"""The command line: plumbline check, explain, new, publish, build, links, schema."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from plumbline import __version__
from plumbline.check_command import check_project, watch_briefings
from plumbline.content.correction_kind import CorrectionKind
from plumbline.project import BRIEFINGS, Mode, Project

# What only one command needs is imported by it: the modules of the checks take longer to load than
# an answer that is known takes to give.

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
@click.option("--fix", is_flag=True, help="Mend what has one right answer, and check again.")
@click.option("--watch", is_flag=True, help="Check again after each save, until Ctrl-C.")
def check(paths: tuple[Path, ...], form: str, *, fix: bool, watch: bool) -> None:
    """Check all briefings, or report only on PATHS (files or folders).

    Exits with 0 when there is no error, 1 when there is one, 2 when it could not run.
    """
    if watch and (fix or form != "terminal"):
        raise click.UsageError("--watch goes neither with --fix nor with another --format")
    root = _find_root(paths[0] if paths else Path.cwd())
    for path in paths:
        if not path.exists():
            _fail(f"there is no such file or folder: {path}")
    if watch:
        watch_briefings(root, paths)
        return
    sys.exit(check_project(root, paths, form, fix=fix))


@main.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print what a RULE does, by its code (CI001) or name (unknown-citation)."""
    from plumbline.rules.registry import find_rule, rules, suggest_rule

    found = find_rule(rule)
    if found is None:
        close = suggest_rule(rule)
        if close is not None:
            _fail(f"there is no rule {rule!r}; did you mean {close.code} {close.name}?")
        _fail(f"there is no rule {rule!r}; the rules are {', '.join(rules())}")
    click.echo(f"# {found.name} ({found.code}, {found.severity})\n\n{found.explanation}")


@main.command()
@click.argument("title")
@click.option("--slug", help="Address of the briefing; made from the title when left out.")
def new(title: str, slug: str | None) -> None:
    """Begin a briefing with the given TITLE as a draft."""
    from plumbline.content.briefing import valid_slug
    from plumbline.content.scaffold import scaffold_briefing, slugify, title_fault
    from plumbline.library import authors, topics

    root = _find_root(Path.cwd())
    title = title.strip()
    fault = title_fault(title)
    if fault:
        _fail(f"the title {fault}")
    name = slug or slugify(title, "")
    if not name:
        _fail("the title has no letters a-z for an address: give one with --slug")
    if not valid_slug(name):
        _fail(f"{name!r} cannot be an address: use a-z, 0-9 and single hyphens")
    project = Project(root, Mode.CHECK)
    target = root / BRIEFINGS / name / "index.md"
    if target.parent.exists():
        place = target.parent.relative_to(root)
        _fail(f"there is already a briefing at {place}: give another address with --slug")
    author = next(iter(authors(project).entries), "your-desk")
    topic = next(iter(topics(project).entries), "your-topic")
    text = scaffold_briefing(title, project.day, author, topic)
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")
    click.echo(f"{target.relative_to(root)}")


@main.command()
@click.argument("slug")
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in CorrectionKind]),
    help="How far a change to a published briefing goes.",
)
@click.option("--note", help="Why, in a sentence; readers see it.")
@click.option("--was", help="The words before.")
@click.option("--now", help="The words after.")
@click.option("--where", help="Where in the briefing: a heading, an anchor, a chart or a claim.")
def publish(
    slug: str,
    kind: str | None,
    note: str | None,
    was: str | None,
    now: str | None,
    where: str | None,
) -> None:
    """Record the briefing SLUG in the ledger: its publication, or a change since.

    Exits with 0 when it is recorded, 1 when it is refused, 2 when it could not run.
    """
    from plumbline.commands import publish_briefing
    from plumbline.ledger.publishing import Declaration

    said = Declaration(CorrectionKind(kind) if kind else None, note, was, now, where)
    sys.exit(publish_briefing(_find_root(Path.cwd()), slug, said))


@main.command()
@click.option("--drafts", is_flag=True, help="Include drafts and scheduled briefings, for review.")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(path_type=Path),
    help="Folder to build into: site/, or review/ with drafts.",
)
def build(site_dir: Path | None, *, drafts: bool) -> None:
    """Build the site strictly; with --drafts, a copy for review that no search engine may list."""
    from plumbline.commands import build_site

    sys.exit(build_site(_find_root(Path.cwd()), site_dir, drafts=drafts))


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--max-age",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="Do not ask again for what worked within so many days; 0 asks for everything.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Time between two requests to one host.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="Time that a host has to answer.",
)
@click.option(
    "--private",
    multiple=True,
    metavar="HOST",
    help="Ask this host too, though it lies in a private network.",
)
def links(
    paths: tuple[Path, ...], max_age: int, pause: float, timeout: float, private: tuple[str, ...]
) -> None:
    """Check links to other hosts, all or those in PATHS, and write briefings/links.lock.yml.

    This is the only command that uses the network. Builds and checks read what it has written.
    Exits with 0 when no link is dead, 1 when one is, 2 when it could not run or was interrupted:
    at Ctrl-C it writes what it has found by then.
    """
    from plumbline.links_command import LinkOptions, check_addresses

    root = _find_root(paths[0] if paths else Path.cwd())
    options = LinkOptions(paths, max_age, pause, timeout, frozenset(private))
    sys.exit(check_addresses(root, options))


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Only say whether they are current.")
def schema(only_check: bool) -> None:
    """Write the JSON Schemas that editors use to schemas/."""
    from plumbline.schemas import stale_schemas, write_schemas

    folder = _find_root(Path.cwd()) / "schemas"
    if not only_check:
        write_schemas(folder)
        return
    stale = stale_schemas(folder)
    if stale:
        _print_error(f"not current: {', '.join(stale)}; run `plumbline schema`")
        sys.exit(FOUND_ERRORS)


def _find_root(start: Path) -> Path:
    """Return the nearest folder upwards with an mkdocs.yml."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    return _fail(f"no mkdocs.yml in {here} or any folder above it: this is no Plumbline project")


def _print_error(message: str) -> None:
    click.echo(f"plumbline: {message}", err=True)


def _fail(message: str) -> NoReturn:
    _print_error(message)
    sys.exit(COULD_NOT_RUN)
