"""The site's datasets as readers get them: a Data Package, version 2, of the exported CSV files.

It says what holds for the files that we export rather than for those that authors keep: their
size and checksum, their dialect, the empty text alone for a missing value. Datasets that may not
be redistributed are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from plumbline.content.scaffold import slugify
from plumbline.data.cells import read_cell
from plumbline.data.csv_export import escape_formula
from plumbline.data.datapackage import DataPackage, Resource
from plumbline.data.table import Table
from plumbline.data.table_schema import TableField, Traits

__all__ = ["describe_package"]

_PROFILES = "https://datapackage.org/profiles/2.0"
_DIALECT = {
    "$schema": f"{_PROFILES}/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
_TRAITS = tuple(Traits.model_fields)
_SHARED = ("title", "description", "homepage", "sources", "licenses")
_OF_PACKAGE = (*_SHARED, "id", "version", "keywords", "contributors")
_OF_RESOURCE = (*_SHARED, *_TRAITS, "citekeys", "retrieved", "vintage")
_OF_FIELD = ("type", "title", "description", "unit", "rdfType", *_TRAITS)
_LENGTHS = ("minLength", "maxLength")


def describe_package(
    package: DataPackage, tables: Mapping[str, Table], files: Mapping[str, bytes]
) -> str:
    """Return datapackage.json.

    Args:
        package: what authors declare.
        tables: the datasets' rows by name.
        files: the exported CSV files by the dataset's name; those that are offered.
    """
    described: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": slugify(package.name or package.title or "", "data"),
        **_stated(package, _OF_PACKAGE),
        "resources": [
            _resource(resource, tables[resource.name], files[resource.name])
            for resource in sorted(package.resources, key=lambda r: r.name)
            if resource.name in files
        ],
    }
    return json.dumps(described, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _resource(resource: Resource, table: Table, file: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(f, table) for f in table.fields],
        "missingValues": [""],
    }
    if resource.schema_.key:
        schema["primaryKey"] = [escape_formula(name) for name in resource.schema_.key]
    return {
        "name": resource.name,
        "path": f"{resource.name}/{resource.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file),
        "hash": f"sha256:{hashlib.sha256(file).hexdigest()}",
        "dialect": _DIALECT,
        "schema": schema,
        **_stated(resource, _OF_RESOURCE),
    }


def _field(field: TableField, table: Table) -> dict[str, Any]:
    described = {"name": escape_formula(field.name), **_stated(field, _OF_FIELD)}
    constraints = _stated(field.constraints, tuple(type(field.constraints).model_fields))
    cells = [cell for cell in table.column(field.name) if isinstance(cell, str)]
    if any(escape_formula(cell) != cell for cell in cells):  # which are longer now
        constraints = {k: v for k, v in constraints.items() if k not in _LENGTHS}
    for name, value in constraints.items():
        if isinstance(value, list):
            native = (_native(text, field.type) for text in value)
            constraints[name] = list(dict.fromkeys(native))
        elif isinstance(value, str):
            constraints[name] = _native(value, field.type)
    if constraints:
        described["constraints"] = constraints
    if field.example is not None:
        described["example"] = _as_exported(field.example, field.type)
    return described


def _native(text: str, kind: str) -> Any:
    """Return a value of a constraint as JSON has it."""
    value, _ = read_cell(text, kind)
    return _as_exported(value, kind) if isinstance(value, str) else value


def _as_exported(text: str, kind: str) -> str:
    return escape_formula(text) if kind in ("string", "any") else text


def _stated(model: BaseModel, names: Sequence[str]) -> dict[str, Any]:
    """Return those properties of a model that say something, as JSON has them."""
    dumped = model.model_dump(mode="json", include=set(names), by_alias=True, exclude_none=True)
    return {name: value for name, value in dumped.items() if value not in ("", [])}
