"""Numbers, paths and transforms of SVG: read strictly, rounded, and written in one way.

Each function returns None for what is not in the grammar, so that nothing else gets through. What
a function has written, it writes the same when it reads it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "DIGITS",
    "FINE_DIGITS",
    "CleanPath",
    "clean_length",
    "clean_numbers",
    "clean_path",
    "clean_transform",
    "format_number",
    "join_transforms",
    "read_number",
]

DIGITS = 3
"""Decimals of coordinates in pixels; with two, an edge here and there is a shade off."""
FINE_DIGITS = 6
"""Decimals of coordinates that are repeated or enlarged."""

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER_HERE = re.compile(_NUMBER)
_LENGTH = re.compile(rf"({_NUMBER})(px|em|%)?")
_GAP = re.compile(r"[\s,]*")
_FLAG = re.compile(r"[01]")
_FUNCTION = re.compile(r"[\s,]*(translate|scale|rotate|skewX|skewY|matrix)\s*\(([^()]*)\)\s*")
_LARGEST = 1e7  # px; beyond it nothing is seen

# What each number after a command is: a coordinate, a radius, an angle or a flag.
_SLOTS = {
    "M": "xy",
    "L": "xy",
    "T": "xy",
    "H": "x",
    "V": "y",
    "C": "xyxyxy",
    "S": "xyxy",
    "Q": "xyxy",
    "A": "rraffxy",
    "Z": "",
}
_ARGUMENTS = {"translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}
_FACTOR_DIGITS = 6  # decimals of what is multiplied with coordinates
_ANGLE_DIGITS = 3


@dataclass(frozen=True)
class CleanPath:
    """A path as it is written, and what of it can be seen.

    Attributes:
        d: the path’s data.
        has_length: whether there is a line to stroke.
        has_area: whether there may be an area to fill.
    """

    d: str
    has_length: bool
    has_area: bool


def read_number(text: str) -> float | None:
    """Return a number, or None for anything else and for what is too large to be drawn."""
    if not _NUMBER_HERE.fullmatch(text):
        return None
    value = float(text)
    return value if abs(value) <= _LARGEST else None


@lru_cache(maxsize=8192)
def format_number(value: float, digits: int) -> str:
    """Return a number with at most so many decimals, in the fewest characters."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", "0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@lru_cache(maxsize=8192)
def clean_length(text: str, digits: int) -> str | None:
    """Return a length: pixels as a bare number, per cent and em with their unit."""
    match = _LENGTH.fullmatch(text.strip())
    value = read_number(match[1]) if match else None
    if match is None or value is None:
        return None
    return format_number(value, digits) + (match[2] if match[2] in ("em", "%") else "")


def clean_numbers(text: str, digits: int, separator: str = " ") -> str | None:
    """Return a list of at least one number; a "px" after a number is left out."""
    values = [read_number(part.removesuffix("px")) for part in _split(text)]
    if not values or None in values:
        return None
    return separator.join(format_number(v, digits) for v in values if v is not None)


@lru_cache(maxsize=2048)
def clean_path(text: str, digits: int) -> CleanPath:
    """Return a path, up to the first mistake in it, as browsers draw it.

    Coordinates are rounded so that the error of one does not move those that follow it.
    """
    pen = _Pen(digits)
    for command, arguments in _read_path(text):
        pen.draw(command, arguments)
    return pen.finish()


def _read_path(text: str) -> list[tuple[str, list[float]]]:
    commands: list[tuple[str, list[float]]] = []
    position = _skip(text, 0)
    command = ""
    while position < len(text):
        if text[position].upper() in _SLOTS:
            command = text[position]
            position += 1
        elif command in ("", "Z", "z"):
            return commands
        if not commands and command not in ("M", "m"):
            return commands
        arguments: list[float] = []
        for slot in _SLOTS[command.upper()]:
            position = _skip(text, position)
            match = (_FLAG if slot == "f" else _NUMBER_HERE).match(text, position)
            value = read_number(match[0]) if match else None
            if match is None or value is None:
                return commands
            arguments.append(value)
            position = match.end()
        commands.append((command, arguments))
        command = {"M": "L", "m": "l"}.get(command, command)
        position = _skip(text, position)
    return commands


def _skip(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


class _Pen:
    """Writes a path’s commands, knowing where the path is and where what it wrote is."""

    def __init__(self, digits: int) -> None:
        self._digits = digits
        self._parts: list[str] = []
        self._last = ""
        self._true = self._written = self._start = self._written_start = (0.0, 0.0)
        self._moves = False
        self._xs: set[float] = set()
        self._ys: set[float] = set()
        self._bulges = False

    def draw(self, command: str, arguments: Sequence[float]) -> None:
        name = command.upper()
        if name == "Z":
            self._true, self._written = self._start, self._written_start
            self._put(command, [])
            return
        relative = command.islower()
        here, seen = self._true, self._written
        x, y = here
        seen_x, seen_y = seen
        texts: list[str] = []
        for slot, value in zip(_SLOTS[name], arguments, strict=True):
            if slot == "x":
                x = value + here[0] if relative else value
                base = seen[0] if relative else 0.0
                seen_x = base + round(x - base, self._digits)
                texts.append(format_number(seen_x - base, self._digits))
            elif slot == "y":
                y = value + here[1] if relative else value
                base = seen[1] if relative else 0.0
                seen_y = base + round(y - base, self._digits)
                texts.append(format_number(seen_y - base, self._digits))
            else:
                texts.append(format_number(value, _ANGLE_DIGITS if slot == "a" else self._digits))
            if slot in "xy" and name != "M":
                self._xs.add(seen_x)
                self._ys.add(seen_y)
        if name == "M":
            self._start, self._written_start = (x, y), (seen_x, seen_y)
        else:
            self._moves = True
            self._xs.add(seen[0])
            self._ys.add(seen[1])
            self._bulges |= name == "A" and seen != (seen_x, seen_y)
        self._true, self._written = (x, y), (seen_x, seen_y)
        self._put(command, texts)

    def _put(self, command: str, texts: Sequence[str]) -> None:
        implied = {"M": "L", "m": "l"}.get(self._last, self._last)
        joined = " ".join(texts).replace(" -", "-")
        if command != implied or not texts:
            self._parts.append(command + joined)
        else:
            self._parts.append(joined if joined.startswith("-") else f" {joined}")
        self._last = command

    def finish(self) -> CleanPath:
        # Within the rounding, as the values are sums.
        wide, high = (
            bool(values) and max(values) - min(values) > 10**-self._digits / 2
            for values in (self._xs, self._ys)
        )
        return CleanPath(
            "".join(self._parts),
            has_length=self._moves and (wide or high or self._bulges),
            has_area=self._moves and ((wide and high) or self._bulges),
        )


@lru_cache(maxsize=4096)
def clean_transform(text: str, digits: int) -> str | None:
    """Return a list of transforms without those that do nothing, "" for none."""
    done: list[str] = []
    position = 0
    while position < len(text):
        match = _FUNCTION.match(text, position)
        if match is None:
            return None
        name, values = match[1], [read_number(part) for part in _split(match[2])]
        if len(values) not in _ARGUMENTS.get(name, (6,)):
            return None
        numbers = [v for v in values if v is not None]
        if len(numbers) != len(values):
            return None
        done.append(_format_function(name, numbers, digits))
        if done[-1] and name not in ("translate", "rotate"):
            digits = FINE_DIGITS  # what follows is enlarged
        position = match.end()
    return "".join(done)


def _format_function(name: str, values: list[float], digits: int) -> str:
    if name == "translate":
        texts = [format_number(v, digits) for v in values]
        texts = texts[:1] if texts[1:] == ["0"] else texts
        identity = ["0"]
    elif name == "rotate":
        texts = [format_number(values[0], _ANGLE_DIGITS)]
        identity = ["0"]
        centre = [format_number(v, digits) for v in values[1:]]
        if texts != identity and centre != ["0", "0"]:
            texts += centre
    elif name == "matrix":
        texts = [format_number(v, _FACTOR_DIGITS) for v in values[:4]]
        texts += [format_number(v, digits) for v in values[4:]]
        identity = ["1", "0", "0", "1", "0", "0"]
    else:
        texts = [format_number(v, _FACTOR_DIGITS) for v in values]
        texts = texts[:1] if name == "scale" and len(set(texts)) == 1 else texts
        identity = ["1"] if name == "scale" else ["0"]
    return "" if texts == identity else f"{name}({' '.join(texts)})"


def join_transforms(outer: str, inner: str, digits: int) -> str:
    """Return one list of transforms for two that are nested; two translations become one."""
    moves = [re.fullmatch(r"translate\(([^ )]+)(?: ([^ )]+))?\)", t) for t in (outer, inner)]
    if moves[0] is None or moves[1] is None:
        return outer + inner
    first, second = (([float(m[1]), float(m[2] or 0)]) for m in moves if m is not None)
    summed = [a + b for a, b in zip(first, second, strict=True)]
    return _format_function("translate", summed, digits)


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,]+", text.strip()) if part]
