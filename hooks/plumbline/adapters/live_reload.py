"""Live reload of the preview as a file of its own, so that previews have the site's policy too.

MkDocs' server writes its script into each page, with two numbers that are new every time, which a
Content-Security-Policy refuses. The same script is served here as a file; the numbers stand in its
address.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer

__all__ = ["ADDRESS", "answer_error", "answer_script", "load_script_from_file"]

ADDRESS = "/livereload/client.js"
"""Path of the script, outside the site's own."""
_KEEP_PLACE = """
const message = document.querySelector("[data-keeps-place]");
if (message) {
    const height = `${(history.state?.y ?? 0) + 2 * window.innerHeight}px`;
    Object.assign(document.body.style, { minHeight: height, overflowAnchor: "none" });
    Object.assign(message.style, { position: "sticky", top: "0" });
}
"""
"""Makes a page that stands for one that could not be rendered as long as that one was, as far as a
reader has gone there: the browser then goes back to the same place when the page has come back,
and not to where an element is that both have."""
_ASKED = "new URL(document.currentScript.src).searchParams"


def load_script_from_file(server: LiveReloadServer) -> None:
    """Let the server put a reference to the script into pages instead of the script."""
    server._inject_js_into_html = inject_reference  # type: ignore[method-assign]  # MkDocs has no option
    explain = server.error_handler

    def answer(code: int) -> bytes:
        """Return a page that follows the next save, as what is not there now may be there then."""
        page = explain(code) or _write_page("There is no page at this address", "")
        return inject_reference(page, server._visible_epoch)

    server.error_handler = answer


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
    script = f"const asked = {_ASKED};\n{_SCRIPT_TEMPLATE.substitute(numbers)}{_KEEP_PLACE}"
    body = f"(() => {{{script}}})();\n".encode()
    headers = [("Content-Type", "text/javascript"), ("Content-Length", str(len(body)))]
    start_response("200 OK", [*headers, ("Cache-Control", "no-store")])
    return [body]


def answer_error(
    server: LiveReloadServer, start_response: Callable[..., Any], why: str
) -> list[bytes]:
    """Answer with a page that says what went wrong, and that follows the next save."""
    page = _write_page(
        "This page could not be rendered",
        f"<p>{escape(why)}</p>"
        "<p>The terminal holds the details. The rest of the site still works, and this page "
        "comes back with the next save that mends it.</p>",
    )
    body = inject_reference(page, server._visible_epoch)
    start_response(
        "500 Internal Server Error",
        [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]


def _write_page(title: str, body: str) -> bytes:
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        '<meta name=color-scheme content="light dark">'
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><body style="font: 1rem/1.5 system-ui, sans-serif; margin: 2rem">'
        f"<div data-keeps-place><h1>{title}</h1>{body}</div></body></html>"
    ).encode()
