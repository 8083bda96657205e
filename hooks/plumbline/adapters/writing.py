"""Files of a site written: only those that change, and never into a file of another site.

What a build takes from the former site is a second name of the same file, where the disk has such:
to create a file costs several times as much. So whoever writes to a file of a site sees to it first
that it has no other name.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

__all__ = ["copy_changed", "link_or_write", "make_own", "write_changed"]


def write_changed(content: bytes, target: Path) -> None:
    """Write a file unless it already holds the same bytes."""
    if target.exists():
        if target.read_bytes() == content:
            return
        make_own(target)
    _write(content, target)


def copy_changed(source: Path, target: Path) -> None:
    """Copy a file unless the target already holds the same bytes."""
    if target.exists():
        same_size = target.stat().st_size == source.stat().st_size
        if same_size and target.read_bytes() == source.read_bytes():
            return
        make_own(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def link_or_write(source: Path, content: bytes, target: Path) -> None:
    """Give a file a second name, or write another where that cannot be.

    Args:
        source: the file, which nobody writes to as long as it has two names.
        content: what it holds.
        target: the second name; nothing has it yet, or what has it loses it.
    """
    try:
        if not stat.S_ISREG(source.lstat().st_mode):  # a link may lead out of the site
            raise PermissionError("no regular file")
        try:
            os.link(source, target)
        except FileExistsError:
            target.unlink()
            os.link(source, target)
        except FileNotFoundError:  # the first of its folder
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, target)
    except OSError:
        make_own(target)
        _write(content, target)


def make_own(target: Path) -> None:
    """Remove a name that a file has beside others, before something else is written under it."""
    try:
        if target.lstat().st_nlink > 1:
            target.unlink()
    except FileNotFoundError:
        pass


def _write(content: bytes, target: Path) -> None:
    try:
        target.write_bytes(content)
    except FileNotFoundError:  # the first of its folder
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
