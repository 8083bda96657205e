"""Files that take long to make, kept on disk between runs by what they are made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Collection
from pathlib import Path

__all__ = ["KeptFiles", "read_sealed", "write_sealed"]

_KEY = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part"
_DAY = 86_400  # seconds


class KeptFiles:
    """Files in a folder, by key.

    The folder is not trusted: each file begins with a digest of its key and content, and one that
    was cut off, damaged or renamed counts as not there. A folder that cannot be written costs time
    in the next run and nothing else. Several processes may use one folder.

    Args:
        folder: where they are kept; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None.

        Raises:
            ValueError: the key is no SHA-256 digest in hexadecimal digits.
        """
        path = self._path(key)
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        content = kept[64:]
        if kept[:64] != _seal(key, content):
            return None
        with contextlib.suppress(OSError):  # its time says when it was last used, to the day
            if path.stat().st_mtime < time.time() - _DAY:
                os.utime(path)
        return content

    def discard(self, key: str) -> None:
        """Remove a file that turned out to be of no use, if the disk lets it go.

        Raises:
            ValueError: the key is no SHA-256 digest in hexadecimal digits.
        """
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def is_empty(self) -> bool:
        """Return whether nothing is kept."""
        try:
            with os.scandir(self._folder) as entries:
                return next(entries, None) is None
        except OSError:
            return True

    def put(self, key: str, content: bytes) -> None:
        """Keep a file, if the disk takes it.

        Raises:
            ValueError: the key is no SHA-256 digest in hexadecimal digits.
        """
        path = self._path(key)
        with contextlib.suppress(OSError):
            _write_whole(path, _seal(key, content), content)

    def prune(self, used: Collection[str], keep_days: int = 30) -> None:
        """Remove files that are not used and have not been for a while.

        Args:
            used: keys whose files stay in any case.
            keep_days: days after its last use for which any other file stays.
        """
        oldest = time.time() - keep_days * _DAY
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                ours = _KEY.fullmatch(path.name) is not None
                if (ours and path.name not in used) or path.suffix == _UNFINISHED:
                    with contextlib.suppress(OSError):
                        if path.stat().st_mtime < oldest:
                            path.unlink()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a kept file")
        return self._folder / key


def read_sealed(path: Path) -> str:
    """Return the text that `write_sealed` has kept in a file; "" where it is not as it was."""
    try:
        kept = path.read_bytes()
        content = kept[64:]
        return content.decode("utf-8") if kept[:64] == _seal(path.name, content) else ""
    except (OSError, UnicodeDecodeError):
        return ""


def write_sealed(path: Path, text: str) -> None:
    """Keep a text in a file behind a digest of its name and content, if the disk takes it."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        content = text.encode("utf-8")
        _write_whole(path, _seal(path.name, content), content)
        _remove_unfinished(path.parent)


def _remove_unfinished(folder: Path) -> None:
    """Remove what processes left behind that were ended while they wrote."""
    oldest = time.time() - _DAY
    for path in folder.glob(f"*{_UNFINISHED}"):
        if path.stat().st_mtime < oldest:
            path.unlink()


def _write_whole(path: Path, *parts: bytes) -> None:
    import tempfile  # loaded where something is written: most checks have it all already

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _seal(key: str, content: bytes) -> bytes:
    found = hashlib.sha256(key.encode("utf-8"))
    found.update(content)
    return found.hexdigest().encode("ascii")
