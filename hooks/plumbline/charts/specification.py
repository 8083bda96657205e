"""What an author writes of a chart: in a fenced `chart` block, or in a file of its own."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, FiniteFloat, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from plumbline.charts.types import NAMES
from plumbline.content.model import KEY_PATTERN, Model, Text

__all__ = ["ChartSpec", "ChartUse", "Event", "Interval", "Mode", "Scale"]


def _known_type(name: str) -> str:
    if name not in NAMES:
        expected = ", ".join(repr(n) for n in NAMES[:-1]) + f" or {NAMES[-1]!r}"
        raise PydanticCustomError("literal_error", "one of {expected}", {"expected": expected})
    return name


TypeName = Annotated[
    str, AfterValidator(_known_type), WithJsonSchema({"type": "string", "enum": list(NAMES)})
]
ChartId = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]


def _real_moment(text: str) -> str:
    if "Q" not in text:
        try:
            dt.date.fromisoformat(f"{text}-01-01"[:10])
        except ValueError:
            raise ValueError("there is no such day") from None
    return text


Moment = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-(Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$"),
    AfterValidator(_real_moment),
]


class Mode(StrEnum):
    """How several series of bars or areas stand together."""

    GROUPED = "grouped"
    STACKED = "stacked"
    SHARE = "share"


class Scale(StrEnum):
    """Scale of the axis of values."""

    LINEAR = "linear"
    LOG = "log"


class Interval(Model):
    """A stretch of a column's values, both ends included."""

    from_: Annotated[Text | None, Field(alias="from")] = None
    """Lowest value."""
    to: Text | None = None
    """Highest value."""


class Event(Model):
    """Something that happened, marked on the axis of time."""

    date: Moment
    """When: YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD."""
    until: Moment | None = None
    """When it ended, for what lasted."""
    text: Text
    """What happened, in a few words."""


class ChartSpec(Model):
    """A chart over a dataset, over the result of a query, or out of a Plotly figure."""

    id: ChartId
    """Its name, used in its address and unique in the site: a-z, 0-9 and hyphens."""
    title: Text
    """What the chart shows; best the finding itself. May hold claims."""
    subtitle: Text | None = None
    """What is measured, in which unit, for which period."""
    data: Text | None = None
    """Name of a dataset in briefings/data/datapackage.yaml."""
    where: dict[str, Text | tuple[Text, ...] | Interval] = Field(default_factory=dict)
    """Which rows of `data`: by column a value, a list of values, or `{from: …, to: …}`."""
    sql: Text | None = None
    """One SELECT over the datasets, instead of `data` and `where`."""
    figure: Text | None = None
    """A Plotly figure as JSON: a file beside index.md. It replaces `type`; with `data` or `sql`,
    `x` and `y` give the table."""
    type: TypeName = "line"
    """How it is drawn; the gallery shows all types."""
    mode: Mode = Mode.GROUPED
    """How several series of bars or areas stand together: grouped, stacked or share (100%)."""
    x: Text | None = None
    """Column of the horizontal axis, or of the categories."""
    y: tuple[Text, ...] = ()
    """Columns that are drawn, one series each."""
    series: Text | None = None
    """Column whose values name the series; `y` is then the one column of values."""
    label: Text | None = None
    """In a scatter chart, the column that names the points."""
    labels: dict[str, Text] = Field(default_factory=dict)
    """Names as readers see them, by column or by value of `series`."""
    highlight: tuple[Text, ...] = ()
    """Series or categories that stand out; the others turn grey."""
    unit: Text | None = None
    """Unit shown; values are converted to it from the fields' unit: USD million to USD billion."""
    scale: Scale = Scale.LINEAR
    """Scale of the axis of values: linear or log."""
    range: tuple[FiniteFloat, FiniteFloat] | None = None
    """Lowest and highest value of the axis of values, in the unit shown."""
    annotations: tuple[Event, ...] = ()
    """Events marked on the axis of time."""
    note: Text | None = None
    """Definitions and caveats, printed under the chart."""
    source: tuple[Text, ...] = ()
    """Citekeys of the source line; the dataset's own when left out."""
    alt: Text | None = None
    """What the chart shows, for readers who do not see it."""

    @property
    def stacks(self) -> bool:
        """Whether series are added up."""
        return self.mode is not Mode.GROUPED


class ChartUse(Model):
    """A chart that stands in a file of its own."""

    use: Annotated[
        str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$")
    ]
    """Its id, or that of another briefing's chart as slug/id: the file charts/<id>.yml there."""
