"""Style sheets as readers get them: several in one file, without comments, under a name that
changes with the content. The sources stay one a component."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rcssmin import cssmin

from plumbline.project import Project, read_text
from plumbline.query import query

__all__ = ["FOLDER", "SOURCES", "StyleSheet", "can_be_merged", "embed_style", "merge_styles"]

FOLDER = "assets/stylesheets"
"""Where style sheets lie in the site."""
SOURCES = f"docs/{FOLDER}"
"""Where their sources lie in the project."""
_EMBED = ("tokens", "figure", "chart", "embed")
_FIRST_ONLY = re.compile(r"@(?:import|charset|namespace)\b", re.IGNORECASE)


@dataclass(frozen=True)
class StyleSheet:
    """A style sheet of the site.

    Attributes:
        address: its address relative to the site's root.
        text: what it holds.
    """

    address: str
    text: str


def merge_styles(name: str, sources: Iterable[str]) -> StyleSheet:
    """Return several style sheets as one, in their order.

    Args:
        name: what its file is called, before a digest of its content.
        sources: texts of CSS, none of which needs to stand first; see `can_be_merged`.
    """
    text = "\n".join(cssmin(source) for source in sources)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return StyleSheet(f"{FOLDER}/{name}-{digest}.css", text)


def can_be_merged(path: str, text: str) -> bool:
    """Return whether a style sheet means the same within the merged one.

    It does not where it lies in another folder, to which its addresses are relative, or holds a
    rule that counts at the beginning of a file only (CSS Cascading and Inheritance 5, § 2).

    Args:
        path: its address in the site.
        text: what it holds.
    """
    return path.rpartition("/")[0] == FOLDER and not _FIRST_ONLY.search(text)


@query
def embed_style(project: Project) -> StyleSheet:
    """Return the style sheet of the pages that other sites embed."""
    texts = (read_text(project, f"{SOURCES}/{name}.css").text for name in _EMBED)
    return merge_styles("embed", texts)
