"""The address that a preview is to be served at: whether it can be."""

from __future__ import annotations

import errno
import os
import socket

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

__all__ = ["check_address"]

_WHY = {
    errno.EADDRINUSE: "another program, or another preview, uses that port",
    errno.EACCES: "ports below 1024 are the system’s",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


def check_address(config: MkDocsConfig) -> None:
    """End a preview that could not be served before it begins to build.

    Raises:
        Abort: it could not be; the message says why, and what to do.
    """
    host, port = config.dev_addr
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise Abort(_explain(error, host, port)) from error


def _explain(error: OSError, host: str, port: int) -> str:
    number = error.errno or 0
    why = _WHY.get(number) or (os.strerror(number) if number else str(error))
    other = port + 1 if number == errno.EADDRINUSE else 8000
    return (
        f"The preview cannot be served at {host}:{port}: {why}. Choose another address: "
        f"`make serve PORT={other}`, or `mkdocs serve --dev-addr 127.0.0.1:{other}`."
    )
