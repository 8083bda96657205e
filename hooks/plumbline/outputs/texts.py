"""Texts as files for machines may hold them."""

from __future__ import annotations

import re

__all__ = ["one_line"]

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Controls, of which XML allows none, and those that reverse the order of what follows."""


def one_line(text: str) -> str:
    """Return a text on one line, without controls and marks that turn its direction."""
    return " ".join(_CONTROLS.sub("", text).split())
