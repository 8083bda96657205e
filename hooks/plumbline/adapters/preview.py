"""Preview: a page is brought up to date when it is asked for, so a save is seen at once.

MkDocs' own server, its file watching and live reload stay. What changes is the work: a save only
begins a new revision of the graph; the page a browser then asks for is rendered on the spot, and
the others behind it, in the background. Whatever touches docs/, mkdocs.yml or the set of pages
goes through MkDocs' full build. Nothing here raises: an error is a page that says so.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from mkdocs.commands.build import _build_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import InclusionLevel

from plumbline.adapters import live_reload
from plumbline.adapters.pages import CorePage
from plumbline.adapters.search import PreviewIndex
from plumbline.adapters.site_build import SiteBuild, copy_changed, write_changed
from plumbline.site.files import copied_files, made_files, make_file
from plumbline.site.pages import page_keys

__all__ = ["Preview"]

log = logging.getLogger("mkdocs.plumbline")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Fingerprint = dict[str, tuple[int, int]]

_OWN = ("briefings/", "charts/", "data/")
"""Folders of the site that hold files which are made, or copied from beside a briefing."""


class Preview:
    """Takes over the builder and the request handling of MkDocs' development server.

    Args:
        build: the state of the site.
        server: MkDocs' server.
        full_build: MkDocs' own builder.
        config: MkDocs' configuration.
    """

    def __init__(
        self,
        build: SiteBuild,
        server: LiveReloadServer,
        full_build: Callable[[], None],
        config: MkDocsConfig,
    ) -> None:
        self._build = build
        self._server = server
        self._full_build = full_build
        self._root = Path(config.config_file_path).parent
        self._docs = Path(config.docs_dir)
        self._lock = threading.RLock()
        self._stale = threading.Event()
        self._index = PreviewIndex(Path(config.site_dir), self._lock)
        self._code = _fingerprint(self._root / "hooks", "*.py")
        self._frame = self._fingerprint_frame()
        self._failed = False

    def start(self) -> None:
        """Install the builder, the request handling and the background thread."""
        self._server.builder = self.rebuild
        application = cast("Application", self._server.get_app())
        self._server.set_app(self._wrap(application))
        live_reload.load_script_from_file(self._server)
        threading.Thread(target=self._refresh_in_background, daemon=True).start()
        self._index.start()

    def rebuild(self) -> None:
        """Answer a change of files; called by the server's build loop."""
        code = _fingerprint(self._root / "hooks", "*.py")
        if code != self._code:
            self._restart()
        with self._lock:
            started = time.perf_counter()
            try:
                self._rebuild_what_changed()
            except Exception:
                self._failed = True
                log.exception("The preview could not be rebuilt; the last pages stay")
                return
            self._failed = False
            self._index.refresh()  # which gives up an index of the former pages
            log.info(f"Up to date after {time.perf_counter() - started:.2f} s")
        self._stale.set()

    def _rebuild_what_changed(self) -> None:
        project = self._build.project
        if project is None:
            return
        project.advance()
        frame = self._fingerprint_frame()
        if frame != self._frame or self._failed or page_keys(project) != self._build.keys:
            self._full_build()
            self._frame = frame
        else:
            self._build.report()

    def _wrap(self, application: Application) -> Application:
        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = unquote(environ.get("PATH_INFO", ""))
            if "\0" in path:  # no file has such a name, and to look for it is an error
                start_response("404 Not Found", [("Content-Type", "text/plain")])
                return [b"404 Not Found"]
            if path == live_reload.ADDRESS:
                return live_reload.answer_script(start_response)
            if not path.startswith("/livereload/"):
                try:
                    self._bring_up_to_date(path.removeprefix(self._server.mount_path).lstrip("/"))
                except Exception as error:
                    log.exception(f"{path} could not be rendered")
                    return _answer_error(start_response, path, error)
            return application(environ, start_response)

        return answer

    def _bring_up_to_date(self, path: str) -> None:
        address = path.removesuffix("index.html")
        build = self._build
        if build.files is None or build.project is None:
            return
        with self._lock:
            build.project.advance()
            page = self._pages().get(address)
            if page is not None:
                self._refresh(page)
            elif path.startswith(_OWN):
                self._copy_file(f"{path}index.html" if path.endswith("/") else path)

    def _pages(self) -> dict[str, CorePage]:
        files = self._build.files
        return {
            page.file.url.removeprefix("./"): page
            for file in (files.documentation_pages() if files else ())
            if isinstance(page := file.page, CorePage)
        }

    def _refresh(self, page: CorePage) -> None:
        build = self._build
        if build.config is None or build.env is None or build.nav is None or build.files is None:
            return
        if page.changed_revision <= page.rendered_revision and page.view is not None:
            return
        page.refresh()
        shown = build.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        _build_page(page, build.config, shown, build.nav, build.env)

    def _copy_file(self, path: str) -> None:
        config, project = self._build.config, self._build.project
        if config is None or project is None:
            return
        target = Path(config.site_dir) / path
        if path in made_files(project):
            write_changed(make_file(project, path), target)
        elif path in copied_files(project):
            copy_changed(project.root / path, target)
        elif path.startswith("charts/"):  # of a chart that is gone, or cannot be drawn any more
            target.unlink(missing_ok=True)

    def _refresh_in_background(self) -> None:
        while True:
            self._stale.wait()
            self._stale.clear()
            for page in list(self._pages().values()):
                if self._stale.is_set():  # a newer change: begin again
                    break
                try:
                    with self._lock:
                        self._refresh(page)
                except Exception:
                    log.debug(f"{page.file.src_uri} could not be rendered", exc_info=True)
            self._index.refresh()

    def _fingerprint_frame(self) -> Fingerprint:
        """Return the state of all that only a full build takes in."""
        frame = _fingerprint(self._docs, "*")
        for name in ("mkdocs.yml",):
            state = (self._root / name).stat()
            frame[name] = (state.st_mtime_ns, state.st_size)
        return frame

    def _restart(self) -> None:
        log.info("The program has changed: starting again")
        if self._build.config is not None:
            shutil.rmtree(self._build.config.site_dir, ignore_errors=True)
        self._server.server_close()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606  (the command that was started)


def _fingerprint(folder: Path, pattern: str) -> Fingerprint:
    found: Fingerprint = {}
    for path in folder.rglob(pattern):
        if "__pycache__" in path.parts:
            continue
        try:
            state = path.stat()
        except OSError:
            continue
        if path.is_file():
            found[str(path)] = (state.st_mtime_ns, state.st_size)
    return found


def _answer_error(start_response: Callable[..., Any], path: str, error: Exception) -> list[bytes]:
    body = (
        "<!doctype html><meta charset=utf-8><title>This page could not be rendered</title>"
        "<h1>This page could not be rendered</h1>"
        f"<p>{escape(path)}: {escape(type(error).__name__)}: {escape(str(error))}</p>"
        "<p>This is a defect of the program; the terminal holds the details. "
        "The rest of the site still works.</p></body>"
    ).encode()
    start_response(
        "500 Internal Server Error",
        [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]
