"""JSON Schemas of what authors write and of what programs read, made from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

from plumbline.charts.specification import ChartSpec
from plumbline.content.field_docs import field_docs
from plumbline.content.front_matter import FrontMatter
from plumbline.content.model import Model
from plumbline.content.registries import Author, Region, Topic
from plumbline.data.datapackage import DataPackage
from plumbline.diagnostics.diagnostic import Severity
from plumbline.evidence.claims import Claim
from plumbline.evidence.numbers import NumberStatus
from plumbline.evidence.places import TextKind
from plumbline.evidence.quotation_match import QuotationOutcome
from plumbline.tables.specification import TableSpec

__all__ = ["build_schemas", "stale_schemas", "write_schemas"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Authors(RootModel[dict[str, Author]]):
    """briefings/authors.yml: authors by key."""


class _Topics(RootModel[dict[str, Topic]]):
    """briefings/topics.yml: topics by key."""


class _Regions(RootModel[dict[str, Region]]):
    """briefings/regions.yml: groups of countries by key."""


class _Claims(RootModel[dict[str, Claim]]):
    """briefings/claims.yml: claims that several briefings use, by id."""


class _Strict(BaseModel):
    """Base of what programs read: no keys but those named."""

    model_config = ConfigDict(extra="forbid")


class _Diagnostic(_Strict):
    """One diagnostic of `plumbline check --format json`."""

    code: str = Field(pattern=r"^[A-Z]{2}\d{3}$")
    """Code of the rule."""
    rule: str
    """Name of the rule."""
    severity: Severity
    """Whether it fails a strict build."""
    message: str
    """What is wrong."""
    suggestion: str | None
    """The likely fix."""
    replacement: str | None
    """Text that would take the span's place."""
    path: str
    """File, relative to the project's root."""
    line: int = Field(ge=1)
    """Line, from 1."""
    column: int = Field(ge=1)
    """Column, from 1, in code points."""
    end_line: int
    """Line of the span's end."""
    end_column: int
    """Column after the span's end."""


class _Diagnostics(RootModel[list[_Diagnostic]]):
    """Output of `plumbline check --format json`."""


class _Counts(_Strict):
    """What was checked, counted."""

    citations: int
    """Citations in the text."""
    sources: int
    """Entries of the reference list."""
    numbers_matching_data: int
    """Numbers that match a dataset."""
    numbers_matching_sources: int
    """Numbers found in the excerpt of the source they cite."""
    numbers_said_by_others: int
    """Figures reported as somebody's, as the source has them."""
    numbers_cited_not_checked: int
    """Numbers whose source has no excerpt on file."""
    numbers_not_found_in_source: int
    """Numbers that the excerpt of the cited source does not hold."""
    numbers_not_checked: int
    """Numbers with neither."""
    quotations_verbatim: int
    """Quotations found word for word."""
    quotations_not_verified: int
    """Quotations that were not."""


class _CitedSource(_Strict):
    """An entry of the reference list."""

    number: int
    """Its number, from 1."""
    key: str
    """Its citekey."""
    title: str
    """Its title."""


class _ClaimUsed(_Strict):
    """A claim that the text uses."""

    value: float | int | str | bool | list[float]
    """Its value as stored or computed; two numbers are a range."""
    unit: str | None
    """Its unit."""
    sql: str
    """The query that was run."""
    datasets: list[str]
    """What it was run on."""
    status: list[str]
    """Statuses of the rows it rests on."""


class _Number(_Strict):
    """A counted number."""

    text: str
    """As written."""
    kind: TextKind = Field(alias="in")
    """Which text it stands in."""
    status: NumberStatus
    """What became of it."""
    target: str | None
    """The claim or the citekey it was held against."""
    line: int
    """Line of the briefing's file."""


class _Quotation(_Strict):
    """A quotation."""

    text: str
    """Its words."""
    source: str
    """Citekey of the source."""
    outcome: QuotationOutcome
    """What became of it."""
    line: int
    """Line of the briefing's file."""


class _Evidence(_Strict):
    """evidence.json beside a briefing: what was checked in it, and what was not."""

    briefing: str
    """Its slug."""
    title: str
    """Its title."""
    summary: _Counts
    """Counts."""
    sources: list[_CitedSource]
    """The reference list."""
    claims: dict[str, _ClaimUsed]
    """Claims by id."""
    numbers: list[_Number]
    """Numbers in the order of the texts."""
    quotations: list[_Quotation]
    """Quotations in the order of the text."""


_MODELS: dict[str, type[BaseModel]] = {
    "authors": _Authors,
    "chart": ChartSpec,
    "claims": _Claims,
    "datapackage": DataPackage,
    "diagnostics": _Diagnostics,
    "evidence": _Evidence,
    "front-matter": FrontMatter,
    "regions": _Regions,
    "table": TableSpec,
    "topics": _Topics,
}


def build_schemas() -> dict[str, str]:
    """Return the text of each schema file by its name in schemas/."""
    schemas: dict[str, str] = {}
    for name, model in sorted(_MODELS.items()):
        schema: dict[str, Any] = {"$schema": _DIALECT, **model.model_json_schema()}
        for part in (schema, *schema.get("$defs", {}).values()):
            _describe_fields(part)
        schemas[f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return schemas


def _describe_fields(schema: dict[str, Any]) -> None:
    """Add to each property of a schema what stands below the field in the model's source."""
    model = _described_models().get(schema.get("title", ""))
    if model is None:
        return
    for name, words in field_docs(model).items():
        key = model.model_fields[name].alias or name
        described = {"description": words, **schema["properties"][key]}
        schema["properties"][key] = dict(sorted(described.items()))


def _described_models() -> dict[str, type[BaseModel]]:
    """Return all models whose fields are described, by name."""
    found: list[type[BaseModel]] = [Model, _Strict]
    for model in found:
        found += model.__subclasses__()
    return {model.__name__: model for model in found}


def stale_schemas(folder: Path) -> list[str]:
    """Return the names of schema files that are missing, differ or are left over."""
    wanted = build_schemas()
    present = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.json")}
    return sorted(n for n in {*wanted, *present} if wanted.get(n) != present.get(n))


def write_schemas(folder: Path) -> None:
    """Write all schema files and remove those that are left over."""
    wanted = build_schemas()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
