"""A site folder that is replaced whole or not at all.

The build goes into a folder beside the site; when it has succeeded, the two folders change places
in one step of the file system. A build that fails or is killed leaves the site as it was.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

from filelock import FileLock

__all__ = ["SiteSwap", "exchange"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS


class SiteSwap:
    """Builds into a fresh folder and puts it in the site's place.

    Args:
        site: the site's folder, which need not exist yet.
    """

    def __init__(self, site: Path) -> None:
        self.site = site.absolute()
        self.fresh = self.site.with_name(f".{self.site.name}.new")
        self._lock = FileLock(self.site.with_name(f".{self.site.name}.lock"))

    def begin(self) -> Path:
        """Wait for another build of this site to end, clear the fresh folder and return it."""
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self._lock.acquire()
        _remove(self.fresh)
        self.fresh.mkdir()
        return self.fresh

    def commit(self) -> None:
        """Put the fresh folder in the site's place and remove the former site."""
        if self.site.exists():
            exchange(self.fresh, self.site)
        else:
            self.fresh.rename(self.site)
        self._end()

    def abandon(self) -> None:
        """Leave the site as it was and remove the fresh folder."""
        self._end()

    def _end(self) -> None:
        _remove(self.fresh)
        self._lock.release()


def exchange(first: Path, second: Path) -> None:
    """Let two folders change places, in one step where the system can.

    Linux has renameat2(2), macOS renamex_np(2). Elsewhere, and on file systems without it, three
    renames do it; between them `second` is missing for a moment.
    """
    if not _exchange_at_once(os.fsencode(first), os.fsencode(second)):
        aside = second.with_name(f".{second.name}.old")
        _remove(aside)
        second.rename(aside)
        first.rename(second)
        aside.rename(first)


def _exchange_at_once(first: bytes, second: bytes) -> bool:
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if libc is None:
        return False
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(first, second, ctypes.c_uint(_RENAME_SWAP)) == 0)
    if hasattr(libc, "renameat2"):
        done = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE))
        return bool(done == 0)
    return False


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
