"""Preview: a page is brought up to date when it is asked for, so a save is seen at once.

MkDocs' own server, its file watching and live reload stay. What changes is the work: a save only
begins a new revision of the graph; the page a browser then asks for is rendered on the spot, and
the others behind it, in the background. So are all pages where nothing but templates changed.
Whatever else touches docs/ or the configuration goes through MkDocs' full build. Nothing here
raises: an error is a page that says so.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from plumbline.adapters import live_reload
from plumbline.adapters.desk import SHARED, Desk
from plumbline.adapters.failures import describe_error
from plumbline.adapters.file_states import FileStates, files_in, read_states
from plumbline.adapters.kept_site import site_kept
from plumbline.adapters.pages import CorePage
from plumbline.adapters.requests import GivenUpError, Requests
from plumbline.adapters.search import PreviewIndex
from plumbline.adapters.site_build import SiteBuild
from plumbline.adapters.templates import changed_templates, render_templates_again
from plumbline.adapters.writing import copy_changed, write_changed
from plumbline.garbage import set_aside
from plumbline.library import slugs
from plumbline.site.annotations import briefing_annotations, shared_annotations
from plumbline.site.desk import schedule
from plumbline.site.files import copied_files, made_files, make_file
from plumbline.site.pages import page_keys
from plumbline.site.views import Kind
from plumbline.watching import ChangeObserver, FolderHandler

__all__ = ["Preview"]

log = logging.getLogger("mkdocs.plumbline")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

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

_STEPS = 100
"""Briefings that are checked, or pages that are rendered, until garbage is collected.

It holds up all threads. The collector goes through all there is by itself, a second at 1,000
briefings, and then most likely while a saved page is rendered.
"""

_ATTEMPT = "import sys; from mkdocs.config import load_config; load_config(sys.argv[1])"
"""What loads the hooks, and with them the program."""

_ATTEMPT_SECONDS = 60.0

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
        self._config_file = Path(config.config_file_path)
        self._root = self._config_file.parent
        self._docs = Path(config.docs_dir)
        self._lock = threading.RLock()
        self._stale = threading.Event()
        self._asked = Requests()
        self._desk = Desk(build, server.mount_path)
        self._index = PreviewIndex(Path(config.site_dir), self._lock)
        self._code = self._fingerprint_code(until=build.began)
        self._frame = self._fingerprint_frame(until=build.began)
        self._half_built = False  # the last full build failed
        self._steps = 0

    def start(self) -> None:
        """Install the builder, the request handling and the background thread."""
        sys.setswitchinterval(_TURN)
        gc.freeze()
        gc.enable()
        if os.environ.get(POLLING) != "1":
            self._watch()
        self._server.builder = self.rebuild
        application = cast("Application", self._server.get_app())
        self._server.set_app(self._wrap(application))
        live_reload.load_script_from_file(self._server)
        threading.Thread(target=self._work_in_background, daemon=True).start()
        self._index.start()
        self._stale.set()
        if (self._code, self._frame) != (self._fingerprint_code(), self._fingerprint_frame()):
            self._want_rebuild()  # changed while the server was starting

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
        folders = FolderHandler(self._want_rebuild)  # of which MkDocs wants to hear nothing
        for path in watched:
            server.watch(path)
            server.observer.schedule(folders, path, recursive=True)

    def _want_rebuild(self) -> None:
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def rebuild(self) -> None:
        """Answer a change of files; called by the server's build loop."""
        code = self._fingerprint_code()
        if code != self._code:
            self._code = code
            self._restart()
            return
        with self._asked, self._lock:
            started = time.perf_counter()
            try:
                self._rebuild_what_changed()
            except MkDocsException as error:  # such as a mistake in mkdocs.yml, which MkDocs tells
                log.error(f"The preview could not be rebuilt; the last pages stay: {error}")
                self._desk.fail(describe_error(error))
                return
            except Exception as error:
                log.exception("The preview could not be rebuilt; the last pages stay")
                self._desk.fail(describe_error(error))
                return
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
        if self._half_built or (frame != self._frame and not templates):
            self._half_built = True
            with site_kept(Path(build.config.site_dir)):
                self._full_build()
            self._half_built = False
            gc.unfreeze()  # much of what was there has gone
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
            # WSGI hands over the bytes of a path as if they were Latin-1 (PEP 3333).
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "ignore")
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
                    why = f"{path}: {describe_error(error)}"
                    return live_reload.answer_error(self._server, start_response, why)
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
            before = project.revision
            # Even if no event has told of a change: it is looked at here.
            if project.advance() != before:
                self._stale.set()
            self._take_in_pages()
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
                self._give_way()
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

    def _give_way(self) -> None:
        """Let whoever asks for a page go first; between two steps of work in the background."""
        self._asked.wait_for_none()
        self._steps += 1
        if self._steps % _STEPS == 0:
            set_aside()

    def _keep(self) -> None:
        """Keep what is known when nothing changes for a while: the next preview begins with it.

        It is given up for whoever asks for a page meanwhile, and begun again later.
        """
        kept = False
        while not kept and not self._stale.wait(_REST):
            with suppress(GivenUpError):
                self._build.save_cache(self._asked.let_go_first)
                kept = True
                set_aside()

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
            self._give_way()
            self._desk.take(slug, briefing_annotations(project, slug))
        self._asked.wait_for_none()
        self._desk.take(SHARED, shared_annotations(project))
        self._desk.finish(present, schedule(project))
        self._build.report()
        project.link()

    def _fingerprint_code(self, *, until: int | None = None) -> FileStates:
        """Return the state of the program, as `read_states` does."""
        code = (path for path in files_in(self._root / "hooks") if path.suffix == ".py")
        return read_states(code, until=until)

    def _fingerprint_frame(self, *, until: int | None = None) -> FileStates:
        """Return the state of all that only a full build takes in, as `read_states` does."""
        return read_states((*files_in(self._docs), self._config_file), until=until)

    def _restart(self) -> None:
        """Start again with the program as it is now, if it starts at all."""
        # Tried by another process: this one could not come back from what does not start.
        try:
            attempt = subprocess.run(  # noqa: S603  (our own Python)
                [sys.executable, "-c", _ATTEMPT, str(self._config_file)],
                capture_output=True,
                text=True,
                check=False,
                timeout=_ATTEMPT_SECONDS,
            )
            said, failed = attempt.stderr.strip(), attempt.returncode != 0
        except subprocess.TimeoutExpired:
            said, failed = f"it takes more than {_ATTEMPT_SECONDS:g} seconds", True
        if failed:
            why = (said.splitlines() or ["it does not say why"])[-1]
            log.error(f"The program has changed and cannot start, so the former one goes on: {why}")
            self._desk.fail(f"The program has changed and cannot start: {why}")
            return
        log.info("The program has changed: starting again")
        if self._build.config is not None:
            shutil.rmtree(self._build.config.site_dir, ignore_errors=True)
        self._server.server_close()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606  (the command that was started)
