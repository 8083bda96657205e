"""Arrays as Plotly's Python library writes them into JSON: base64 of their bytes, decoded."""

from __future__ import annotations

import base64
import binascii
import math
import struct
from typing import Any

__all__ = ["decode_arrays"]

_FORMATS = {
    "f8": "d",
    "f4": "f",
    "i1": "b",
    "i2": "h",
    "i4": "i",
    "i8": "q",
    "u1": "B",
    "u2": "H",
    "u4": "I",
    "u8": "Q",
}
"""Kinds of numbers by NumPy's name, and what `struct` calls them (little-endian)."""


def decode_arrays(value: Any) -> Any:
    """Return JSON with every `{"dtype": …, "bdata": …}` as the list of its numbers.

    A number that is not finite becomes None, a gap. What cannot be decoded stays as it is; Plotly's
    schema then refuses it.
    """
    if isinstance(value, list):
        return [decode_arrays(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("dtype")
    if isinstance(value.get("bdata"), str) and isinstance(kind, str) and kind in _FORMATS:
        letter = _FORMATS[kind]
        try:
            raw = base64.b64decode(value["bdata"], validate=True)
            numbers = [n for (n,) in struct.iter_unpack(f"<{letter}", raw)]
        except (binascii.Error, ValueError, struct.error):
            return value
        plain = [None if isinstance(n, float) and not math.isfinite(n) else n for n in numbers]
        return _shape(plain, str(value.get("shape") or ""))
    return {key: decode_arrays(inner) for key, inner in value.items()}


def _shape(numbers: list[Any], shape: str) -> list[Any]:
    """Return numbers in rows, where a shape such as "2, 3" of that many says so."""
    sizes = [int(part) for part in shape.split(",") if part.strip().isdigit()]
    if len(sizes) != 2 or sizes[0] * sizes[1] != len(numbers):
        return numbers
    rows, width = sizes
    return [numbers[row * width : (row + 1) * width] for row in range(rows)]
