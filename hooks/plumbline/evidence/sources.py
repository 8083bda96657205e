"""Bibliographic records in the CSL data model, read from CSL-YAML and CSL-JSON.

Schema: https://docs.citationstyles.org/en/stable/specification.html (CSL 1.0.2) and its
csl-data.json.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plumbline.content.json_source import read_json
from plumbline.content.text_file import TextFile
from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path, Value, YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.csl import CSL_TYPES, DATE_FIELDS, NAME_FIELDS, PRIVATE_FIELDS
from plumbline.evidence.worded_dates import read_worded_date

__all__ = ["Field", "Source", "SourceFile", "collect_sources", "parse_edtf", "read_sources"]

_EDTF = re.compile(r"(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?P<doubt>[~?%])?")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>i|b|u|sc|sub|sup|span)(?:\s[^<>]*)?>")
_TAG_NAME = re.compile(r"^<|[\s>].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record as it stands in its file.

    Attributes:
        path: the steps that lead to it: ("title",), ("author", 0, "family").
        text: the text as it is written; None for a list or a mapping.
        location: where the value stands.
        key: where its key stands; for an entry of a list, the entry.
    """

    path: Path
    text: str | None
    location: Location
    key: Location

    def locate(self, start: int, end: int) -> Location:
        """Return the place of a part of the text, the whole value where that is not certain."""
        where, length = self.location, len(self.text or "")
        width = where.end_column - where.column
        # On one line and with nothing escaped, the text stands there as it is, quoted or not.
        if where.end_line != where.line or width not in (length, length + 2):
            return where
        first = where.column + (width - length) // 2
        return Location(where.path, where.line, first + start, where.line, first + end)


@dataclass(frozen=True, slots=True)
class Source:
    """One record.

    Attributes:
        key: the citekey.
        record_json: the record as CSL-JSON, keys sorted; private fields left out.
        location: where its id stands.
        fields: its published values as they are written, outer before inner.
    """

    key: str
    record_json: str
    location: Location
    fields: tuple[Field, ...] = ()

    def field(self, *path: str | int) -> Field | None:
        """Return a value as it is written, or None: `field("author", 0, "family")`."""
        return next((f for f in self.fields if f.path == path), None)

    def text(self, name: str) -> str:
        """Return the text of a field as it is written, without space around it; may be empty."""
        found = self.field(name)
        return (found.text or "").strip() if found else ""

    def locate(self, *path: str | int) -> Location:
        """Return where a value stands; for one that is absent, where its nearest parent does."""
        for length in range(len(path), 0, -1):
            found = self.field(*path[:length])
            if found is not None:
                return found.location
        return self.location

    @property
    def record(self) -> Mapping[str, Any]:
        """The record as CSL-JSON values; whoever reads it must not change it."""
        return _load(self.record_json)

    @property
    def title(self) -> str:
        """The title, or the citekey when there is none."""
        return str(self.record.get("title") or self.key)

    @property
    def short_author(self) -> str:
        """Family name, literal name or, without an author, the title: what a sentence calls it."""
        names = self.record.get("author") or self.record.get("editor") or []
        called = [str(n.get("literal") or n.get("family") or n.get("given") or "") for n in names]
        called = [c for c in called if c]
        if not called:
            return self.title
        if len(called) > 2:
            return f"{called[0]} et al."
        return " and ".join(called)


@lru_cache(maxsize=4096)
def _load(text: str) -> Mapping[str, Any]:
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The records of one file, the first of each key, and what is wrong with the file.

    Attributes:
        complete: False when the file as a whole could not be read.
    """

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    complete: bool


def read_sources(file: TextFile) -> SourceFile:
    """Read a file of CSL-YAML or, when its name ends in .json, CSL-JSON as Zotero exports it.

    Findings: those of the file, of YAML or JSON (SR041 malformed-json), and of `collect_sources`.
    """
    read = read_json if file.path.endswith(".json") else read_yaml
    document = read(file.text, file.path)
    collected = collect_sources(document)
    findings = (*file.findings, *document.findings, *collected.findings)
    complete = collected.complete and (document.data is not None or not findings)
    return SourceFile(collected.sources, findings, complete)


def collect_sources(document: YamlDocument) -> SourceFile:
    """Return the records of a document: a list, or a mapping with the key `references`.

    Findings: SR001 source-without-key, SR002 unknown-source-type, SR003 source-without-title,
    SR004 duplicate-citekey, SR005 unformattable-source, SR008 impossible-source-date. A record
    without a key is left out; the others stay usable.
    """
    findings: list[Finding] = []
    data: Value = document.data
    base: Path = ()
    if isinstance(data, dict) and "references" in data:
        data, base = data["references"], ("references",)
    sources: dict[str, Source] = {}
    if isinstance(data, list):
        for index, value in enumerate(data):
            source = _read_record(document, (*base, index), value, findings)
            if source is None:
                continue
            first = sources.setdefault(source.key, source)
            if first is not source:
                findings.append(duplicate_finding(source, first))
    elif data is not None:
        message = "a list of CSL records, or a mapping with the key 'references', was expected"
        findings.append(Finding("YA007", message, document.locate(base)))
    complete = data is None or isinstance(data, list)
    return SourceFile(tuple(sources.values()), tuple(findings), complete)


def duplicate_finding(again: Source, first: Source) -> Finding:
    """Return the finding that a citekey is given twice."""
    return Finding(
        "SR004",
        f"the citekey {again.key!r} is already given at {first.location}",
        again.location,
        "Keep one record, or give this one a key of its own; the first is used.",
    )


def _read_record(
    document: YamlDocument, path: Path, value: Value, findings: list[Finding]
) -> Source | None:
    if not isinstance(value, dict):
        findings.append(
            Finding("YA007", "a CSL record (a mapping) was expected", document.locate(path))
        )
        return None
    key = value.get("citation-key") or value.get("id")
    if not isinstance(key, str) or not key.strip():
        findings.append(
            Finding(
                "SR001",
                "the record has no citekey",
                document.locate(path),
                "Add `id:` with a short unique key.",
            )
        )
        return None
    location = document.locate((*path, "citation-key" if "citation-key" in value else "id"))
    kind = value.get("type")
    if not isinstance(kind, str):
        kind = ""
    if kind not in CSL_TYPES:
        shown = f"unknown type {kind!r}" if kind else "no type"
        findings.append(
            Finding(
                "SR002",
                f"source {key!r} has {shown}",
                document.locate((*path, "type")) if value.get("type") else location,
                did_you_mean(
                    str(kind or ""), CSL_TYPES, "Use a type of CSL 1.0.2, such as report."
                ),
            )
        )
    title = value.get("title")
    if not isinstance(title, str) or not title.strip():
        findings.append(Finding("SR003", f"source {key!r} has no title", location, "Add `title:`."))
    findings += _check_dates(document, path, key, value)
    findings += _check_markup(document, path, key, value)
    record = _convert(value) | {"id": key}
    if kind not in CSL_TYPES:
        record["type"] = "report"  # of which every style prints something
    record_json = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return Source(key, record_json, location, tuple(_fields(document, path, value)))


def _fields(document: YamlDocument, at: Path, record: dict[str, Value]) -> Iterator[Field]:
    public = {k: v for k, v in record.items() if k not in PRIVATE_FIELDS}
    waiting: list[tuple[Path, Value]] = [((name,), v) for name, v in reversed(public.items())]
    while waiting:
        path, value = waiting.pop()
        if value is None:
            continue
        place = (*at, *path)
        text = value if isinstance(value, str) else None
        yield Field(path, text, document.locate(place), document.locate_key(place))
        inside: list[tuple[str | int, Value]] = []
        if isinstance(value, dict):
            inside = list(value.items())
        elif isinstance(value, list):
            inside = list(enumerate(value))
        waiting += [((*path, step), v) for step, v in reversed(inside)]


def _convert(value: dict[str, Value]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, item in value.items():
        if item is None or name in PRIVATE_FIELDS or name == "citation-key":
            continue
        if name in NAME_FIELDS:
            record[name] = _convert_names(item)
        elif name in DATE_FIELDS:
            record[name] = _convert_date(item)
        elif isinstance(item, str):
            record[name] = item if _unclosed_tag(item) is None else _TAG.sub("", item)
    return record


def _check_dates(
    document: YamlDocument, path: Path, key: str, value: dict[str, Value]
) -> Iterator[Finding]:
    for name in sorted(DATE_FIELDS & value.keys()):
        written = value[name]
        stated = isinstance(written, dict) and "literal" in written  # "forthcoming": no date at all
        if written is not None and not stated and "literal" in _convert_date(written):
            shown = f", found {written!r}" if isinstance(written, str) else ""
            yield Finding(
                "SR008",
                f"source {key!r}: `{name}` is no possible date{shown}",
                document.locate((*path, name)),
                "Write it as 2024, 2024-07 or 2024-07-15, or as a range: 2023/2024.",
            )


def _check_markup(
    document: YamlDocument, path: Path, key: str, value: dict[str, Value]
) -> Iterator[Finding]:
    # Each such tag doubles the time that pandoc takes: 25 of them stop a build.
    for name, text in value.items():
        tag = _unclosed_tag(text) if isinstance(text, str) else None
        if tag is not None and name not in PRIVATE_FIELDS:
            why = f"`{name}` holds {tag!r}, which is never closed"
            yield Finding(
                "SR005",
                f"source {key!r} cannot be formatted: {why}",
                document.locate((*path, name)),
                f"Close it with '</{_TAG_NAME.sub('', tag)}>', or remove it.",
            )


def _unclosed_tag(text: str) -> str | None:
    """Return the first tag of CSL's rich text that is not closed, or None."""
    open_tags: list[str] = []
    for match in _TAG.finditer(text):
        name = match["name"]
        if not match["slash"]:
            open_tags.append(match[0])
        elif open_tags and _TAG_NAME.sub("", open_tags[-1]) == name:
            open_tags.pop()
    return open_tags[0] if open_tags else None


def _convert_names(value: Value) -> list[dict[str, str]]:
    people = value if isinstance(value, list) else [value]
    names: list[dict[str, str]] = []
    for person in people:
        if isinstance(person, str):
            names.append({"literal": person})
        elif isinstance(person, dict):
            names.append({k: v for k, v in person.items() if isinstance(v, str)})
    return names


def _convert_date(value: Value) -> dict[str, Any]:
    """Return a CSL date; what is no possible date becomes {"literal": …}."""
    if isinstance(value, dict) and isinstance(value.get("raw"), str):
        value = value["raw"]
    if isinstance(value, str):
        return parse_edtf(read_worded_date(value) or value)
    if isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        rows = value["date-parts"]
    elif isinstance(value, dict) and isinstance(value.get("literal"), str):
        return {"literal": value["literal"]}
    else:
        rows = [_named_parts(v) for v in (value if isinstance(value, list) else [value])]
    dates = [_read_parts(row) for row in rows if row] if isinstance(rows, list) else []
    parts = [d for d in dates if d is not None]
    if (
        len(parts) < len(dates)
        or not 1 <= len(parts) <= 2
        or parts[-1] < parts[0][: len(parts[-1])]
    ):
        return {"literal": str(value)}
    return {"date-parts": parts}


def _named_parts(value: Value) -> Value:
    """Return the year, month and day of the form that pandoc once wrote: {year: 2024, month: 7}."""
    if not isinstance(value, dict):
        return ["?"]
    return [v for v in (value.get("year"), value.get("month"), value.get("day")) if v is not None]


def _read_parts(row: Value) -> list[int] | None:
    """Return year, month and day as numbers, or None when there is no such date."""
    if not isinstance(row, list) or not 1 <= len(row) <= 3:
        return None
    if not all(isinstance(p, str) and re.fullmatch(r"-?[0-9]{1,4}", p) for p in row):
        return None
    parts = [int(str(p)) for p in row]
    year, month, day = (*parts, 1, 1)[:3]
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year % 400 + 400, month)[1]:
        return None
    return parts


def parse_edtf(text: str) -> dict[str, Any]:
    """Convert an EDTF level 0 date or interval, with `~` or `?`, to a CSL date.

    "2024-07" becomes {"date-parts": [[2024, 7]]}; what is no possible date becomes
    {"literal": text}. Source: Library of Congress, Extended Date/Time Format specification (2019).
    """
    matches = [_EDTF.fullmatch(part.strip()) for part in text.split("/")]
    parts = [_read_parts(list(m["date"].split("-"))) for m in matches if m is not None]
    found = [p for p in parts if p is not None]
    if len(found) != len(matches) or len(found) > 2 or found[-1] < found[0][: len(found[-1])]:
        return {"literal": text}
    date: dict[str, Any] = {"date-parts": found}
    if any(m is not None and m["doubt"] for m in matches):
        date["circa"] = True
    return date
