"""Where the addresses written in a briefing lead."""

from __future__ import annotations

from plumbline.content.links import Target, find_links, resolve_link
from plumbline.library import SHARED_FOLDERS, briefing
from plumbline.project import BRIEFINGS, Project, list_folder
from plumbline.query import query

__all__ = ["link_targets", "published_file"]


@query
def link_targets(project: Project, slug: str) -> dict[str, Target]:
    """Return what each address written in a briefing means."""
    folder = f"{BRIEFINGS}/{slug}"
    return {
        link.url: resolve_link(
            link.url, folder, f"{folder}/", lambda path: published_file(project, path)
        )
        for link in find_links(briefing(project, slug).body)
    }


def published_file(project: Project, path: str) -> bool:
    """Return whether a path of the project is a file that the site can hold.

    A draft counts: whether it is public is a question of its own (`is_public`).
    """
    folder, _, name = path.rpartition("/")
    if (name, False) not in list_folder(project, folder):
        return False
    if path.startswith("docs/"):
        return not path.startswith("docs/overrides/")
    parts = path.split("/")
    return parts[0] == BRIEFINGS and len(parts) > 2 and parts[1] not in SHARED_FOLDERS
