"""Types of charts, a module each: its docstring explains it on the gallery page.

A type is added by its module here, an example of the same name in `charts/examples/`, and its
line in NAMES.
"""

from __future__ import annotations

__all__ = ["NAMES"]

NAMES = (
    "line",
    "area",
    "bar",
    "ranked-bar",
    "dumbbell",
    "slope",
    "scatter",
    "small-multiples",
    "balance",
    "mirror",
)
"""Every type, in the order of the gallery; the module's name has underscores for hyphens."""
