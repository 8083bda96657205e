"""Colours of charts: names of the style sheet's variables, and which series gets which.

A figure never holds a colour of the page. It holds sentinels, one for each variable of
`tokens.css`; the picture for the page and the script for the interactive chart put `var(--pl-…)`,
or what that is in the reader's theme, in their places. So one figure serves light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from plumbline.charts.selection import Series
from plumbline.charts.specification import ChartSpec
from plumbline.content.registries import country_code

__all__ = ["COLOURS", "assign_colours", "colour", "css_colours", "sentinels", "translucent"]

COLOURS = (
    "ink",
    "ink-soft",
    "line",
    "paper",
    "muted",
    *(f"series-{n}" for n in range(1, 8)),
)
"""Variables of the style sheet that charts use, without `--pl-`."""

COUNTRIES = {
    "USA": "series-1",
    "CHN": "series-2",
    "RUS": "series-3",
    "EU": "series-4",
    "IND": "series-5",
    "JPN": "series-6",
    "SAU": "series-7",
    "DEU": "series-7",
    "GBR": "series-6",
}
"""The same country has the same colour in every chart of the site."""

FLOWS = {
    "exports": "series-1",
    "imports": "series-2",
    "balance": "ink",
    "total": "series-6",
}
"""So does a flow, where a chart sets flows of one reporter and partner side by side."""

_SERIES = tuple(name for name in COLOURS if name.startswith("series-"))


def colour(name: str) -> str:
    """Return the sentinel of a colour, as #rrggbb.

    Raises:
        ValueError: there is no such colour.
    """
    return f"#fe{COLOURS.index(name) + 1:02x}01"


def translucent(name: str, opacity: float) -> str:
    """Return the sentinel of a colour, as rgba() with an opacity between 0 and 1."""
    return f"rgba(254,{COLOURS.index(name) + 1},1,{opacity:g})"


@cache
def sentinels() -> dict[str, str]:
    """Return all sentinels with the variables of the style sheet that they stand for."""
    return {colour(name): f"--pl-{name}" for name in COLOURS}


@cache
def css_colours() -> dict[str, str]:
    """Return all sentinels with what stands for them in a style sheet, such as var(--pl-ink)."""
    return {sentinel: f"var({name})" for sentinel, name in sentinels().items()}


def assign_colours(spec: ChartSpec, series: Sequence[Series]) -> tuple[str, ...]:
    """Return the name of the colour of each series.

    What the series differ in decides: reporters, partners or flows have fixed colours, and so have
    countries that a column names. Others take the colours in their order, passing over those that
    are taken. With `highlight`, all but the named series are muted.
    """
    chosen = _by_meaning(series)
    taken = {name for name in chosen if name}
    free = [name for name in _SERIES if name not in taken] or list(_SERIES)
    rest = iter(free * (1 + len(series) // len(free)))
    names = [name or next(rest) for name in chosen]
    if spec.highlight and any(
        s.name in spec.highlight or s.label in spec.highlight for s in series
    ):
        return tuple(
            name if s.name in spec.highlight or s.label in spec.highlight else "muted"
            for name, s in zip(names, series, strict=True)
        )
    return tuple(names)


def _by_meaning(series: Sequence[Series]) -> list[str | None]:
    named = [country_code(s.label) for s in series]
    if any(named):
        return _distinct([COUNTRIES.get(code or "") for code in named])
    for values, fixed in (
        ([s.traits.reporter for s in series], COUNTRIES),
        ([s.traits.partner for s in series], COUNTRIES),
        ([s.traits.flow for s in series], FLOWS),
    ):
        if all(values) and len(set(values)) == len(series) and len(series) > 1:
            return _distinct([fixed.get(value or "") for value in values])
    if len(series) == 1 and series[0].traits.reporter in COUNTRIES:
        return [COUNTRIES[series[0].traits.reporter or ""]]
    return [None] * len(series)


def _distinct(names: list[str | None]) -> list[str | None]:
    return [name if name not in names[:i] else None for i, name in enumerate(names)]
