"""A site folder that is replaced whole or not at all.

The build goes into a folder of its own beside the site; when it has succeeded, the two folders
change places in one step of the file system. A build that fails or is killed leaves the site as it
was, and the next one removes what it left.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["SiteSwap", "exchange"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS


class SiteSwap:
    """Builds into a fresh folder and puts it in the site's place.

    No two builds use one fresh folder: a program that a killed build had started may go on writing
    into its own for a while.

    Args:
        site: the site's folder, which need not exist yet.
    """

    def __init__(self, site: Path) -> None:
        self.site = Path(os.path.realpath(site))  # behind a link, which stays
        self.fresh = self._aside / "unset"
        self._lock = FileLock(self.site.with_name(f".{self.site.name}.lock"))

    @property
    def _aside(self) -> Path:
        """The folder of all fresh folders, beside the site: a rename must not leave the disk."""
        return self.site.with_name(f".{self.site.name}.new")

    def begin(self, on_wait: Callable[[], None] = lambda: None) -> Path:
        """Wait for another build of this site to end, clear what others left, return a new folder.

        Args:
            on_wait: called once if there is another build to wait for.

        Raises:
            OSError: there is no room, or no permission to write beside the site.
        """
        self.site.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            on_wait()
            self._lock.acquire()
        try:
            _restore(self.site)
            _remove(self._aside)
            self._aside.mkdir(exist_ok=True)
            self.fresh = Path(tempfile.mkdtemp(dir=self._aside))
            self.fresh.chmod(0o777 & ~_umask())  # mkdtemp lets nobody else in, nor a web server
        except BaseException:
            self._lock.release()
            raise
        return self.fresh

    def commit(self) -> None:
        """Put the fresh folder in the site's place and remove the former site.

        Raises:
            OSError: the folders could not change places; the former site is still there.
        """
        try:
            if self.site.exists():
                exchange(self.fresh, self.site)
            else:
                self.fresh.rename(self.site)
        finally:
            self._end()

    def abandon(self) -> None:
        """Leave the site as it was and remove the fresh folder."""
        self._end()

    def _end(self) -> None:
        # What cannot be removed now the next build removes.
        with contextlib.suppress(OSError):
            _remove(self._aside)
        self._lock.release()


def exchange(first: Path, second: Path) -> None:
    """Let two folders change places, in one step where the system can.

    Linux has renameat2(2), macOS renamex_np(2). Elsewhere, and on file systems without it, three
    renames do it; between them `second` is missing for a moment, and `_restore` brings it back
    after a kill.

    Raises:
        OSError: they could not; `second` is where it was.
    """
    if _exchange_at_once(os.fsencode(first), os.fsencode(second)):
        return
    aside = _old(second)
    _remove(aside)
    second.rename(aside)
    try:
        first.rename(second)
    except OSError:
        aside.rename(second)
        raise
    aside.rename(first)


def _old(site: Path) -> Path:
    return site.with_name(f".{site.name}.old")


def _restore(site: Path) -> None:
    """Bring back a site from an exchange by three renames that was killed, and tidy up after it."""
    old = _old(site)
    if old.exists():
        if site.exists():
            _remove(old)
        else:
            old.rename(site)


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


def _umask() -> int:
    """Return the mask of permissions that new files do without; it can only be read by setting."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _remove(folder: Path) -> None:
    """Remove a folder, which another program may still be writing into for a moment."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
        return
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)
