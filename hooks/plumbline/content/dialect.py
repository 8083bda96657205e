"""The Markdown dialect of the site: Python-Markdown with Material's usual extensions."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["EXTENSIONS", "EXTENSION_CONFIGS", "TOKEN", "make_token", "slugify_heading"]

TOKEN = re.compile("\ue000([a-z]+)(\\d+)\ue001")
"""Stands in a text for something that is put in after Markdown has been rendered."""

EXTENSIONS: tuple[str, ...] = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.caret",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.mark",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)


def make_token(kind: str, number: int) -> str:
    """Return the text that stands for item `number` of a kind (lower-case letters)."""
    return f"\ue000{kind}{number}\ue001"


def slugify_heading(text: str, separator: str) -> str:
    """Return a heading's anchor: lower case, words joined by `separator`, any script kept."""
    from pymdownx.slugs import slugify

    slug: str = slugify(case="lower")(TOKEN.sub("", text), separator)
    return slug


EXTENSION_CONFIGS: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TITLE": "Back to the text", "SUPERSCRIPT_TEXT": "note {}"},
    "tables": {"use_align_attribute": True},  # a style attribute would need a laxer CSP
    "toc": {
        "permalink": True,
        "permalink_title": "Link to this section",
        "slugify": slugify_heading,
    },
    "pymdownx.highlight": {"anchor_linenums": False, "use_pygments": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
}
"""Options by extension, as Python-Markdown takes them."""
