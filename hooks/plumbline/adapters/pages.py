"""Pages of the core as MkDocs pages."""

from __future__ import annotations

from html import escape, unescape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from plumbline.content.markdown import Heading
from plumbline.outputs.metadata import page_metadata, plain_metadata
from plumbline.outputs.sitemap import content_date
from plumbline.outputs.values import Metadata
from plumbline.project import Project
from plumbline.site.pages import page_view
from plumbline.site.views import Kind, PageKey, PageView

__all__ = ["CorePage", "describe_page", "generate_file"]

_TEMPLATES = {
    Kind.HOME: "home.html",
    Kind.BRIEFING: "briefing.html",
    Kind.DATASET: "record.html",
    Kind.SOURCE: "record.html",
    Kind.GALLERY: "gallery.html",
    Kind.RULE: "record.html",
    Kind.SEARCH: "search.html",
}
"""Templates by kind of page; the others are listings."""


class CorePage(Page):
    """A page whose content comes out of the core instead of a Markdown file."""

    def __init__(self, key: PageKey, project: Project, file: File, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self.key = key
        self.project = project
        self.view: PageView | None = None
        self.rendered_revision = 0
        self.lastmod = ""  # for the site map, which has no day for a page without one

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  (MkDocs' signature)
        """Take what the page shows from the core."""
        self.refresh()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Do nothing: the core has rendered the text."""

    @property
    def changed_revision(self) -> int:
        """The revision in which what the page shows last changed."""
        asked = (self.project, self.key.kind, self.key.key)
        return max(page_view.changed(*asked), page_metadata.changed(*asked))

    def refresh(self) -> None:
        """Take what the page shows from the core again."""
        with self.project.lock:
            self.view = view = page_view(self.project, self.key.kind, self.key.key)
            self.rendered_revision = self.changed_revision
        self.markdown = ""
        # Material prints titles, descriptions and headings as HTML.
        self.title = escape(view.title)
        self.content = view.html
        self.toc = TableOfContents([_anchor(h) for h in view.headings])
        self.meta = {
            "title": escape(view.title),
            "description": escape(view.description),
            **_meta(view),
        }
        if view.kind is Kind.HOME:
            self.meta.pop("title")
        # What links may point at, for the anchor check of pages in docs/.
        self.present_anchor_ids = set(_ids(view.headings))
        day = content_date(view)
        self.lastmod = day.isoformat() if day else ""


def describe_page(project: Project, page: Page) -> Metadata:
    """Return what a page says of itself to machines, one of docs/ too."""
    with project.lock:
        if isinstance(page, CorePage):
            return page_metadata(project, page.key.kind, page.key.key)
        described = str(page.meta.get("description") or "")
        address = page.url.removeprefix("./")
        return plain_metadata(project, unescape(str(page.title or "")), described, address)


def generate_file(key: PageKey, project: Project, config: MkDocsConfig) -> File:
    """Return the file of a page of the core; call it within a MkDocs event."""
    file = File.generated(config, key.uri, content="")
    file.edit_uri = f"../{key.source}" if key.source else None
    CorePage(key, project, file, config)
    return file


def _meta(view: PageView) -> dict[str, Any]:
    template = _TEMPLATES.get(view.kind, "listing.html")
    hide = ["navigation"]
    if not view.headings or view.kind is Kind.RULE:
        hide.append("toc")
    return {"template": template, "hide": hide}


def _anchor(heading: Heading) -> AnchorLink:
    link = AnchorLink(escape(heading.text), heading.id, heading.level)
    link.children = [_anchor(child) for child in heading.children]
    return link


def _ids(headings: tuple[Heading, ...]) -> list[str]:
    return [i for h in headings for i in (h.id, *_ids(h.children))]
