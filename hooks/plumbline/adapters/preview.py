"""Preview: a page is brought up to date when it is asked for, so a save is seen at once.

MkDocs' own server, its file watching and live reload stay. What changes is the work: a save only
begins a new revision of the graph; the page a browser then asks for is rendered on the spot, and
the others behind it, in the background. So are all pages where nothing but templates changed.
Whatever else touches docs/ or mkdocs.yml goes through MkDocs' full build. Nothing here raises: an
error is a page that says so.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from plumbline.adapters import live_reload
from plumbline.adapters.desk import SHARED, Desk
from plumbline.adapters.pages import CorePage
from plumbline.adapters.search import PreviewIndex
from plumbline.adapters.site_build import SiteBuild
from plumbline.adapters.templates import changed_templates, render_templates_again
from plumbline.adapters.writing import copy_changed, write_changed
from plumbline.library import slugs
from plumbline.site.annotations import briefing_annotations, shared_annotations
from plumbline.site.desk import schedule
from plumbline.site.files import copied_files, made_files, make_file
from plumbline.site.pages import page_keys
from plumbline.site.views import Kind
from plumbline.watching import ChangeObserver

__all__ = ["GivenUpError", "Preview", "Requests"]

log = logging.getLogger("mkdocs.plumbline")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Fingerprint = dict[str, tuple[int, int]]

POLLING = "PLUMBLINE_POLLING"
"""Environment variable: 1 looks at files twice a second, where the system reports no changes."""

_BUILD_DELAY = 0.05
"""Seconds without a change after which a save counts as finished."""

_TURN = 0.0005
"""Seconds for which a thread goes on while another waits for its turn.

Python's own 5 ms pass at each file that a save has looked at, and there are thousands.
"""

_REST = 20.0
"""Seconds without a change after which the cache is written."""

_HEAD_START = 0.3
"""Seconds that a browser has after a change to ask for the page that it shows."""

_PATIENCE = 10.0
"""Seconds to wait at the end for a page that is being rendered."""

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
        self._asked = Requests()
        self._desk = Desk(build, server.mount_path)
        self._index = PreviewIndex(Path(config.site_dir), self._lock)
        self._code = _fingerprint(self._root / "hooks", "*.py")
        self._frame = self._fingerprint_frame()
        self._failed = False

    def start(self) -> None:
        """Install the builder, the request handling and the background thread."""
        sys.setswitchinterval(_TURN)
        if os.environ.get(POLLING) != "1":
            self._watch()
        self._server.builder = self.rebuild
        application = cast("Application", self._server.get_app())
        self._server.set_app(self._wrap(application))
        live_reload.load_script_from_file(self._server)
        threading.Thread(target=self._work_in_background, daemon=True).start()
        self._index.start()
        self._stale.set()

    def end(self) -> None:
        """Write nothing from now on: MkDocs is about to remove the folder."""
        self._index.end()
        self._lock.acquire(timeout=_PATIENCE)  # for good: whoever renders a page waits for it

    def _watch(self) -> None:
        """Let the server hear of changes from the system."""
        server = self._server
        watched = list(server._watched_paths)
        server._watched_paths.clear()
        server.observer = cast("Any", ChangeObserver(log.info))
        server.build_delay = _BUILD_DELAY
        for path in watched:
            server.watch(path)

    def rebuild(self) -> None:
        """Answer a change of files; called by the server's build loop."""
        code = _fingerprint(self._root / "hooks", "*.py")
        if code != self._code:
            self._restart()
        with self._asked, self._lock:
            started = time.perf_counter()
            try:
                self._rebuild_what_changed()
            except Exception as error:
                self._failed = True
                log.exception("The preview could not be rebuilt; the last pages stay")
                self._desk.fail(f"{type(error).__name__}: {error}")
                return
            self._failed = False
            self._desk.fail("")
            self._index.refresh()  # which gives up an index of the former pages
            log.info(f"Up to date after {time.perf_counter() - started:.2f} s")
        self._stale.set()

    def _rebuild_what_changed(self) -> None:
        build, frame = self._build, self._fingerprint_frame()
        if build.project is None or build.pages is None or build.config is None:
            return
        build.project.advance()
        templates = changed_templates(self._frame, frame, Path(build.config.theme.dirs[0]))
        if self._failed or (frame != self._frame and not templates):
            self._full_build()
        else:
            self._take_in_pages()
            if templates:
                render_templates_again(build, templates)
        self._frame = frame

    def _take_in_pages(self) -> None:
        """Take in which pages there are now, and remove those that are gone."""
        build = self._build
        if build.project is None or build.pages is None or build.config is None:
            return
        keys = page_keys(build.project)
        if keys == build.keys:
            return
        build.keys = keys
        for key in build.pages.update(keys):
            address = key.uri.removesuffix("index.md")
            shutil.rmtree(Path(build.config.site_dir) / address, ignore_errors=True)

    def _wrap(self, application: Application) -> Application:
        def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = unquote(environ.get("PATH_INFO", ""))
            if "\0" in path:  # no file has such a name, and to look for it is an error
                start_response("404 Not Found", [("Content-Type", "text/plain")])
                return [b"404 Not Found"]
            if path == live_reload.ADDRESS:
                return live_reload.answer_script(start_response)
            if not path.startswith("/livereload/"):
                address = path.removeprefix(self._server.mount_path).lstrip("/")
                try:
                    query = environ.get("QUERY_STRING", "")
                    answer = self._desk.answer(address, query, start_response)
                    if answer is not None:
                        return answer
                    with self._asked:
                        self._bring_up_to_date(address)
                except Exception as error:
                    log.exception(f"{path} could not be rendered")
                    return self._answer_error(start_response, path, error)
            return application(environ, start_response)

        return respond

    def _bring_up_to_date(self, path: str) -> None:
        project, pages = self._build.project, self._build.pages
        if project is None or pages is None:
            return
        with self._lock:
            address = path.removesuffix("index.html")
            is_page = address.endswith("/") or not address
            if not is_page and not self._is_made(path):
                return
            project.advance()
            self._take_in_pages()  # even if no event has told of a change: it is looked at here
            page = pages.at_address(address) if is_page else None
            if page is not None:
                self._build.render(page)
                self._hand_over(page)
            else:
                self._copy_file(f"{path}index.html" if path.endswith("/") else path)

    def _hand_over(self, page: CorePage) -> None:
        """Let the desk know what is shown as found on a page."""
        owns = page.key.kind in (Kind.HOME, Kind.BRIEFING)
        if owns and page.view is not None:
            self._desk.take(page.key.key or SHARED, page.view.diagnostics)

    def _is_made(self, path: str) -> bool:
        project = self._build.project
        return path.startswith(_OWN) or (project is not None and path in made_files(project))

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

    def _work_in_background(self) -> None:
        """Report what the checks find, then render what is stale, while nobody waits for a page."""
        while True:
            self._stale.wait()
            self._stale.clear()
            self._asked.wait_for_one(_HEAD_START)  # all that is begun first, it would wait for
            try:
                self._check()
                self._build.save_first(self._asked.let_go_first)
            except GivenUpError:
                pass  # it is kept later
            except Exception:
                log.exception("The checks could not be carried through")
            for page in list(self._build.pages or ()):
                self._asked.wait_for_none()
                if self._stale.is_set():  # a newer change: begin again
                    break
                try:
                    with self._lock:
                        self._render_if_there(page)
                except Exception:
                    log.debug(f"{page.file.src_uri} could not be rendered", exc_info=True)
            else:  # before that, words of a page that is not there yet would not be found
                self._index.refresh()
            self._keep()

    def _keep(self) -> None:
        """Keep what is known when nothing changes for a while: the next preview begins with it.

        It is given up for whoever asks for a page meanwhile, and begun again later.
        """
        kept = False
        while not kept and not self._stale.wait(_REST):
            with suppress(GivenUpError):
                self._build.save_cache(self._asked.let_go_first)
                kept = True

    def _render_if_there(self, page: CorePage) -> None:
        """Render a page unless a request has found meanwhile that there is none any more."""
        pages = self._build.pages
        if pages is not None and pages.at_uri(page.key.uri) is page:
            self._build.render(page)

    def _check(self) -> None:
        project = self._build.project
        if project is None:
            return
        self._desk.begin()
        present = slugs(project)
        for slug in sorted(present, key=lambda slug: slug != self._desk.looked_at):
            self._asked.wait_for_none()  # one at a time: whoever asks for a page goes first
            self._desk.take(slug, briefing_annotations(project, slug))
        self._asked.wait_for_none()
        self._desk.take(SHARED, shared_annotations(project))
        self._desk.finish(present, schedule(project))
        self._build.report()

    def _fingerprint_frame(self) -> Fingerprint:
        """Return the state of all that only a full build takes in."""
        frame = _fingerprint(self._docs, "*")
        for name in ("mkdocs.yml",):
            state = (self._root / name).stat()
            frame[name] = (state.st_mtime_ns, state.st_size)
        return frame

    def _answer_error(
        self, start_response: Callable[..., Any], path: str, error: Exception
    ) -> list[bytes]:
        """Answer with a page that says what went wrong, and that follows the next save."""
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8>"
            "<title>This page could not be rendered</title>"
            "<body><h1>This page could not be rendered</h1>"
            f"<p>{escape(path)}: {escape(type(error).__name__)}: {escape(str(error))}</p>"
            "<p>The terminal holds the details. The rest of the site still works, and this page "
            "comes back with the next save that mends it.</p></body></html>"
        ).encode()
        body = live_reload.inject_reference(page, self._server._visible_epoch)
        start_response(
            "500 Internal Server Error",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
        )
        return [body]

    def _restart(self) -> None:
        log.info("The program has changed: starting again")
        if self._build.config is not None:
            shutil.rmtree(self._build.config.site_dir, ignore_errors=True)
        self._server.server_close()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606  (the command that was started)


class GivenUpError(Exception):
    """Work in the background was given up, as somebody waits for the graph."""


class Requests:
    """Counts who waits for a page, so that work in the background can let them go first.

    Whoever does, or takes in what has changed for them, is counted while the body of a `with` is
    executed.
    """

    def __init__(self) -> None:
        self._waiting = 0
        self._changed = threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._waiting -= 1
            self._changed.notify_all()

    def wait_for_one(self, seconds: float) -> None:
        """Wait until somebody asks for a page, but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting > 0, seconds)

    def let_go_first(self) -> None:
        """Give up what is being done if somebody waits.

        Raises:
            GivenUpError: somebody does.
        """
        if self._waiting:
            raise GivenUpError

    def wait_for_none(self) -> None:
        """Wait until nobody waits for a page."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting == 0)


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
