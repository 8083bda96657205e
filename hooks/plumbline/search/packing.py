"""Files of Pagefind’s index: gzip streams of CBOR behind a signature, named by what they hold."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

__all__ = ["IndexFormatError", "digest", "read_packed", "write_packed"]

_SIGNATURE = b"pagefind_dcd"
_BEST = 9


class IndexFormatError(ValueError):
    """A file of the index is not laid out as this version of Pagefind lays it out."""


def digest(content: bytes) -> str:
    """Return the hexadecimal digits of which the first name a file."""
    return hashlib.sha256(content).hexdigest()


def read_packed(path: Path) -> bytes:
    """Return what a file of the index holds.

    Raises:
        IndexFormatError: there is no such file, or it is none of Pagefind's.
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise IndexFormatError(f"{path.name} cannot be read: {error}") from error
    if not content.startswith(_SIGNATURE):
        raise IndexFormatError(f"{path.name} does not begin as a file of Pagefind")
    return content.removeprefix(_SIGNATURE)


def write_packed(path: Path, content: bytes, level: int = _BEST) -> None:
    """Write a file of the index.

    Args:
        path: the file.
        content: what it holds.
        level: how much work gzip does, from 1 to 9.
    """
    path.write_bytes(gzip.compress(_SIGNATURE + content, level, mtime=0))
