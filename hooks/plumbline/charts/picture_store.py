"""Pictures of charts kept on disk between runs, by what they show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from plumbline.charts.svg import clean_svg
from plumbline.kept_files import KeptFiles

__all__ = ["PREFIX", "PictureStore", "picture_key"]

PREFIX = "p"
"""What ids begin with in a picture that is kept; for a page, `rename_ids` gives it another."""
_RECIPE = "1"
"""Raise it when the same figure is drawn or cleaned otherwise than before."""


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
    not there. How files are kept is the affair of `KeptFiles`.

    Args:
        folder: where they are kept; it need not exist.
        colours: what `clean_svg` was given.
    """

    def __init__(self, folder: Path, colours: Mapping[str, str]) -> None:
        self._files = KeptFiles(folder)
        self._colours = dict(colours)
        self._known: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return the picture of a key, its ids beginning with `PREFIX`, or None where none is kept.

        Raises:
            ValueError: the key is none of `picture_key`.
        """
        if key not in self._known:
            kept = self._files.get(key)
            svg = self._cleaned(kept)
            if svg is None:
                if kept is not None:  # else `has` would go on to promise it
                    self._files.discard(key)
                return None
            self._known[key] = svg
        return self._known[key]

    def has(self, key: str) -> bool:
        """Return whether a picture is kept, without looking closely: a fiftieth of the time.

        Raises:
            ValueError: the key is none of `picture_key`.
        """
        return key in self._known or self._files.get(key) is not None

    def is_empty(self) -> bool:
        """Return whether there is no picture, so that no key need be asked for."""
        return not self._known and self._files.is_empty()

    def put(self, key: str, svg: str) -> None:
        """Keep a picture; where the disk does not take it, until the end of this run.

        Args:
            key: its key.
            svg: what `clean_svg` returned with the prefix `PREFIX`; anything else is not found
                again in the next run.

        Raises:
            ValueError: the key is none of `picture_key`.
        """
        self._files.put(key, svg.encode())
        self._known[key] = svg

    def prune(self, used: Collection[str], keep_days: int = 30) -> None:
        """Remove pictures that are not used and have not been for a while.

        Args:
            used: keys whose pictures stay in any case.
            keep_days: days after its last use for which any other picture stays, so that one can
                go back to an earlier state of the project.
        """
        self._files.prune(used, keep_days)

    def _cleaned(self, kept: bytes | None) -> str | None:
        if kept is None:
            return None
        try:
            svg = kept.decode()
            return svg if clean_svg(svg, PREFIX, self._colours) == svg else None
        except ValueError:
            return None
