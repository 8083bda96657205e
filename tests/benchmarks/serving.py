"""A local server that compresses as a content delivery network does and counts what it sends."""

from __future__ import annotations

import gzip
import threading
import time
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from support import LocalServer

__all__ = ["KINDS", "LEVEL", "Answer", "CountingServer", "compressed"]

LEVEL = 6
"""The level of gzip, which is what servers and delivery networks commonly use."""
KINDS = ("html", "css", "javascript", "data", "fonts", "images", "other")
_TYPES = {
    ".html": ("text/html; charset=utf-8", "html"),
    ".css": ("text/css; charset=utf-8", "css"),
    ".js": ("text/javascript; charset=utf-8", "javascript"),
    ".json": ("application/json", "data"),
    ".map": ("application/json", "data"),
    ".xml": ("application/xml", "data"),
    ".csv": ("text/csv; charset=utf-8", "data"),
    ".txt": ("text/plain; charset=utf-8", "data"),
    ".svg": ("image/svg+xml", "images"),
    ".png": ("image/png", "images"),
    ".ico": ("image/x-icon", "images"),
    ".woff": ("font/woff", "fonts"),
    ".woff2": ("font/woff2", "fonts"),
}
_PAGEFIND = (".pagefind", ".pf_meta", ".pf_filter", ".pf_fragment", ".pf_index")
_TYPES |= dict.fromkeys(_PAGEFIND, ("application/octet-stream", "data"))
_COMPRESSED_ALREADY = {".png", ".woff", ".woff2", *_PAGEFIND}


def compressed(content: bytes) -> bytes:
    """Return content as the server sends it if it is text."""
    return gzip.compress(content, LEVEL, mtime=0)


@dataclass(frozen=True)
class Answer:
    """What was sent for one request: bodies only, as headers differ from host to host."""

    path: str
    kind: str
    status: int
    raw: int
    sent: int


class CountingServer(LocalServer):
    """Serves a built site and keeps a list of its answers.

    Args:
        folder: the built site.
        site_url: the address it was built for, which the site map then has replaced.
    """

    def __init__(self, folder: Path, site_url: str) -> None:
        self._folder = folder
        self._site_url = site_url
        self._lock = threading.Lock()
        self._answers: list[Answer] = []
        self._last = time.monotonic()
        super().__init__(partial(_Handler, owner=self))

    def take(self) -> list[Answer]:
        """Return the answers since the last time, and begin a new list."""
        with self._lock:
            taken, self._answers = self._answers, []
        return taken

    def quiet_for(self) -> float:
        """Return for how many seconds nothing has been asked."""
        with self._lock:
            return time.monotonic() - self._last

    def asked(self) -> None:
        """Note that a request has come in."""
        with self._lock:
            self._last = time.monotonic()

    def answered(self, answer: Answer) -> None:
        """Note what is about to be sent."""
        with self._lock:
            self._last = time.monotonic()
            self._answers.append(answer)

    def find(self, path: str) -> tuple[Path, bytes] | None:
        """Return the file that a path stands for and its content."""
        file = (self._folder / path.lstrip("/")).resolve()
        if file.is_dir():
            file /= "index.html"
        if not file.is_file() or not file.is_relative_to(self._folder.resolve()):
            return None
        content = file.read_bytes()
        if path == "/sitemap.xml":
            content = content.replace(self._site_url.encode(), self.url.encode())
        return file, content


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, owner: CountingServer) -> None:
        self._owner = owner
        super().__init__(*args)  # which answers at once

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file of the site, compressed if it is text."""
        self._owner.asked()
        path = unquote(urlsplit(self.path).path)
        found = self._owner.find(path)
        status, (file, raw) = (200, found) if found else (404, (Path("none.txt"), b"not found"))
        content_type, kind = _TYPES.get(file.suffix, ("application/octet-stream", "other"))
        body = raw if file.suffix in _COMPRESSED_ALREADY else compressed(raw)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if body is not raw:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        # Before it is sent: who has received it may go on before this thread does.
        self._owner.answered(Answer(path, kind, status, len(raw), len(body)))
        self.wfile.write(body)
