"""The briefing that is measured, and the site of it that Plumbline builds."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.loading import Subject
from support import ROOT, SITE_URL, Site

__all__ = ["CHART", "Sample", "build_plumbline", "read_sample"]

CHART = re.compile(r"^```chart\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A chart in the briefing's body."""
_FILE = Path(__file__).with_name("briefing.md")
_DAY = dt.date(2026, 11, 25)


@dataclass(frozen=True)
class Sample:
    """The briefing: its front matter, its body, and how many charts that holds."""

    front: dict[str, Any]
    body: str
    charts: int


def read_sample() -> Sample:
    """Return the briefing."""
    _, front, body = _FILE.read_text(encoding="utf-8").split("---\n", 2)
    return Sample(yaml.safe_load(front), body.strip(), len(CHART.findall(body)))


def build_plumbline(root: Path) -> Subject:
    """Build a site of the one briefing on the repository's own data and sources.

    Theme, hooks and options are those of the repository's mkdocs.yml. A chart whose picture cannot
    be drawn fails the build.
    """
    site = Site(root, empty=True)
    for entry in (ROOT / "briefings").iterdir():
        if entry.is_file():
            shutil.copy(entry, root / "briefings")
        elif entry.name != "ledger" and not (entry / "index.md").exists():
            shutil.copytree(entry, root / "briefings" / entry.name)
    site.file("briefings/three-charts/index.md", _FILE.read_bytes())
    built = site.build("--strict", day=_DAY, env={"PLUMBLINE_REQUIRE_PICTURES": "1"})
    return Subject(
        name="plumbline",
        label="Plumbline",
        site=built.site,
        site_url=SITE_URL,
        page="briefings/three-charts/",
        charts=read_sample().charts,
        box=".pl-chart",
        shown=".pl-chart .pl-picture",
        reached=".pl-chart[data-state='drawn']",
    )
