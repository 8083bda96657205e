"""The columns of a table: Table Schema, version 2, and what must be known of trade figures.

Standard: https://datapackage.org/standard/table-schema/. Our own properties of a field are `unit`
and the traits of trade data, which are named as in SDMX and in International Merchandise Trade
Statistics (IMTS 2010).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from plumbline.content.model import Model, Text
from plumbline.data.cells import read_cell

__all__ = ["Constraints", "TableField", "TableSchema", "Traits"]

Scalar = Annotated[Text, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""A value of the column's type, which YAML may take for a number or for true or false."""
Area = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ORDERED = ("number", "integer", "year", "yearmonth", "date")


class Traits(Model):
    """What must be known of trade figures before one is set beside another."""

    reporter: Area | None = None
    """Whose authority reports the flow: ISO 3166-1 alpha-3, or a code of regions.yml."""
    partner: Area | None = None
    """The economy at the other end of the flow."""
    flow: Literal["exports", "imports", "total", "balance"] | None = None
    """Direction as the reporter sees it."""
    valuation: Literal["fob", "fas", "cif", "customs"] | None = None
    """Free on board, free alongside ship, cost insurance and freight, or customs value."""
    prices: Literal["nominal", "real"] | None = None
    """Current prices, or those of a base year, which the description names."""
    classification: Text | None = None
    """Classification of goods with its edition: HS 2022."""


class Constraints(Model):
    """What the values of a column must satisfy; all but patterns and JSON Schemas."""

    required: bool | None = None
    """Whether every row has a value."""
    unique: bool | None = None
    """Whether no value stands twice."""
    enum: tuple[Scalar, ...] = ()
    """The values that there may be."""
    minLength: Annotated[int, Field(ge=0)] | None = None  # noqa: N815  (the standard's names)
    """Fewest characters of a text."""
    maxLength: Annotated[int, Field(ge=0)] | None = None  # noqa: N815
    """Most characters of a text."""
    minimum: Scalar | None = None
    """Least value."""
    maximum: Scalar | None = None
    """Greatest value."""
    exclusiveMinimum: Scalar | None = None  # noqa: N815
    """Value that all are above."""
    exclusiveMaximum: Scalar | None = None  # noqa: N815
    """Value that all are below."""

    def check_type(self, kind: str) -> None:
        """Check that the constraints go with a type of values.

        Raises:
            ValueError: one does not, or holds a value that is not of the type.
        """
        for name in ("minLength", "maxLength", *_BOUNDS):
            suits = kind in _ORDERED if name in _BOUNDS else kind == "string"
            if getattr(self, name) is not None and not suits:
                raise ValueError(f"`{name}` does not go with the type {kind}")
        bounds = (value for name in _BOUNDS if (value := getattr(self, name)) is not None)
        for text in (*self.enum, *bounds):
            _, wrong = read_cell(text, kind)
            if wrong:
                raise ValueError(f"{wrong} was expected in place of {text!r}")


class LabelledValue(Model):
    """A text that stands for no value, with what it means."""

    value: str
    """The text."""
    label: Text | None = None
    """What it means, such as "not asked"."""


MissingValue = str | LabelledValue


class TableField(Traits):
    """One column of a table (Table Schema, version 2)."""

    name: Text
    """Name in the file's header."""
    type: Literal[
        "string",
        "number",
        "integer",
        "boolean",
        "date",
        "datetime",
        "time",
        "year",
        "yearmonth",
        "any",
    ] = "string"
    """Type of the values."""
    title: Text | None = None
    """Short label, used by charts."""
    description: Text | None = None
    """Definition."""
    unit: Text | None = None
    """Unit of the values, such as "USD million"."""
    format: Text | None = None
    """Format of the values; see Table Schema."""
    example: Scalar | None = None
    """An example value."""
    rdfType: Text | None = None  # noqa: N815  (the standard's name)
    """Address of a term that defines the field."""
    constraints: Constraints = Constraints()
    """What the values must satisfy."""
    categories: list[Any] | None = None
    """Permitted values."""
    missingValues: tuple[MissingValue, ...] | None = None  # noqa: N815
    """Texts that stand for no value; those of the table when left out."""

    @property
    def label(self) -> str:
        """Title, or name."""
        return self.title or self.name

    @field_validator("constraints")
    @classmethod
    def _check_constraints(cls, value: Constraints, info: ValidationInfo) -> Constraints:
        value.check_type(str(info.data.get("type", "any")))
        return value

    @field_validator("example")
    @classmethod
    def _check_example(cls, value: str | None, info: ValidationInfo) -> str | None:
        _, wrong = read_cell(value or "", str(info.data.get("type", "any")))
        if value is not None and wrong:
            raise ValueError(f"{wrong} was expected")
        return value


class TableSchema(Model):
    """Schema of a table (Table Schema, version 2)."""

    fields: Annotated[tuple[TableField, ...], Field(min_length=1)]
    """Columns, in the file's order."""
    schema_: Text | None = Field(None, alias="$schema")
    """Profile."""
    fieldsMatch: Text | None = None  # noqa: N815
    """How columns are matched."""
    primaryKey: tuple[Text, ...] | Text = ()  # noqa: N815
    """Columns that identify a row."""
    uniqueKeys: list[Any] | None = None  # noqa: N815
    """Further keys."""
    foreignKeys: list[Any] | None = None  # noqa: N815
    """References to other tables."""
    missingValues: tuple[MissingValue, ...] = ("",)  # noqa: N815
    """Texts that stand for no value."""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return (self.primaryKey,) if isinstance(self.primaryKey, str) else self.primaryKey

    def missing_values(self, field: TableField) -> frozenset[str]:
        """Return the texts that stand for no value in a column; the empty text is one of them."""
        stated = self.missingValues if field.missingValues is None else field.missingValues
        return frozenset(("", *(v if isinstance(v, str) else v.value for v in stated)))

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names = [field.name for field in self.fields]
        repeated = next((n for i, n in enumerate(names) if n in names[:i]), None)
        if repeated is not None:
            raise ValueError(f"two fields are named {repeated!r}")
        unknown = next((name for name in self.key if name not in names), None)
        if unknown is not None:
            raise ValueError(f"the primary key names {unknown!r}, which is no field")
        return self
