"""The address that a preview is to be served at: whether it can be."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

__all__ = ["check_address", "explain_address"]

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
    try:
        _bind(host, port)
    except OSError as error:
        raise Abort(explain_address(error, host, port)) from error


def explain_address(error: OSError, host: str, port: int) -> str:
    """Return why nothing can be served at an address, and what to do."""
    number = error.errno or 0
    if isinstance(error, socket.gaierror):
        why = f"{host!r} is no address of this machine"
    else:
        why = _WHY.get(number) or (os.strerror(number) if number else str(error))
    other = port + 1 if number == errno.EADDRINUSE else 8000
    return (
        f"The preview cannot be served at {host}:{port}: {why}. Choose another address: "
        f"`make serve PORT={other}`, or `mkdocs serve --dev-addr 127.0.0.1:{other}`."
    )


def _bind(host: str, port: int) -> None:
    """Take an address as MkDocs' server does, and let it go."""
    family = socket.AF_INET
    try:
        if ipaddress.ip_address(host).version == 6:
            family = socket.AF_INET6
    except ValueError:
        pass  # a name
    with socket.socket(family) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
