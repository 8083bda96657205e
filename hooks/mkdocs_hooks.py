"""MkDocs events, each handed to the package beside this file.

MkDocs registers every callable here whose name begins with `on_`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from plumbline.adapters.address import check_address
from plumbline.adapters.preview import Preview
from plumbline.adapters.signals import tidy_when_ended
from plumbline.adapters.site_build import SiteBuild

_build = SiteBuild("build")
_previews: list[Preview] = []


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Begin with a state that fits the command."""
    _build.command = command
    # What a build makes lasts until its end, and looking for garbage takes a tenth. A preview looks
    # for it once it has started.
    gc.disable()
    tidy_when_ended()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set up the Markdown dialect and the folder that is built into."""
    if _build.previews and not _previews:
        check_address(config)
    return _build.configure(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Run the checks, report them, and add the pages of the core."""
    return _build.add_files(files, config)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep the navigation for pages rendered on request."""
    _build.nav = nav
    return nav


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Give templates their filters."""
    _build.remember(env, config, files)
    return env


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Give the site map its pages."""
    return _build.extend_template(context, template_name)


def on_page_context(
    context: dict[str, Any],
    page: Page,
    config: MkDocsConfig,
    nav: Navigation,
) -> dict[str, Any]:
    """Give a template what its page shows."""
    return _build.extend_context(context, page)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the files that are no pages."""
    _build.write_files(config)


def on_build_error(error: Exception) -> None:
    """Say what an author can do where a build could not write its files."""
    _build.fail(error)


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Let pages be rendered when they are asked for."""
    _previews.append(Preview(_build, server, builder, config))
    _previews[-1].start()
    return server


def on_shutdown() -> None:
    """End the preview, or put the finished site in its place."""
    for preview in _previews:
        preview.end()
    _build.finish()
