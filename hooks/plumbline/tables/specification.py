"""What an author writes in a fenced `table` block."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from plumbline.content.model import KEY_PATTERN, Model, Text

__all__ = ["TableSpec"]


class TableSpec(Model):
    """A table of a dataset's rows, or of the result of a query."""

    id: Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
    """Name within the briefing, used in its address: a-z, 0-9 and hyphens."""
    title: Text
    """What the table shows."""
    data: Text | None = None
    """Name of a dataset in briefings/data/datapackage.yaml."""
    columns: tuple[Text, ...] = ()
    """Columns that are printed, in this order; all when left out."""
    where: dict[str, Text] = Field(default_factory=dict)
    """Which rows: values by column name."""
    sql: Text | None = None
    """A SELECT over the datasets instead of `data`; its column names are the header."""
    note: Text | None = None
    """Definitions and caveats, printed under the table."""
    source: tuple[Text, ...] = ()
    """Citekeys of the source line; the dataset's own when left out."""

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        if (self.data is None) == (self.sql is None):
            raise ValueError("either `data` or `sql` is needed")
        if self.sql is not None and (self.columns or self.where):
            raise ValueError("`columns` and `where` go with `data`; write them into the SQL")
        return self
