"""The command `plumbline links`: the one that asks other hosts, and only when somebody asks it."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from plumbline.diagnostics.reporters import format_one
from plumbline.links.lock_file import LOCK, LinkRecord, Outcome, write_lock
from plumbline.links.outside_links import (
    OutsideLink,
    known_links,
    lock_findings,
    outside_links,
)
from plumbline.links.verdicts import Answer, archive_search, judge
from plumbline.project import Mode, Project
from plumbline.rules.registry import diagnose

__all__ = ["LinkOptions", "check_addresses"]

FOUND_DEAD, COULD_NOT_RUN = 1, 2


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """What the command was told.

    Attributes:
        paths: files or folders whose links are checked; none for all.
        max_age: days for which an answer in the lock file is believed.
        pause: seconds between two requests to one host.
        timeout: seconds that a host has to answer.
        private: hosts that may lie in a private network.
    """

    paths: tuple[Path, ...] = ()
    max_age: int = 7
    pause: float = 1.0
    timeout: float = 20.0
    private: frozenset[str] = frozenset()


def check_addresses(root: Path, options: LinkOptions) -> int:
    """Ask the hosts of external links, say what was found, write the lock file.

    At Ctrl-C no more are asked, and what has been found by then is said and written.

    Returns:
        The exit status: 0, 1 if a link is dead, 2 if the lock file cannot be read or written, or
        not all were asked.
    """
    gc.enable()  # to ask may take hours
    project = Project(root, Mode.CHECK)
    damaged = lock_findings(project)
    if damaged:
        for finding in damaged:
            click.echo(format_one(diagnose(finding)), err=True)
        click.echo(f"plumbline: restore {LOCK}, or remove it, and run this again", err=True)
        return COULD_NOT_RUN
    known, day = known_links(project), _today()
    every = outside_links(project)
    wanted = [link for link in every if _is_within(root / link.location.path, options.paths)]
    due = [u for u in dict.fromkeys(w.url for w in wanted) if _is_due(known.get(u), day, options)]
    answers = _ask(due, options)
    online = any(answer.status is not None for answer in answers.values())
    fresh = {url: judge(url, answer, day, online=online) for url, answer in answers.items()}
    _report(wanted, {**known, **fresh}, fresh, len(answers))
    written = {link.url for link in every}
    kept = {url: record for url, record in known.items() if url in written}
    kept |= {url: record for url, record in fresh.items() if _replaces(record, known.get(url))}
    try:
        _write(root / LOCK, write_lock(kept.values()))
    except OSError as error:
        click.echo(f"plumbline: {LOCK} cannot be written: {error.strerror}", err=True)
        return COULD_NOT_RUN
    if len(answers) < len(due):
        click.echo(
            f"Interrupted: {len(due) - len(answers)} of {len(due)} were not asked. "
            f"What was found is in {LOCK}; run this again for the rest.",
            err=True,
        )
        return COULD_NOT_RUN
    click.echo(f"Written to {LOCK}; commit it, so that builds know.")
    return FOUND_DEAD if any(_is_dead(kept.get(link.url)) for link in wanted) else 0


def _today() -> dt.date:
    """Return the day on which hosts are asked; SOURCE_DATE_EPOCH, where set, stands for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


def _is_within(path: Path, folders: tuple[Path, ...]) -> bool:
    return not folders or any(path.resolve().is_relative_to(f.resolve()) for f in folders)


def _is_due(record: LinkRecord | None, day: dt.date, options: LinkOptions) -> bool:
    """Return whether an address is asked: not if it worked a short while ago."""
    if record is None or record.outcome in (Outcome.DEAD, Outcome.UNKNOWN):
        return True
    return record.checked > day or (day - record.checked).days >= options.max_age


def _replaces(fresh: LinkRecord, former: LinkRecord | None) -> bool:
    """Return whether a record is kept: that an address could not be checked tells nothing new."""
    return former is None or fresh.outcome is not Outcome.UNKNOWN or former.outcome is fresh.outcome


def _is_dead(record: LinkRecord | None) -> bool:
    return record is not None and record.outcome is Outcome.DEAD


def _ask(urls: list[str], options: LinkOptions) -> dict[str, Answer]:
    """Return the answers; at Ctrl-C those that have come by then."""
    answers: dict[str, Answer] = {}
    if not urls:
        return answers
    from plumbline.links.asking import Manners, ask_all  # no other command needs the network

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    manners = Manners(pause=options.pause, timeout=options.timeout, private=options.private)
    with progress:
        task = progress.add_task("Links", total=len(urls))

        def note(url: str, answer: Answer) -> None:
            answers[url] = answer
            progress.advance(task)

        with suppress(KeyboardInterrupt):
            ask_all(urls, manners, note)
    return answers


def _report(
    wanted: Iterable[OutsideLink],
    known: dict[str, LinkRecord],
    fresh: dict[str, LinkRecord],
    asked: int,
) -> None:
    places: dict[str, list[OutsideLink]] = {}
    for link in wanted:
        places.setdefault(link.url, []).append(link)
    shown = (Outcome.DEAD, Outcome.MOVED, Outcome.UNKNOWN)
    for outcome in shown:
        for url, links in places.items():
            record = fresh.get(url) or known.get(url)
            if record is not None and record.outcome is outcome:
                click.echo("\n".join(_lines(record, links)) + "\n")
    counts = Counter(
        record.outcome for url in places if (record := fresh.get(url) or known.get(url))
    )
    told = ", ".join(f"{counts[o]} {_NAMES[o]}" for o in Outcome if counts[o])
    count = f"{len(places)} address{'es' if len(places) != 1 else ''}"
    click.echo(f"{count}, {asked} asked{f': {told}' if told else ''}.")


_NAMES = {
    Outcome.WORKS: "work",
    Outcome.MOVED: "moved for good",
    Outcome.DEAD: "dead",
    Outcome.UNKNOWN: "could not be checked",
}


def _lines(record: LinkRecord, links: list[OutsideLink]) -> list[str]:
    """Return what is said of one address: where it stands, what it is, what to do."""
    first = links[0]
    why = f": {record.why}" if record.why else ""
    lines = [f"{first.location}: {record.url}"]
    lines += [f"  also at {link.location}" for link in links[1:]]
    if record.outcome is Outcome.MOVED:
        lines.append(f"  moved for good\n  = help: Write {record.final}.")
    elif record.outcome is Outcome.UNKNOWN:
        lines.append(f"  could not be checked{why}")
    else:
        lines.append(f"  dead{why}")
        archived = next((link.archived for link in links if link.archived), "")
        search = archive_search(record.url, first.day)
        lines.append(
            f"  = help: Readers are offered the archived copy {archived}."
            if archived
            else f"  = help: See whether {search} has a copy; link that, or another page."
        )
    return lines


def _write(path: Path, text: str) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)  # whole or not at all
