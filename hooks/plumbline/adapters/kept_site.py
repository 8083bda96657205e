"""What a preview serves stays when a build that would replace it fails."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["site_kept"]


@contextlib.contextmanager
def site_kept(folder: Path) -> Iterator[None]:
    """Put back what a folder holds if the body of a `with` raises.

    MkDocs empties the folder before it builds. A copy of names, not of contents, is kept beside it.
    """
    kept = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        shutil.copytree(folder, kept, copy_function=_link, dirs_exist_ok=True)
        try:
            yield
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            kept.rename(folder)
            raise
    finally:
        shutil.rmtree(kept, ignore_errors=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without them
        shutil.copy2(source, target)
