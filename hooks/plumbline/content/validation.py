"""Typed models read out of YAML, with every error at its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from plumbline.content.field_docs import field_docs
from plumbline.content.yaml_source import Path, Value, YamlDocument
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["did_you_mean", "nearest", "validate_model"]

M = TypeVar("M", bound=BaseModel)


def validate_model(
    model: type[M], document: YamlDocument, value: Value, at: Path = (), what: str = "front matter"
) -> tuple[M | None, list[Finding]]:
    """Validate a value of a YAML document against a model.

    Args:
        model: the pydantic model.
        document: where the value comes from; gives the lines.
        value: the value itself.
        at: path of the value in the document.
        what: what the value is, for messages: "front matter", "chart".

    Returns:
        The model's instance, or None when a finding makes it unusable, and the findings:
        YA005 unknown-key, YA006 missing-key, YA007 invalid-value. Unknown keys alone do not make
        it unusable.
    """
    if not isinstance(value, dict):
        message = f"{what}: a mapping of keys to values was expected, found {_describe(value)}"
        return None, [Finding("YA007", message, document.locate(at))]
    data = value
    findings: list[Finding] = []
    for _ in range(2):
        try:
            return model.model_validate(_without_nulls(data)), findings
        except ValidationError as error:
            details = error.errors(include_url=False)
            findings = _findings(model, document, at, what, details)
            unknown = [d["loc"] for d in details if d["type"] == "extra_forbidden"]
            if len(unknown) < len(details):
                return None, findings
            data = _without(data, unknown)  # look again without them, to keep the rest usable
    return None, findings


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word closest to one that is not known, or None when none is close."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    if matches:
        return matches[0]
    folded = {k.casefold(): k for k in known}
    return folded.get(word.casefold())


def did_you_mean(word: str, known: Iterable[str], where: str = "") -> str:
    """Return the sentence that suggests the nearest known word, or names where to look."""
    close = nearest(word, known)
    if close is not None:
        return f"Did you mean {close!r}?"
    return where


def _findings(
    model: type[BaseModel], document: YamlDocument, at: Path, what: str, details: list[ErrorDetails]
) -> list[Finding]:
    """Return one finding a mistake: what only follows from another is left out."""
    absent: dict[Path, list[str]] = {}
    unknown: dict[Path, list[str]] = {}
    wrong: dict[Path, ErrorDetails] = {}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "missing":
            absent.setdefault(loc[:-1], []).append(str(loc[-1]))
        elif detail["type"] == "extra_forbidden":
            unknown.setdefault(loc[:-1], []).append(str(loc[-1]))
        else:
            wrong.setdefault(_real_path(document, at, loc), detail)
    findings: list[Finding] = []
    for loc, names in unknown.items():
        known = _fields_at(model, loc)
        for name in names:
            close = nearest(name, absent.get(loc, ())) or nearest(name, known)
            if close is not None and close in absent.get(
                loc, ()
            ):  # misspelt, so it is not missing too
                absent[loc].remove(close)
            findings.append(_unknown_key(document, (*at, *loc, name), what, known, close))
    for loc, names in absent.items():
        findings += _missing_keys(document, (*at, *loc), what, names)
    for path, detail in wrong.items():
        # A list whose only entry is wrong counts as empty.
        within = any(len(p) > len(path) and p[: len(path)] == path for p in wrong)
        if not (detail["type"] == "too_short" and within):
            findings.append(_invalid_value(model, document, at, path, what, detail))
    return findings


def _unknown_key(
    document: YamlDocument, path: Path, what: str, known: Sequence[str], close: str | None
) -> Finding:
    listed = f"Known keys: {', '.join(sorted(known))}." if known else ""
    return Finding(
        "YA005",
        f"{what}: unknown key {str(path[-1])!r}",
        document.locate_key(path),
        f"Did you mean {close!r}?" if close else listed,
    )


def _missing_keys(
    document: YamlDocument, parent: Path, what: str, names: list[str]
) -> Iterator[Finding]:
    for name in names:
        if (*parent, name) in document.keys:
            message = f"{what}: the key {name!r} has no value"
            yield Finding(
                "YA006",
                message,
                document.locate_key((*parent, name)),
                f"Write it behind `{name}:`.",
            )
    absent = [n for n in names if (*parent, n) not in document.keys]
    if absent:
        *head, last = (repr(n) for n in absent)
        some = f"keys {', '.join(head)} and {last} are" if head else f"key {last} is"
        where = _start(document.locate((*parent, absent[0])))
        fix = f"Add {' and '.join(f'`{n}:`' for n in absent)}."
        yield Finding("YA006", f"{what}: the {some} missing", where, fix)


def _invalid_value(
    model: type[BaseModel],
    document: YamlDocument,
    at: Path,
    path: Path,
    what: str,
    detail: ErrorDetails,
) -> Finding:
    kind, found = detail["type"], detail.get("input")
    shown = "" if found in ("", []) else f", found {_describe(found)}"
    suggestion = ""
    if kind in ("enum", "literal_error") and isinstance(found, str):
        suggestion = did_you_mean(found, re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
    elif kind == "tuple_type" and isinstance(found, str) and not _holds_models(model, path):
        suggestion = f"Write it as a list: [{found}]."
    elif kind == "string_pattern_mismatch":
        suggestion = _describe_field(model, path)
    named = f" `{_dotted(path)}`:" if path else ""
    return Finding(
        "YA007",
        f"{what}:{named} {_plain_message(detail)}{shown}",
        document.locate((*at, *path)),
        suggestion,
    )


def _real_path(document: YamlDocument, at: Path, loc: Path) -> Path:
    # Unions add the name of the tried branch to a path; only steps that the document has count.
    path: Path = ()
    for step in loc:
        if (*at, *path, step) in document.values:
            path = (*path, step)
    return path


def _fields_at(model: type[BaseModel], loc: Path) -> list[str]:
    current: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, str) and current is not None:
            current = _model_in(_field(current, step))
    if current is None:
        return []
    return list(_names(current))


def _field_at(model: type[BaseModel], loc: Path) -> FieldInfo | None:
    field: FieldInfo | None = None
    current: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, str):
            field = _field(current, step) if current else None
            current = _model_in(field)
    return field


def _holds_models(model: type[BaseModel], loc: Path) -> bool:
    return _model_in(_field_at(model, loc)) is not None


def _describe_field(model: type[BaseModel], loc: Path) -> str:
    current: type[BaseModel] | None = model
    words = ""
    for step in loc:
        if isinstance(step, str):
            names = _names(current) if current else {}
            words = field_docs(current).get(names.get(step, ""), "") if current else ""
            current = _model_in(_field(current, step)) if current else None
    return f"What belongs here: {words}" if words else ""


def _names(model: type[BaseModel]) -> dict[str, str]:
    """Return the names of a model's fields by what they are called in YAML."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    return model.model_fields.get(_names(model).get(key, ""))


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, FieldInfo):
        annotation = annotation.annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None


_MESSAGES = {
    "string_pattern_mismatch": "does not have the expected form",
    "too_short": "at least one entry is needed",
    "string_too_short": "must not be empty",
    "date_from_datetime_parsing": "a date (YYYY-MM-DD) was expected",
    "date_parsing": "a date (YYYY-MM-DD) was expected",
    "date_type": "a date (YYYY-MM-DD) was expected",
    "date_from_datetime_inexact": "a date (YYYY-MM-DD) was expected",
    "bool_parsing": "true or false was expected",
    "tuple_type": "a list was expected",
    "list_type": "a list was expected",
    "dict_type": "a mapping was expected",
    "model_type": "a mapping of keys to values was expected",
    "string_type": "a text was expected",
    "int_parsing": "a whole number was expected",
    "int_parsing_size": "the number is too large",
    "float_parsing": "a number was expected",
}


def _plain_message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in ("enum", "literal_error"):
        return f"must be {detail['ctx']['expected']}"
    if kind == "string_too_long":
        return f"at most {detail['ctx']['max_length']} characters are allowed"
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "date_from_datetime_parsing":
        reason = str(detail["ctx"].get("error", ""))
        if "outside expected range" in reason:
            return "there is no such day"
    return _MESSAGES.get(kind, detail["msg"])


def _dotted(path: Path) -> str:
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else str(step)
    return out


def _start(location: Location) -> Location:
    return Location(location.path, location.line, location.column)


def _describe(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:57]}…")


def _without_nulls(value: Value) -> Value:
    """Drop keys without a value: `updated:` with nothing behind it says nothing."""
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_nulls(v) for v in value]
    return value


def _without(value: dict[str, Value], unknown: list[Path]) -> dict[str, Value]:
    def prune(node: Value, here: Path) -> Value:
        if isinstance(node, dict):
            return {k: prune(v, (*here, k)) for k, v in node.items() if (*here, k) not in unknown}
        if isinstance(node, list):
            return [prune(v, (*here, i)) for i, v in enumerate(node)]
        return node

    pruned = prune(value, ())
    return pruned if isinstance(pruned, dict) else {}
