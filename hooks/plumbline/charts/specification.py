"""What an author writes in a fenced `chart` block."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from plumbline.content.model import KEY_PATTERN, Model, Text

__all__ = ["ChartSpec"]


class ChartSpec(Model):
    """A chart over a dataset."""

    id: Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
    """Name within the briefing, used in its address: a-z, 0-9 and hyphens."""
    title: Text
    """What the chart shows; best the finding itself."""
    subtitle: Text | None = None
    """What is measured, in which unit, for which period."""
    data: Text
    """Name of a dataset in briefings/data/datapackage.yaml."""
    type: Literal["line", "bar"] = "line"
    """How it is drawn."""
    x: Text
    """Field of the horizontal axis."""
    y: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Fields that are drawn, one series each."""
    stacked: bool = False
    """Stack the bars of a bar chart."""
    unit: Text | None = None
    """Unit shown; values are converted to it from the fields' unit: USD million to USD billion."""
    note: Text | None = None
    """Definitions and caveats, printed under the chart."""
    source: tuple[Text, ...] = ()
    """Citekeys of the source line; the dataset's own when left out."""
    alt: Text | None = None
    """What the chart shows, for readers who do not see it."""
