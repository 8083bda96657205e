"""What a measurement is, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Measurement", "Options"]


@dataclass(frozen=True)
class Options:
    """What whoever runs the measurements asked for.

    Attributes:
        work: an empty folder for the sites that are built; it goes when the run ends.
        cache: where other programs are installed, kept from run to run.
        peer: measure the other programs too.
        windows: the windows that pages are opened in, by their names in `loading.WINDOWS`.
    """

    work: Path
    cache: Path
    peer: bool
    windows: tuple[str, ...]


class Measurement(Protocol):
    """One module of measurements.

    Attributes:
        NAME: its name on the command line and its key in bench.json.
    """

    NAME: str

    def measure(self, options: Options) -> dict[str, Any]:
        """Return everything that was measured, as JSON."""

    def table(self, result: dict[str, Any]) -> str:
        """Return what `measure` returned as Markdown."""
