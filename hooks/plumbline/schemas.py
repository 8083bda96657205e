"""JSON Schemas of what authors write and of what programs read, made from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel

from plumbline.charts.specification import ChartSpec
from plumbline.content.front_matter import FrontMatter
from plumbline.content.registries import Author, Region, Topic
from plumbline.data.datapackage import DataPackage
from plumbline.diagnostics.diagnostic import Severity

__all__ = ["build_schemas", "stale_schemas", "write_schemas"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Authors(RootModel[dict[str, Author]]):
    """briefings/authors.yml: authors by key."""


class _Topics(RootModel[dict[str, Topic]]):
    """briefings/topics.yml: topics by key."""


class _Regions(RootModel[dict[str, Region]]):
    """briefings/regions.yml: groups of countries by key."""


class _Diagnostic(BaseModel):
    """One diagnostic of `plumbline check --format json`."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

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


_MODELS: dict[str, type[BaseModel]] = {
    "authors": _Authors,
    "chart": ChartSpec,
    "datapackage": DataPackage,
    "diagnostics": _Diagnostics,
    "front-matter": FrontMatter,
    "regions": _Regions,
    "topics": _Topics,
}


def build_schemas() -> dict[str, str]:
    """Return the text of each schema file by its name in schemas/."""
    schemas: dict[str, str] = {}
    for name, model in sorted(_MODELS.items()):
        schema: dict[str, Any] = {"$schema": _DIALECT, **model.model_json_schema()}
        schemas[f"{name}.schema.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return schemas


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
