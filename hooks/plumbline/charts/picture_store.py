"""Pictures of charts kept on disk between runs, by what they show."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from plumbline.charts.svg import clean_svg

__all__ = ["PREFIX", "PictureStore", "picture_key"]

PREFIX = "p"
"""What ids begin with in a picture that is kept; for a page, `rename_ids` gives it another."""
_RECIPE = "1"
"""Raise it when the same figure is drawn or cleaned otherwise than before."""
_KEY = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".part"
_DAY = 86_400  # seconds


def picture_key(
    figure: Mapping[str, Any],
    width: int,
    height: int,
    colours: Mapping[str, str],
    versions: Sequence[str],
) -> str:
    """Return the key of a picture: the same when, and only when, it would be drawn alike.

    The version of Chrome is no part of it, although text may be a fraction of a pixel wider in
    another one: to ask for it Chrome must be started, which is what a kept picture saves.

    Args:
        figure: Plotly's JSON.
        width: its width in CSS pixels.
        height: its height in CSS pixels.
        colours: what `clean_svg` was given.
        versions: whatever else decides how it looks, above all a digest of Plotly's script.

    Raises:
        TypeError, ValueError: the figure is not JSON.
    """
    text = json.dumps(
        [_RECIPE, figure, width, height, colours, list(versions)],
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class PictureStore:
    """Cleaned pictures in a folder, by key.

    The folder is not trusted: a picture that is not just as `clean_svg` would write it counts as
    not there. A folder that cannot be written costs time in the next run and nothing else.
    Several processes may use one folder.

    Args:
        folder: where they are kept; it need not exist.
        colours: what `clean_svg` was given.
    """

    def __init__(self, folder: Path, colours: Mapping[str, str]) -> None:
        self._folder = folder
        self._colours = dict(colours)
        self._known: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return the picture of a key, its ids beginning with `PREFIX`, or None where none is kept.

        Raises:
            ValueError: the key is none of `picture_key`.
        """
        path = self._path(key)
        if key not in self._known:
            svg = self._read(path)
            if svg is None:
                return None
            self._known[key] = svg
            self._note_use(path)
        return self._known[key]

    def put(self, key: str, svg: str) -> None:
        """Keep a picture; where the disk does not take it, until the end of this run.

        Args:
            key: its key.
            svg: what `clean_svg` returned with the prefix `PREFIX`; anything else is not found
                again in the next run.

        Raises:
            ValueError: the key is none of `picture_key`.
        """
        path = self._path(key)
        self._known[key] = svg
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=self._folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(svg)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def prune(self, used: Collection[str], keep_days: int = 30) -> None:
        """Remove pictures that are not used and have not been for a while.

        Args:
            used: keys whose pictures stay in any case.
            keep_days: days after its last use for which any other picture stays, so that one can
                go back to an earlier state of the project.
        """
        oldest = time.time() - keep_days * _DAY
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                ours = _KEY.fullmatch(path.stem) and path.suffix == ".svg"
                if (ours and path.stem not in used) or path.suffix == _UNFINISHED:
                    with contextlib.suppress(OSError):
                        if path.stat().st_mtime < oldest:
                            path.unlink()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a picture")
        return self._folder / f"{key}.svg"

    def _read(self, path: Path) -> str | None:
        try:
            svg = path.read_text(encoding="utf-8")
            return svg if clean_svg(svg, PREFIX, self._colours) == svg else None
        except (OSError, ValueError):
            return None

    def _note_use(self, path: Path) -> None:
        """Let the file's time say when it was last used, to the day."""
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - _DAY:
                os.utime(path)
