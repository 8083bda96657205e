"""Templates that change while the preview runs: what they show is rendered again, and no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.commands.build import _build_page, _build_theme_template
from mkdocs.structure.files import InclusionLevel

from plumbline.adapters.site_build import SiteBuild

__all__ = ["changed_templates", "render_templates_again"]

_SITEMAP = "sitemap.xml"


def changed_templates(
    before: Mapping[str, object], now: Mapping[str, object], folder: Path
) -> frozenset[str]:
    """Return the templates that changed, by their names, if nothing else did.

    One that came or went may take the place of another, or give it back: that is something else.

    Args:
        before: the state of each file by its path.
        now: the same, later.
        folder: where the site's own templates are.
    """
    if before.keys() != now.keys():
        return frozenset()
    changed = [Path(path) for path, state in now.items() if before[path] != state]
    if not all(p.is_relative_to(folder) and p.suffix in (".html", ".xml") for p in changed):
        return frozenset()
    return frozenset(path.relative_to(folder).as_posix() for path in changed)


def render_templates_again(build: SiteBuild, changed: Collection[str]) -> None:
    """Render MkDocs' own pages anew, and see to it that those of the core are when asked for.

    Args:
        build: the state of the site, after a whole build.
        changed: names of the templates that are not as they were.

    Raises:
        jinja2.TemplateError: a template is broken.
    """
    if build.config is None or build.env is None or build.nav is None or build.files is None:
        raise RuntimeError("there are no templates before on_env")
    if build.env.cache is not None:  # MkDocs' environment never looks at files again
        build.env.cache.clear()
    build.forget_parts()
    if build.pages is not None:
        build.pages.forget_written()
    pages = build.files.documentation_pages()
    for file in pages:
        if file.page is not None:
            excluded = file.inclusion is InclusionLevel.EXCLUDED
            _build_page(file.page, build.config, pages, build.nav, build.env, excluded=excluded)
    for name in sorted(build.config.theme.static_templates):
        if name != _SITEMAP or name in changed:  # it extends no other, and lists all pages
            _build_theme_template(name, build.env, build.files, build.config, build.nav)
