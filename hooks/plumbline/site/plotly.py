"""Plotly's script, served from the site itself under an address that changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["plotly_address", "plotly_digest", "plotly_script"]


@cache
def plotly_script() -> Path:
    """Return the file of plotly.min.js in the installed Plotly package."""
    found = find_spec("plotly")  # found, not imported: importing it takes a while
    if found is None or found.origin is None:
        raise ModuleNotFoundError("the package plotly is not installed")
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


@cache
def plotly_digest() -> str:
    """Return twelve hexadecimal digits of the script's SHA-256."""
    return hashlib.sha256(plotly_script().read_bytes()).hexdigest()[:12]


def plotly_address() -> str:
    """Return the address of Plotly's script in the site."""
    return f"assets/plotly-{plotly_digest()}.min.js"
