"""Pages of the core as MkDocs pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from plumbline.content.markdown import Heading
from plumbline.outputs.metadata import page_metadata, plain_metadata
from plumbline.outputs.values import Metadata
from plumbline.project import Project
from plumbline.search.records import search_record
from plumbline.site.pages import page_view
from plumbline.site.views import TITLES, Kind, PageKey, PageView

__all__ = ["CorePage", "CorePages", "SiteFiles", "describe_page"]

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
        self.written_revision = -1
        self.lastmod = ""  # for the site map, which has no day for a page without one
        self.title = TITLES.get(key.kind, key.key)  # for the navigation, until it is rendered

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # read, never set
        """What links may point at, for the anchor check of pages in docs/."""
        with self.project.lock:
            return set(_ids(page_view(self.project, self.key.kind, self.key.key).headings))

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002  (MkDocs' signature)
        """Take what the page shows from the core."""
        self.refresh()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Do nothing: the core has rendered the text."""

    @property
    def changed_revision(self) -> int:
        """The revision in which what the page shows last changed."""
        asked = (self.project, self.key.kind, self.key.key)
        return max(
            page_view.changed(*asked), page_metadata.changed(*asked), search_record.changed(*asked)
        )

    def refresh(self) -> None:
        """Take what the page shows from the core again."""
        with self.project.lock:
            self.view = view = page_view(self.project, self.key.kind, self.key.key)
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

    def let_go(self) -> None:
        """Give up what it shows, when it has been written; what several pages show stays."""
        self.view, self.content, self.toc = None, None, TableOfContents([])
        if self.key.kind in (Kind.BRIEFING, Kind.SOURCE):
            kind, key = self.key.kind, self.key.key
            asked = (page_view.key(kind, key), page_metadata.key(kind, key))
            self.project.let_go(asked, {key})


def describe_page(project: Project, page: Page) -> Metadata:
    """Return what a page says of itself to machines, one of docs/ too."""
    with project.lock:
        if isinstance(page, CorePage):
            return page_metadata(project, page.key.kind, page.key.key)
        described = str(page.meta.get("description") or "")
        address = page.url.removeprefix("./")
        return plain_metadata(project, unescape(str(page.title or "")), described, address)


class CorePages:
    """The pages of the core, each made when it is first asked for.

    Args:
        keys: which there are.
        project: the project.
        config: MkDocs' configuration.
    """

    def __init__(self, keys: Iterable[PageKey], project: Project, config: MkDocsConfig) -> None:
        self._project, self._config = project, config
        self._keys: dict[str, PageKey] = {}
        self._made: dict[str, CorePage] = {}
        self.update(keys)

    def update(self, keys: Iterable[PageKey]) -> tuple[PageKey, ...]:
        """Take in which pages there are now; return those that are gone."""
        former, self._keys = self._keys, {key.uri: key for key in keys}
        gone = tuple(key for uri, key in former.items() if self._keys.get(uri) != key)
        for key in gone:
            self._made.pop(key.uri, None)
        return gone

    def __iter__(self) -> Iterator[CorePage]:
        """Iterate over all pages in their order."""
        for uri in tuple(self._keys):
            page = self.at_uri(uri)
            if page is not None:
                yield page

    def at_uri(self, uri: str) -> CorePage | None:
        """Return the page of a path below docs/ that MkDocs takes it to come from."""
        key = self._keys.get(uri)
        if key is None:
            return None
        if uri not in self._made:
            file = File.generated(self._config, uri, content="")
            file.edit_uri = f"../{key.source}" if key.source else None
            self._made[uri] = CorePage(key, self._project, file, self._config)
        return self._made[uri]

    def forget_written(self) -> None:
        """Let each page be written again when it is asked for: it would look otherwise."""
        for page in self._made.values():
            page.written_revision = -1

    def at_address(self, address: str) -> CorePage | None:
        """Return the page at an address below the site's root, such as "briefings/a/"."""
        return self.at_uri(f"{address}index.md")


class SiteFiles(Files):
    """MkDocs' files, with those of the core's pages for whoever asks for one.

    They are not among the pages that MkDocs goes through: `SiteBuild` and `Preview` render them.

    Args:
        files: what MkDocs has found.
        pages: the core's pages.
    """

    def __init__(self, files: Iterable[File], pages: CorePages) -> None:
        super().__init__(files)
        self._pages = pages

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path below docs/, of a page of the core too."""
        found = super().get_file_from_path(path)
        if found is None:
            page = self._pages.at_uri(path)
            found = page.file if page else None
        return found


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
