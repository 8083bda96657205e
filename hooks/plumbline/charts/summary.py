"""What a chart shows, in words made from its data: for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from plumbline.charts.formatting import format_amount, format_moment
from plumbline.charts.marks import CONFLICTING, PROVISIONAL
from plumbline.charts.selection import ChartData, Series
from plumbline.charts.specification import ChartSpec
from plumbline.charts.types.base import chart_type

__all__ = ["describe_data", "describe_statuses"]

_SHOWN = 8


def describe_data(spec: ChartSpec, data: ChartData, language: str = "en") -> str:
    """Return the kind of chart, how far it reaches, and the ends and extremes of each series."""
    kind = "Chart" if spec.figure is not None else f"{chart_type(spec.type).title} chart"
    positions = [format_moment(x, data.x_type, language) for x in data.x]
    many = len(data.series)
    series = f"{many} series" if many > 1 else data.series[0].label
    reach = f"{len(positions)} rows"
    if data.in_time and len(positions) > 1:
        reach = f"{positions[0]} to {positions[-1]}"
    sentences = [f"{kind}: {series}, {reach}."]
    sentences += [_describe_series(s, data, positions, language) for s in data.series[:_SHOWN]]
    if many > _SHOWN:
        sentences.append(f"And {many - _SHOWN} more.")
    sentences += [f"{text}." for text in describe_statuses(spec, data, language)]
    return " ".join(sentence for sentence in sentences if sentence)


def _describe_series(
    series: Series, data: ChartData, positions: Sequence[str], language: str
) -> str:
    known = [(v, i) for i, v in enumerate(series.values) if v is not None]
    if not known:
        return f"{series.label}: no values."

    def at(value: float, index: int) -> str:
        name = data.names[index] if data.names else positions[index]
        joint = "in" if data.in_time else "for"
        return f"{format_amount(value, data.unit, language)} {joint} {name}"

    name = f"{series.label}: " if len(data.series) > 1 else ""
    low, high = min(known), max(known, key=lambda pair: (pair[0], -pair[1]))
    if len(known) == 1:
        return f"{name}{at(*known[0])}."
    if data.in_time:
        first, last = known[0], known[-1]
        text = f"{name}{at(*first)}, {at(*last)}"
        extremes = [
            f"{word} {at(*found)}"
            for word, found in (("highest", high), ("lowest", low))
            if found not in (first, last)
        ]
        return f"{'; '.join([text, *extremes])}."
    return f"{name}highest {at(*high)}, lowest {at(*low)}."


def describe_statuses(spec: ChartSpec, data: ChartData, language: str = "en") -> tuple[str, ...]:
    """Return which marks say that a value is provisional or disputed, and where they stand."""
    marks = "points" if spec.figure is not None else chart_type(spec.type).marks
    looks = {
        (PROVISIONAL, "points"): "Hollow points",
        (CONFLICTING, "points"): "Hollow diamonds",
        (PROVISIONAL, "bars"): "Hatched bars",
        (CONFLICTING, "bars"): "Cross-hatched bars",
    }
    meanings = {PROVISIONAL: "provisional", CONFLICTING: "sources conflict"}
    found = []
    for status, meaning in meanings.items():
        listed = _list_status(data, status, language)
        if listed and spec.figure is None:
            found.append(f"{looks[status, marks]}: {meaning} ({listed})")
    return tuple(found)


def _list_status(data: ChartData, status: str, language: str) -> str:
    """Return where values have a status: positions, or series where not all are alike."""
    own = {s.label: _places(s, status) for s in data.series}
    concerned = {label: places for label, places in own.items() if places}
    if not concerned:
        return ""
    if len(set(map(tuple, concerned.values()))) == 1 and len(concerned) == len(own):
        return _list_places(next(iter(concerned.values())), data, language)
    texts = []
    for series in data.series:
        places = own[series.label]
        whole = len(places) == sum(v is not None for v in series.values)
        if places:
            texts.append(
                series.label if whole else f"{series.label} {_list_places(places, data, language)}"
            )
    return "; ".join(texts[:6]) + (" and others" if len(texts) > 6 else "")


def _places(series: Series, status: str) -> list[int]:
    return [
        i
        for i, (value, said) in enumerate(zip(series.values, series.statuses, strict=True))
        if said == status and value is not None
    ]


def _list_places(places: Sequence[int], data: ChartData, language: str) -> str:
    """Return positions as a list in which neighbours are joined: "2012, 2015–2017"."""
    stretches: list[list[int]] = []
    for place in places:
        if stretches and stretches[-1][-1] == place - 1 and data.in_time:
            stretches[-1].append(place)
        else:
            stretches.append([place])

    def named(index: int) -> str:
        return (
            data.names[index] if data.names else format_moment(data.x[index], data.x_type, language)
        )

    texts = [named(s[0]) if len(s) == 1 else f"{named(s[0])}–{named(s[-1])}" for s in stretches]
    return ", ".join(texts[:6]) + (" and others" if len(texts) > 6 else "")
