"""Live reload of the preview as a file of its own, so that previews have the site's policy too.

MkDocs' server writes its script into each page, with two numbers that are new every time, which a
Content-Security-Policy refuses. The same script is served here as a file; the numbers stand in its
address.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

__all__ = ["ADDRESS", "answer_script", "load_script_from_file"]

ADDRESS = "/livereload/client.js"
"""Path of the script, outside the site's own."""
_ASKED = "new URL(document.currentScript.src).searchParams"


def load_script_from_file(server: LiveReloadServer) -> None:
    """Let the server put a reference to the script into pages instead of the script."""
    server._inject_js_into_html = inject_reference  # type: ignore[method-assign]  # MkDocs has no option


def inject_reference(content: bytes, epoch: int) -> bytes:
    """Return a page that loads the script.

    Args:
        content: the page.
        epoch: the state of the site that the page shows, as the server counts.
    """
    head, end, rest = content.rpartition(b"</body>")
    if not end:
        head, rest = content, b""
    now = time.monotonic_ns() // 1_000_000  # what tells one reader's tab from another
    return b'%b<script src="%b?epoch=%d&amp;tab=%d"></script>%b%b' % (
        head,
        ADDRESS.encode(),
        epoch,
        now,
        end,
        rest,
    )


def answer_script(start_response: Callable[..., Any]) -> list[bytes]:
    """Answer a request for the script."""
    numbers = {"epoch": "Number(asked.get('epoch'))", "request_id": "Number(asked.get('tab'))"}
    script = f"const asked = {_ASKED};\n{_SCRIPT_TEMPLATE.substitute(numbers)}"
    body = f"(() => {{{script}}})();\n".encode()
    headers = [("Content-Type", "text/javascript"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Cache-Control", "no-store")])
    return [body]
