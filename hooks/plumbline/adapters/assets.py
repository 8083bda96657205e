"""Our style sheets and scripts among the files of MkDocs: fewer and smaller than their sources."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from rjsmin import jsmin

from plumbline.site.style_sheets import can_be_merged, merge_styles

__all__ = ["leave_out_preview", "merge_style_sheets", "minify_scripts"]

_SCRIPTS = "assets/javascripts/"
_OF_PREVIEW = (
    f"{_SCRIPTS}copy-claim.js",
    f"{_SCRIPTS}desk.js",
    "assets/stylesheets/desk.css",
)
"""Scripts and style sheet that only a preview needs."""


def leave_out_preview(files: Files) -> None:
    """Take out what only a preview has."""
    for path in _OF_PREVIEW:
        file = files.get_file_from_path(path)
        if file is not None:
            files.remove(file)


def merge_style_sheets(files: Files, config: MkDocsConfig) -> None:
    """Put one file in the place of the style sheets that `extra_css` names, in their order.

    Those that cannot be merged keep their own files, and come after it.
    """
    texts: list[str] = []
    others: list[str] = []
    for path in config.extra_css:
        file = files.get_file_from_path(path)
        if file is None or not can_be_merged(path, file.content_string):
            others.append(path)
            continue
        texts.append(file.content_string)
        files.remove(file)
    if texts:
        merged = merge_styles("site", texts)
        files.append(File.generated(config, merged.address, content=merged.text))
        others.insert(0, merged.address)
    config.extra_css = others


def minify_scripts(files: Files, config: MkDocsConfig) -> None:
    """Take comments and needless white space out of the scripts in docs/."""
    for file in files.javascript_files():
        ours = file.src_dir == config.docs_dir and file.src_uri.startswith(_SCRIPTS)
        if ours and not file.src_uri.endswith(".min.js"):
            file.content_string = jsmin(file.content_string)
