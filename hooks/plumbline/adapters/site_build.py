"""The life of a build under MkDocs: what each of its events means for the core."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import _build_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from plumbline.adapters.assets import leave_out_preview, merge_style_sheets, minify_scripts
from plumbline.adapters.failures import explain_error, explain_failure, failure_level
from plumbline.adapters.former_site import FormerSite, fingerprint_frame, fingerprint_pages
from plumbline.adapters.links import check_links
from plumbline.adapters.page_groups import PageGroup, group_pages, take_models
from plumbline.adapters.pages import CorePage, CorePages, SiteFiles, describe_page
from plumbline.adapters.papers import complain_about_papers, print_papers, promise_papers
from plumbline.adapters.pictures import draw_pictures
from plumbline.adapters.progress import show_progress
from plumbline.adapters.search import index_site
from plumbline.adapters.shared_parts import SharedParts
from plumbline.adapters.swap import SiteSwap
from plumbline.adapters.writing import copy_changed, make_own, write_changed
from plumbline.content.dialect import EXTENSION_CONFIGS, EXTENSIONS
from plumbline.diagnostics.diagnostic import Diagnostic, Severity
from plumbline.diagnostics.reporters import format_one, format_summary
from plumbline.graph_cache import GraphCache
from plumbline.links.reading import read_links
from plumbline.outputs.sitemap import page_date
from plumbline.parallel import apart, in_shares
from plumbline.project import DRAFTS, Mode, Project, date_of_build
from plumbline.project_cache import fingerprint_code, open_cache
from plumbline.rules.runner import all_diagnostics, gather_briefings
from plumbline.search.indexing import FOLDER
from plumbline.search.records import describe_document, search_record
from plumbline.site.annotations import count_annotations
from plumbline.site.cards import format_date
from plumbline.site.facts import ask_listed, gather_facts
from plumbline.site.files import copied_files, file_changed, made_files, make_file
from plumbline.site.methodology import METHODOLOGY, has_methodology
from plumbline.site.pages import page_keys
from plumbline.site.plotly import plotly_address, plotly_script
from plumbline.site.security import page_policy
from plumbline.site.views import PageKey

__all__ = ["SiteBuild"]

# Strict mode counts what reaches a logger below `mkdocs` at WARNING and above.
log = logging.getLogger("mkdocs.plumbline")


class SiteBuild:
    """State that outlives one build: the graph with its values, and in preview the last site.

    Args:
        command: "build" or "serve", as MkDocs calls it.
    """

    def __init__(self, command: str) -> None:
        self.command = command
        self.began = time.time_ns()  # what changes later may not be in it
        self.project: Project | None = None
        self.keys: tuple[PageKey, ...] = ()
        self.config: MkDocsConfig | None = None
        self.env: jinja2.Environment | None = None
        self.nav: Navigation | None = None
        self.files: Files | None = None
        self.pages: CorePages | None = None
        self._swap: SiteSwap | None = None
        self._cache: GraphCache | None = None
        self._former: FormerSite | None = None
        self._frame = ""
        self._indexed = ""
        self._unsaved = False
        self._kept = False
        self._built = False
        self._reported: tuple[Diagnostic, ...] = ()

    @property
    def previews(self) -> bool:
        """Whether an author is looking, rather than a publisher."""
        return self.command == "serve"

    @property
    def for_review(self) -> bool:
        """Whether the build is a copy for review: drafts and all, and not to be listed."""
        return not self.previews and os.environ.get(DRAFTS) == "1"

    def _mode(self) -> Mode:
        if self.previews:
            return Mode.PREVIEW
        return Mode.REVIEW if self.for_review else Mode.BUILD

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the dialect, the folders and, for a build, the place it goes to."""
        root, name = os.path.split(config.config_file_path)
        if self.project is None:
            self.project = Project(Path(root), self._mode(), config=name)
        self.project.given |= {  # also in a preview whose configuration says something else now
            "site_url": config.site_url or "",
            "site_name": config.site_name,
            "site_description": config.site_description or "",
            "repo_url": config.repo_url or "",
        }
        # Build dates are the commit's, so that two builds of one commit are the same.
        if not os.environ.get("SOURCE_DATE_EPOCH"):
            day = date_of_build(Path(root))
            midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
            os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
        config.markdown_extensions = list(dict.fromkeys([*EXTENSIONS, *config.markdown_extensions]))
        config.mdx_configs = {**EXTENSION_CONFIGS, **config.mdx_configs}
        if self.command == "build" and self._swap is None:
            swap = SiteSwap(Path(config.site_dir))
            config.site_dir = str(swap.begin(_say_that_another_builds))
            self._swap = swap
        self.config = config
        return config

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Run the core: report what it finds and add its pages."""
        project = self._require_project()
        if not self.previews:
            promise_papers(project)
        if self._cache is None:
            self._cache = open_cache(project)
            known = self._cache.load(project)
            if self.previews and not known:
                ask_listed(project)
            self._unsaved = not known or self._cache.is_copy
        project.advance()
        # First of all: what is asked of a page before its pictures are there would stay without.
        if not self.previews:
            draw_pictures(project)
            gather_briefings(project, gather_facts)
            complain_about_papers(project)
        if not self.previews or config.strict:
            self.report()
        self.keys = page_keys(project)
        for key in self.keys:
            if files.get_file_from_path(key.uri) is not None:
                log.log(failure_level(log), f"docs/{key.uri} is in the way of a page; move it")
        shown = (key for key in self.keys if files.get_file_from_path(key.uri) is None)
        self.pages = CorePages(shown, project, config)
        if not self.previews:
            leave_out_preview(files)
        merge_style_sheets(files, config)
        minify_scripts(files, config)
        return SiteFiles(files, self.pages)

    def report(self) -> None:
        """Log every diagnostic, errors as warnings of MkDocs; in preview only once a change."""
        found = all_diagnostics(self._require_project())
        if self.previews and found == self._reported:
            return
        self._reported = found
        for diagnostic in found:
            fails = diagnostic.severity is Severity.ERROR
            if self.previews and diagnostic.code.startswith("LE"):
                fails = False  # an author at work has not published yet: it is shown, no more
            log.log(failure_level(log) if fails else logging.INFO, format_one(diagnostic))
        log.info(format_summary(found))

    def remember(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Keep what rendering one page again needs."""
        overrides = Path(config.theme.dirs[0])
        # MkDocs escapes nothing; our own templates escape everything, Material's stay as written.
        ours = {path.relative_to(overrides).as_posix() for path in overrides.rglob("*")}
        env.autoescape = lambda name: name in ours
        env.filters["day"] = format_date
        env.filters["count_findings"] = count_annotations
        env.globals["plotly_address"] = plotly_address()
        env.globals["content_security_policy"] = page_policy()
        env.globals["methodology"] = METHODOLOGY if has_methodology(self._require_project()) else ""
        env.globals["previews"] = self.previews
        env.globals["review"] = self.for_review
        self.env, self.config, self.files = env, config, files
        if not self.previews and self.nav is not None:
            # Before any template is loaded: one that is saved later is none of this build's.
            self._frame = fingerprint_frame(config, self.nav, fingerprint_code())
        self.forget_parts()

    def forget_parts(self) -> None:
        """Render anew what pages have in common: a template of it may have changed."""
        if self.env is None or self.nav is None:
            raise RuntimeError("there are no templates before on_env")
        self.env.globals["shared"] = SharedParts(self.nav)

    def extend_context(self, context: dict[str, Any], page: Page) -> dict[str, Any]:
        """Give a template what the page shows."""
        context["metadata"] = describe_page(self._require_project(), page)
        if isinstance(page, CorePage):
            context["view"] = page.view
            with page.project.lock:
                found = search_record(page.project, page.key.kind, page.key.key)
            context["search_record"] = found
        else:
            context["view"] = None
            context["search_record"] = describe_document(str(page.title or ""))
        return context

    def extend_template(self, context: dict[str, Any], name: str) -> dict[str, Any]:
        """Give the site map the pages of the core; a preview does without their days."""
        if name == "sitemap.xml" and self.pages is not None:
            pages = list(self.pages)
            for page in pages if not self.previews else ():
                day = page_date(page.project, page.key.kind, page.key.key)
                page.lastmod = day.isoformat() if day else ""
            context["pages"] = [*context["pages"], *(page.file for page in pages)]
        return context

    def write_files(self, config: MkDocsConfig) -> None:
        """Write what MkDocs does not: the pages of the core, and the files that are no pages.

        A preview writes a file when it is asked for.
        """
        project, site = self._require_project(), Path(config.site_dir)
        copy_changed(plotly_script(), site / plotly_address())
        if not self.previews:
            for path in copied_files(project):
                copy_changed(project.root / path, site / path)
            self._write_pages(project, site)
            if not print_papers(project, site):
                for page in self.pages or ():  # which show something else than when rendered
                    self.render(page)
            if self.for_review:  # whatever else the site would say to search engines
                write_changed(b"User-agent: *\nDisallow: /\n", site / "robots.txt")
            project.end_sql()  # nothing of what follows asks it
            self._indexed = fingerprint_pages(site)
            former = self._former
            indexed = former is not None and former.take_folder(FOLDER, site, self._indexed)
            read = partial(read_links, project.cache_folder, project.site_url, site, FOLDER)
            # By a program of its own, while links are read by a process of its own.
            with (
                contextlib.nullcontext() if indexed else index_site(site),
                apart(read, items=len(self.keys)) as links,
            ):
                # Even if the build then fails. But a former site goes with what was kept with it,
                # and a build that fails must not part them.
                self._kept = (former is None or not former.is_known) and self.save_cache()
                found = links()
            name = self._swap.site.name if self._swap else site.name
            check_links(project, site, name, found, self._reported)
        self._built = True

    def _write_pages(self, project: Project, site: Path) -> None:
        """Write the core's pages and the files that are made, those of one briefing together.

        What is as it was is taken from the former site. Each process finds out for its share
        whether it is: in a cold build that is nearly all the work.
        """
        self._open_former_site(project)
        groups = group_pages(project, self.pages or ())

        def write(group: PageGroup) -> None:
            for page in group.pages:
                if page.changed_revision or not self._take(page.file.dest_uri, site):
                    self.render(page)
            for address in group.addresses:
                if file_changed(project, address) or not self._take(address, site):
                    write_changed(make_file(project, address), site / address)
            let_go(group)

        def let_go(group: PageGroup) -> None:
            group.let_go(project)

        for model in take_models(groups):  # what a kind shares is found out before there are others
            write(model)
        bar = show_progress("Pages", len(groups))
        in_shares(project, groups, write, keep=False, shown=bar, elsewhere=let_go)
        for page in self.pages or ():
            page.written_revision = project.revision

    def _open_former_site(self, project: Project) -> None:
        if self.config is None or self.nav is None:
            raise RuntimeError("there is no navigation before on_env")
        if self._swap is not None and self._cache is not None:
            record = project.cache_folder / f"{project.mode}-site.json"
            self._former = FormerSite(self._swap.site, record)
            self._former.load(self._frame, self._cache.generation)

    def _take(self, address: str, site: Path) -> bool:
        return self._former is not None and self._former.take(address, site / address)

    def render(self, page: CorePage) -> None:
        """Write a page of the core, unless it was written and shows the same still."""
        if self.config is None or self.env is None or self.nav is None or self.files is None:
            raise RuntimeError("there are no templates before on_env")
        changed = page.changed_revision
        if page.written_revision >= changed:
            return
        page.refresh()
        make_own(Path(self.config.site_dir, page.file.dest_uri))
        # All that a page of ours needs of the others is in the navigation.
        _build_page(page, self.config, [], self.nav, self.env)
        page.written_revision = changed

    def render_apart(self, template: str, title: str, address: str, shown: dict[str, Any]) -> str:
        """Return a page that only the preview has; it is written nowhere.

        Args:
            template: its template.
            title: its title.
            address: where it is served, relative to the site's root.
            shown: what the template shows.
        """
        if self.config is None or self.env is None or self.nav is None or self.files is None:
            raise RuntimeError("there are no templates before on_env")
        page = Page(
            title, File.generated(self.config, f"{address}index.md", content=""), self.config
        )
        page.meta = {"title": title, "hide": ["navigation", "toc"]}
        context = dict(get_context(self.nav, self.files, self.config, page))
        context = {**self.extend_context(context, page), **shown, "search_record": None}
        return self.env.get_template(template).render(context)

    def render_partial(self, template: str, shown: dict[str, Any]) -> str:
        """Return a part of a page."""
        if self.env is None:
            raise RuntimeError("there are no templates before on_env")
        return self.env.get_template(template).render(shown)

    def finish(self) -> None:
        """Put a build that succeeded in the site's place; leave the site alone otherwise."""
        if self._swap is None:
            return
        # MkDocs ends here from a `finally`: an exception on its way means that it gave up,
        # in strict mode after everything has been written.
        swap, self._swap = self._swap, None
        if not self._built or sys.exc_info()[0] is not None:
            swap.abandon()
            return
        try:
            swap.commit()
        except OSError as error:
            raise Abort(explain_failure(error)) from error
        self._remember_site()

    def save_cache(
        self, checkpoint: Callable[[], object] = lambda: None, *, whole: bool = True
    ) -> bool:
        """Keep for the next process what the graph knows, as `GraphCache.save` does."""
        project, last = self._require_project(), not self.previews
        return self._cache is not None and self._cache.save(
            project, whole=whole, last=last, checkpoint=checkpoint
        )

    def save_first(self, checkpoint: Callable[[], object]) -> None:
        """Keep what a preview without a cache of its own knows by now; it may end any moment."""
        if self._unsaved:
            self._unsaved = not self.save_cache(checkpoint, whole=False)

    def _remember_site(self) -> None:
        """Keep for the next build what this one has found out and written."""
        project = self._require_project()
        if self._cache is None or self._former is None or not (self._kept or self.save_cache()):
            return  # else the files would be taken for those of the state that is kept
        pages = (page.file.dest_uri for page in self.pages or ())
        index = Path(self._former.folder, FOLDER)
        indexed = (p.relative_to(self._former.folder).as_posix() for p in index.rglob("*"))
        self._former.save(
            [*pages, *made_files(project), *indexed],
            self._frame,
            self._cache.generation,
            self._indexed,
        )

    def fail(self, error: Exception) -> None:
        """Say in a sentence what an author can do something about; leave other errors to MkDocs.

        Raises:
            Abort: the build cannot go on, and the author can do something about it.
        """
        why = explain_error(error)
        if why and not self.previews:
            raise Abort(why) from error

    def _require_project(self) -> Project:
        if self.project is None:
            raise RuntimeError("the project is set up in on_config")
        return self.project


def _say_that_another_builds() -> None:
    log.info("Another build of this site is running: this one waits for it to end")
