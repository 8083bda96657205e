"""Pages of the core before they are rendered."""

from __future__ import annotations

from pathlib import Path

from plumbline.project import Mode, Project
from plumbline.site.pages import page_view
from plumbline.site.views import TITLES
from support import Site


def test_titles_known_beforehand_are_those_that_pages_have(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports")
    project = Project(site.root, Mode.BUILD)
    assert {kind: page_view(project, kind, "").title for kind in TITLES} == TITLES
