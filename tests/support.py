"""What tests of whole sites share: a builder of small projects, the pages of a built site, servers.

A small project holds only briefings; its mkdocs.yml inherits the repository's, so that theme and
hooks are the real ones.

    built = Site(tmp_path).briefing("ports", body="Calls rose.").build()
    built.page("briefings/ports/").has("Calls rose.")
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import yaml
from click.testing import CliRunner

from plumbline.cli import main

__all__ = [
    "DAY",
    "ROOT",
    "SITE_URL",
    "Built",
    "Element",
    "LocalServer",
    "PageFile",
    "PreviewServer",
    "Run",
    "Site",
    "StaticServer",
    "attributes",
    "by_class",
    "epoch",
    "normalised",
    "parse_page",
    "read_headers",
    "run_mkdocs",
    "run_plumbline",
    "run_python",
    "tree_of_bytes",
    "visible_text",
    "wait_until",
]

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "sites" / "base"
DAY = dt.date(2026, 1, 31)
"""The day on which small sites are built and checked."""
SITE_URL = "https://plumbline.example/"
"""The address that mkdocs.yml gives the site."""
DEADLINE = 30.0
"""How long to wait for something before it counts as not happening, in seconds."""

Element = ET.Element


def epoch(day: dt.date) -> str:
    """Return a day as SOURCE_DATE_EPOCH."""
    return str(int(dt.datetime.combine(day, dt.time(12), dt.UTC).timestamp()))


def wait_until(condition: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
    """Poll a condition until it holds; fail when it does not come to hold in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)


# --- Running the programs


@dataclass(frozen=True)
class Run:
    """What a command printed and how it ended."""

    code: int
    output: str
    errors: str

    @property
    def log(self) -> str:
        """Everything it printed."""
        return self.output + self.errors


def _environment(day: dt.date, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    # Some hundred processes start in a run of the tests: each would compile 850 modules anew where
    # the environment forbids to keep what was compiled.
    kept = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode"),
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": epoch(day),
        **(extra or {}),
    }


def run_mkdocs(
    folder: Path, *options: str, day: dt.date = DAY, env: Mapping[str, str] | None = None
) -> Run:
    """Run `mkdocs` in a folder."""
    return run_python(folder, "-m", "mkdocs", *options, day=day, env=env)


def run_python(
    folder: Path, *arguments: str, day: dt.date = DAY, env: Mapping[str, str] | None = None
) -> Run:
    """Run Python in a folder, as a process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=_environment(day, env),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def run_plumbline(folder: Path, *options: str, day: dt.date = DAY) -> Run:
    """Run `plumbline` in a folder, within this process: starting one takes a second."""
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": epoch(day)})
    with contextlib.chdir(folder):
        done = runner.invoke(main, options, prog_name="plumbline", catch_exceptions=False)
    return Run(done.exit_code, done.stdout, done.stderr)


# --- Reading a built site


def parse_page(html: str) -> Element:
    """Parse a page as a browser does; what the standard calls a parse error fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def visible_text(element: Element) -> str:
    """Return the text of an element without scripts and styles, white space folded."""
    pieces: list[str] = []

    def walk(node: Element) -> None:
        if node.tag in ("script", "style", "template", "title"):
            return
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")

    walk(element)
    return " ".join("".join(pieces).split())


def by_class(element: Element, name: str) -> list[Element]:
    """Return the elements that have a class."""
    return [e for e in element.iter() if name in (e.get("class") or "").split()]


def attributes(element: Element) -> Iterator[tuple[str, str, str]]:
    """Yield (tag, attribute, value) of everything below an element."""
    for node in element.iter():
        if isinstance(node.tag, str):
            for name, value in node.attrib.items():
                yield node.tag, str(name), value


def normalised(element: Element) -> Any:
    """Return an element as nested plain values, white space between words folded."""
    children = [(normalised(child), _fold(child.tail)) for child in element]
    return (element.tag, dict(sorted(element.attrib.items())), _fold(element.text), children)


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())


@dataclass(frozen=True)
class PageFile:
    """A page of a built site."""

    path: Path

    @cached_property
    def html(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> Element:
        return parse_page(self.html)

    @cached_property
    def main(self) -> Element:
        """What stands in the page's `<article>`: Material's, not a card's."""
        found = by_class(self.tree, "md-content__inner")
        assert len(found) == 1, f"{self.path} has {len(found)} contents"
        return found[0]

    @cached_property
    def text(self) -> str:
        return visible_text(self.main)

    def has(self, *texts: str) -> Self:
        """Expect each text among the visible text of the page's content."""
        for text in texts:
            assert text in self.text, f"{text!r} is not in {self.path}:\n{self.text}"
        return self

    def lacks(self, *texts: str) -> Self:
        """Expect none of the texts, not even in markup."""
        for text in texts:
            assert text not in self.html, f"{text!r} is in {self.path}"
        return self

    def classed(self, name: str) -> list[Element]:
        """Return the content's elements that have a class."""
        return by_class(self.main, name)


@dataclass(frozen=True)
class Built:
    """How a build ended and what it left."""

    site: Path
    run: Run

    def page(self, address: str) -> PageFile:
        """Return a page by its address, such as "briefings/ports/"."""
        path = self.site / address
        path = path / "index.html" if address.endswith("/") or not address else path
        assert path.is_file(), f"there is no page {address!r}; the build said:\n{self.run.log}"
        return PageFile(path)

    def lacks_page(self, address: str) -> Self:
        """Expect that there is neither page nor folder at an address."""
        assert not (self.site / address).exists(), f"there is a page {address!r}"
        return self

    def everything(self) -> str:
        """Return all text files of the site that are not of the theme."""
        kinds = (".html", ".json", ".xml", ".csv", ".txt")
        return "\n".join(
            p.read_text(encoding="utf-8")
            for p in sorted(self.site.rglob("*"))
            if p.suffix in kinds and p.is_file()
        )


def tree_of_bytes(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its relative path."""
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


# --- Small projects


class Site:
    """A small project without a fault, to which a test adds what it is about.

    Args:
        root: the folder, which need not exist.
        empty: begin without authors, topics, sources and data.
    """

    def __init__(self, root: Path, *, empty: bool = False) -> None:
        self.root = root
        shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
        (root / "briefings").mkdir()
        if not empty:
            shutil.copytree(BASE, root, dirs_exist_ok=True)
        self.configure()

    def configure(self, **options: Any) -> Self:
        """Write mkdocs.yml; `plumbline` holds the project's own options, the rest is MkDocs'."""
        plumbline = options.pop("plumbline", None)
        config: dict[str, Any] = {
            "INHERIT": str(ROOT / "mkdocs.yml"),
            "site_name": "Fixture",
            "nav": [{"Home": "index.md"}, {"Briefings": "briefings/index.md"}],
            "theme": {"custom_dir": str(ROOT / "docs" / "overrides")},
            "hooks": [str(ROOT / "hooks" / "mkdocs_hooks.py")],
            "watch": ["briefings"],
            **options,
        }
        if plumbline is not None:
            config["extra"] = {"plumbline": plumbline}
        return self.file("mkdocs.yml", yaml.safe_dump(config, sort_keys=False))

    def file(self, path: str, content: str | bytes) -> Self:
        """Write a file, in one step as editors do."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        aside = target.with_name(f".{target.name}.tmp")
        aside.write_bytes(data)
        aside.replace(target)
        return self

    def briefing(self, slug: str, body: str = "Calls rose.\n", **front: Any) -> Self:
        """Write a briefing; `front` adds to its front matter, None takes a key out."""
        matter: dict[str, Any] = {
            "title": f"About {slug}",
            "summary": f"In short, {slug}.",
            "date": dt.date(2026, 1, 15),
            "authors": ["trade-desk"],
            "topics": ["trade"],
            "type": "note",
            "status": "published",
            **front,
        }
        kept = {key: value for key, value in matter.items() if value is not None}
        text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)
        return self.file(f"briefings/{slug}/index.md", f"---\n{text}---\n\n{body}")

    def edit(self, path: str, old: str, new: str) -> Self:
        """Replace a text that a file holds once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        return self.file(path, text.replace(old, new))

    def remove(self, path: str) -> Self:
        """Remove a file or a folder."""
        target = self.root / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()
        return self

    def build(
        self,
        *options: str,
        code: int | None = 0,
        day: dt.date = DAY,
        env: Mapping[str, str] | None = None,
    ) -> Built:
        """Run `mkdocs build`, strict unless other options are given, and expect its exit status."""
        run = run_mkdocs(self.root, "build", *(options or ("--strict",)), day=day, env=env)
        assert code is None or run.code == code, f"mkdocs ended with {run.code}:\n{run.log}"
        assert "Traceback" not in run.log, run.log
        return Built(self.root / "site", run)

    def check(self, *options: str, day: dt.date = DAY) -> Run:
        """Run `plumbline check`."""
        return run_plumbline(self.root, "check", *options, day=day)


# --- Servers


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _fetch(port: int, path: str, seconds: float = 20) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


class PreviewServer:
    """`mkdocs serve` for a small project."""

    def __init__(
        self,
        site: Site,
        day: dt.date = DAY,
        options: tuple[str, ...] = (),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.site = site
        self.port = _free_port()
        self._log = site.root / "serve.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}", *options],
                cwd=site.root,
                env={**_environment(day, env), "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        try:
            wait_until(self._answers, f"the preview answers\n{self.log}", 60)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def log(self) -> str:
        """What it has printed, without the requests that it could not answer."""
        text = self._log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(line for line in text.splitlines() if not line.endswith("code 404"))

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a path, which is sent as it stands."""
        return _fetch(self.port, path)

    def shows(self, path: str, *texts: str, status: int = 200) -> str:
        """Wait until a page holds all of the texts; return its HTML."""
        last = (0, "")

        def holds() -> bool:
            nonlocal last
            assert self.alive, f"the preview has ended:\n{self.log}"
            last = self.get(path)
            return last[0] == status and all(text in last[1] for text in texts)

        try:
            wait_until(holds, f"{path} shows {texts}")
        except AssertionError as error:
            tree = html5lib.parse(last[1], namespaceHTMLElements=False)
            shown = visible_text(tree)[:3000]
            told = f"it shows {last[0]}: {shown}\n{self.log[-3000:]}"
            raise AssertionError(f"{error}; {told}") from None
        return last[1]

    def hides(self, path: str, text: str) -> str:
        """Wait until a page answers without a text; return its HTML."""
        last = ""

        def gone() -> bool:
            nonlocal last
            status, last = self.get(path)
            return status == 200 and text not in last

        wait_until(gone, f"{path} no longer shows {text!r}")
        return last

    def logs(self, text: str, times: int = 1) -> None:
        """Wait until it has printed a text so many times."""
        wait_until(lambda: self.log.count(text) >= times, f"the log says {text!r}")

    def _answers(self) -> bool:
        assert self.alive, f"the preview has ended:\n{self.log}"
        try:
            return self.get("/")[0] == 200
        except OSError:
            return False

    def end(self, number: int) -> None:
        """Send the process a signal, and wait until it has ended."""
        self._process.send_signal(number)
        self._process.wait(DEADLINE)

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)


def read_headers(text: str) -> list[tuple[re.Pattern[str], str, str]]:
    """Return the rules of a file `_headers`: a pattern of paths, a header and its value."""
    rules: list[tuple[re.Pattern[str], str, str]] = []
    pattern = re.compile("$.")
    for line in text.splitlines():
        if line.startswith("/"):
            parts = re.split(r"(:\w+|\*)", line.strip())
            wild = {":": "[^/]+", "*": ".*"}
            pattern = re.compile("".join(wild.get(p[:1]) or re.escape(p) for p in parts))
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            rules.append((pattern, name, value))
    return rules


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, site_url: str, base: str, **options: Any) -> None:
        self._site_url = site_url
        self._base = base
        super().__init__(*args, **options)  # which answers at once

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer; the site map names the address that the site is served at."""
        if not self.path.startswith(self._base):
            self._answer(404, "text/plain", b"outside the site")
        elif self._site_url and self.path == f"{self._base}sitemap.xml":
            text = (Path(self.directory) / "sitemap.xml").read_text(encoding="utf-8")
            own = f"http://{self.headers['Host']}{self._base}"
            self._answer(200, "application/xml", text.replace(self._site_url, own).encode())
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Return the file that an address below the base means."""
        return super().translate_path(f"/{path.removeprefix(self._base)}")

    def end_headers(self) -> None:
        """Send what the site's file of headers gives the address; values of one name are joined."""
        source = Path(self.directory) / "_headers"
        sent: dict[str, list[str]] = {}
        path = f"/{urlsplit(self.path).path.removeprefix(self._base)}"
        for pattern, name, value in read_headers(source.read_text()) if source.is_file() else ():
            if pattern.fullmatch(path):
                sent.setdefault(name, []).append(value)
        for name, values in sent.items():
            self.send_header(name, ", ".join(values))
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html for what there is not, as a web server is set up to do."""
        page = Path(self.directory) / "404.html"
        if code == 404 and page.is_file():
            self._answer(404, "text/html; charset=utf-8", page.read_bytes())
        else:
            super().send_error(code, message, explain)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that hangs up; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class LocalServer:
    """Answers on 127.0.0.1 in a thread, from `with` to its end.

    Args:
        handler: makes what answers a request.
        base: the path that `url` ends with.
    """

    def __init__(self, handler: Callable[..., BaseHTTPRequestHandler], base: str = "/") -> None:
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}{base}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class StaticServer(LocalServer):
    """Serves a folder as a web server does, with the headers its `_headers` asks for.

    Args:
        folder: the built site.
        site_url: the address it was built for, which the site map then has replaced.
        base: the path it is served at; there is nothing outside.
    """

    def __init__(self, folder: Path, site_url: str = "", base: str = "/") -> None:
        options = {"site_url": site_url, "base": base, "directory": str(folder)}
        super().__init__(partial(_Handler, **options), base)


def address_of(page: str, url: str) -> tuple[str, str] | None:
    """Return where a URL on a page leads within the site, as (path, fragment); None elsewhere."""
    joined = urlsplit(urljoin(f"site://site/{page}", url))
    if joined.scheme != "site":
        return None
    return unquote(joined.path).lstrip("/"), unquote(joined.fragment)
