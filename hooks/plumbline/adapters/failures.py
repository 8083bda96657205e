"""How an author is told what went wrong: findings, and files that cannot be written."""

from __future__ import annotations

import errno
import logging
import os

from jinja2 import TemplateSyntaxError

from plumbline.project import SavedMeanwhileError

__all__ = ["describe_error", "explain_error", "explain_failure", "failure_level"]

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


def failure_level(log: logging.Logger) -> int:
    """Return the level at which to log what a strict build must not be published with.

    MkDocs counts what is logged as a warning or an error; with `--quiet` it counts and shows no
    warnings, and a strict build would publish what the checks have found to be wrong.
    """
    return logging.WARNING if log.isEnabledFor(logging.WARNING) else logging.ERROR


def explain_error(error: Exception) -> str:
    """Return what ended a build, and what to do; empty where an author can do nothing about it."""
    if isinstance(error, SavedMeanwhileError):
        return f"{error} The former site is as it was."
    return explain_failure(error) if isinstance(error, OSError) and error.errno in _DO else ""


def describe_error(error: Exception) -> str:
    """Return what an error says, and its kind; of a template that cannot be read, the place."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or 'a template'}:{error.lineno}: {error.message}"
    return f"{type(error).__name__}: {error}"


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
