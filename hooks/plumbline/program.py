"""The command line as a program: what begins before its modules are loaded, and how it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from plumbline.garbage import without_collection

__all__ = ["run"]


def run() -> None:
    """Run a command as a program, which ends without taking apart what it has in memory.

    To free it object by object takes a tenth of what a check of one file does, and to look for
    garbage beside it as much; commands that go on for long look for it. Nothing is left to be done
    at the end: files are closed, and processes that were begun end with this one.
    """
    # No plugin of pydantic has anything to see here, and to look for some reads the metadata of
    # every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with without_collection():
        try:
            from plumbline.cli import main

            main()
        except SystemExit as ended:
            if ended.code is not None and not isinstance(ended.code, int):
                raise
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):  # nobody reads it any more
                    if stream is not None:
                        stream.flush()
            os._exit(ended.code or 0)
