"""Colours of an SVG drawing: read strictly, and given what they stand for in a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from plumbline.charts.svg_geometry import read_number

__all__ = ["Palette", "read_reference"]

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(([^()]*)\)")
_NAME = re.compile(r"[a-z]{3,20}")
_URL = re.compile(r"""url\(\s*(["']?)#([\w.:-]+)\1\s*\)""")


def read_reference(text: str) -> str | None:
    """Return the id in "url(#id)", or None for anything else."""
    match = _URL.fullmatch(text)
    return match[2] if match else None


class Palette:
    """Reads colours, and gives those that stand for others what they stand for.

    Args:
        colours: CSS colours by the colour that stands for them, such as "#fe0101".
        server: gives the name of a pattern or gradient by its id, None for an unknown one.

    Raises:
        ValueError: what stands for a colour is none, or is itself meant by another.
    """

    def __init__(
        self,
        colours: Mapping[str, str],
        server: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._server = server
        self._meanings: dict[str, str] = {}
        for sentinel, meant in colours.items():
            colour, alpha = _read_colour(meant)
            self._meanings[_read_colour(sentinel.lower())[0]] = (
                colour if colour and alpha == 1 else meant
            )
        self._literal = set(self._meanings.values())
        if "" in self._meanings or self._literal & self._meanings.keys():
            raise ValueError("a colour that stands for another is none, or is itself meant")

    def paint(self, text: str) -> tuple[str, float]:
        """Return a fill or stroke and how opaque it is.

        The paint is a CSS colour, "none" or url(#…); "" for what is not known.
        """
        if text in self._literal:
            return text, 1.0
        if id_ := read_reference(text):
            name = self._server(id_)
            return (f"url(#{name})" if name else "none"), 1.0
        colour, alpha = _read_colour(text.lower())
        return self._meanings.get(colour, colour), alpha


@lru_cache(maxsize=1024)
def _read_colour(text: str) -> tuple[str, float]:
    if text == "transparent":
        return "none", 0.0
    if text == "currentcolor":
        return "currentColor", 1.0
    if _HEX.fullmatch(text):
        digits = text[1:] if len(text) > 5 else "".join(d * 2 for d in text[1:])
        alpha = int(digits[6:], 16) / 255 if len(digits) == 8 else 1.0
        return _shorten(digits[:6]), alpha
    if match := _RGB.fullmatch(text):
        parts = [read_number(p) for p in re.split(r"[\s,/]+", match[1].strip())]
        numbers = [n for n in parts if n is not None]
        if len(numbers) != len(parts) or len(numbers) not in (3, 4):
            return "", 1.0
        digits = "".join(f"{round(min(255.0, max(0.0, n))):02x}" for n in numbers[:3])
        return _shorten(digits), min(1.0, max(0.0, numbers[3])) if len(numbers) == 4 else 1.0
    return (text, 1.0) if _NAME.fullmatch(text) else ("", 1.0)


def _shorten(digits: str) -> str:
    short = digits[::2] if digits[::2] == digits[1::2] else digits
    return f"#{short}"
