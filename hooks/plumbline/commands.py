"""Commands that write: `plumbline publish` and `plumbline build`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from plumbline.diagnostics.reporters import format_one
from plumbline.ledger.publishing import (
    Declaration,
    Refusal,
    Step,
    blocking,
    prepare_text,
    record,
)
from plumbline.library import slugs
from plumbline.project import BRIEFINGS, DRAFTS, Mode, Project
from plumbline.project_cache import open_cache

__all__ = ["build_site", "publish_briefing"]

REFUSED, COULD_NOT_RUN = 1, 2
REVIEW_FOLDER = "review"


def publish_briefing(root: Path, slug: str, said: Declaration) -> int:
    """Record a briefing and say what was done; return the exit status.

    The briefing is changed first, where it must be, then checked as it is then. If it does not
    pass, it gets back the text that it had.
    """
    slug = slug.strip("/").removeprefix(f"{BRIEFINGS}/").removesuffix("/index.md")
    project = Project(root, Mode.CHECK)
    open_cache(project).load(project)
    if slug not in slugs(project):
        click.echo(f"plumbline: there is no briefing {slug!r} in {BRIEFINGS}/", err=True)
        return COULD_NOT_RUN
    first = prepare_text(project, slug, said)
    if isinstance(first, Refusal):
        return _refuse(slug, first)
    before = {path: (root / path).read_bytes() for path, _ in first.written}
    _write(root, first)
    project.advance()
    errors = blocking(project, slug)
    done = (
        Refusal("it does not pass the checks", tuple(format_one(d) for d in errors))
        if errors
        else record(project, slug, said)
    )
    if isinstance(done, Refusal):
        for path, raw in before.items():
            (root / path).write_bytes(raw)
        return _refuse(slug, done)
    _write(root, done)
    for line in (*first.told, *done.told):
        click.echo(f"{slug}: {line}")
    files = [*(path for path, _ in done.written), *done.removed]
    if files:
        click.echo(f"Commit together: {' '.join([f'{BRIEFINGS}/{slug}', *files])}")
    return 0


def _write(root: Path, step: Step) -> None:
    for path, text in step.written:
        target = root / path
        raw = target.read_bytes() if target.exists() else b""
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        lines = text.replace("\n", "\r\n") if b"\r\n" in raw else text
        fresh.write_bytes(mark + lines.encode("utf-8"))
        fresh.replace(target)  # whole or not at all
    for path in step.removed:
        (root / path).unlink(missing_ok=True)


def _refuse(slug: str, refusal: Refusal) -> int:
    click.echo(f"plumbline: {slug} is not recorded: {refusal.message}", err=True)
    for line in refusal.details:
        click.echo(f"  {line}", err=True)
    return REFUSED


def build_site(root: Path, site_dir: Path | None, *, drafts: bool) -> int:
    """Run MkDocs in strict mode and return its exit status."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "mkdocs.yml")]
    if site_dir is not None or drafts:
        target = site_dir.absolute() if site_dir else root / REVIEW_FOLDER
        command += ["-d", str(target)]
    environment = {**os.environ, DRAFTS: "1"} if drafts else dict(os.environ)
    if not drafts:
        environment.pop(DRAFTS, None)
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  (our own Python)
