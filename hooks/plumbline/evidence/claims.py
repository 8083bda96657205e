"""Claims: numbers, dates and texts of the prose that are computed from datasets."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from plumbline.content.model import KEY_PATTERN, Model, Text

__all__ = ["FORMS", "Change", "ChangeAs", "Claim", "ClaimId", "Pair", "Share"]

ClaimId = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=80)]
Where = dict[str, Text]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")]
Operand = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A claim's id, or `dataset.field`."""


class ChangeAs(StrEnum):
    """How a change is stated."""

    PERCENT = "percent"
    POINTS = "points"
    ABSOLUTE = "absolute"


class Change(Model):
    """How a field's value changed from one row to another."""

    of: FieldName
    """`dataset.field`."""
    from_: Annotated[Text, Field(alias="from")]
    """Where it began: a value of the dataset's key, such as a year."""
    to: Text
    """Where it ended."""
    over: Text | None = None
    """Name of the key column; the dataset's primary key when left out."""


class Pair(Model):
    """Two operands."""

    of: Operand
    """What is compared."""
    to: Operand
    """What it is compared with."""


class Share(Model):
    """A part and its whole."""

    of: Operand
    """The part."""
    in_: Annotated[Operand, Field(alias="in")]
    """The whole."""


class Difference(Model):
    """Two operands, the second taken from the first."""

    of: Operand
    """What is reduced."""
    less: Operand
    """What is taken from it."""


FORMS = ("value", "change", "ratio", "share", "difference", "sum", "max", "min", "sql")
"""The ways to declare a claim; each claim uses one."""


class Claim(Model):
    """A value computed from the datasets; exactly one of `value` to `sql` is given."""

    value: FieldName | None = None
    """One cell: `dataset.field`, chosen by `where`."""
    change: Change | None = None
    """How a field changed between two rows; see `as`."""
    ratio: Pair | None = None
    """One operand divided by another."""
    share: Share | None = None
    """One operand in percent of another."""
    difference: Difference | None = None
    """One operand less another."""
    sum: tuple[Operand, ...] | FieldName | None = None
    """Several operands added up, or a field over the rows chosen by `where`."""
    max: FieldName | None = None
    """The highest value of a field over the rows chosen by `where`."""
    min: FieldName | None = None
    """The lowest value."""
    sql: Text | None = None
    """A SELECT over the datasets that gives one row; give its `unit` too."""
    where: Where = Field(default_factory=dict)
    """Which rows: values by column name."""
    as_: Annotated[ChangeAs, Field(alias="as")] = ChangeAs.PERCENT
    """How a change is stated: percent, points (of a percentage) or absolute."""
    give: Text | None = None
    """With `max` and `min`: the column to give instead of the value, such as year."""
    unit: Text | None = None
    """With `sql`: unit of the result, such as USD billion, percent or times."""
    note: Text | None = None
    """A remark for readers."""

    @property
    def form(self) -> str:
        """Which of FORMS is used."""
        return next(name for name in FORMS if getattr(self, name) is not None)

    @property
    def operands(self) -> tuple[str, ...]:
        """What it refers to: claims' ids and fields."""
        if self.ratio is not None:
            return self.ratio.of, self.ratio.to
        if self.share is not None:
            return self.share.of, self.share.in_
        if self.difference is not None:
            return self.difference.of, self.difference.less
        return self.sum if isinstance(self.sum, tuple) else ()

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        used = [name for name in FORMS if getattr(self, name) is not None]
        if len(used) != 1:
            found = f"found {' and '.join(used)}" if used else "found none"
            raise ValueError(f"exactly one of {', '.join(FORMS)} is needed, {found}")
        form = used[0]
        if self.give is not None and form not in ("max", "min"):
            raise ValueError("`give` goes with `max` or `min`")
        if self.unit is not None and form != "sql":
            raise ValueError("`unit` goes with `sql`; other claims take theirs from the data")
        if self.where and form not in ("value", "change", "sum", "max", "min"):
            raise ValueError(f"`where` does not go with `{form}`; give its operands as claims")
        return self
