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
        sizes: how many briefings the libraries have that are built.
        sources: how many sources these libraries have.
        keep: use what an earlier run measured of the other programs, where there is such.
        repeats: how often each build and each edit is measured.
        search_sizes: how many briefings the sites have that are searched.
    """

    work: Path
    cache: Path
    peer: bool
    windows: tuple[str, ...]
    sizes: tuple[int, ...] = (100, 300, 1_000)
    sources: int = 2_000
    keep: bool = False
    repeats: int = 3
    search_sizes: tuple[int, ...] = (10_000,)


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
