"""What an author is told when the site's files cannot be written."""

from __future__ import annotations

import errno
import os

__all__ = ["explain_failure", "is_about_writing"]

_ROOM = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the system takes no file of that size",
}
_ACCESS = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
}
_DO = {
    **dict.fromkeys(_ROOM, "Make room"),
    **dict.fromkeys(_ACCESS, "Change the permissions, or build elsewhere with --site-dir"),
}


def is_about_writing(error: OSError) -> bool:
    """Return whether an error means that there is no room, or no permission, to write files."""
    return error.errno in _DO


def explain_failure(error: OSError) -> str:
    """Return what stopped a build that could not write a file, and what to do."""
    number = error.errno or 0
    why = {**_ROOM, **_ACCESS}.get(number) or (os.strerror(number) if number else str(error))
    where = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, str | bytes) else ""
    do = _DO.get(number, "Mend that")
    return (
        f"The site could not be written: {why}{where}. The former site is as it was. "
        f"{do}, then build again."
    )
