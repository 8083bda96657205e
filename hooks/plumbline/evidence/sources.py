"""Bibliographic records in the CSL data model, read from CSL-YAML.

Schema: https://docs.citationstyles.org/en/stable/specification.html (CSL 1.0.2) and its
csl-data.json.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from plumbline.content.text_file import TextFile
from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path, Value, YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["CSL_TYPES", "Source", "SourceFile", "parse_edtf", "read_sources"]

CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
)
"""Item types of CSL 1.0.2."""

_NAME_FIELDS = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director executive-producer guest host illustrator interviewer
    narrator organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator""".split()
)
_DATE_FIELDS = frozenset(
    "accessed available-date event-date issued original-date submitted".split()
)
_PRIVATE_FIELDS = frozenset({"file", "abstract", "note", "keyword", "annote"})
_EDTF = re.compile(r"(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)(?P<doubt>[~?%])?")


@dataclass(frozen=True, slots=True)
class Source:
    """One record.

    Attributes:
        key: the citekey.
        record_json: the record as CSL-JSON, keys sorted; private fields left out.
        location: where its id stands.
    """

    key: str
    record_json: str
    location: Location

    @property
    def record(self) -> dict[str, Any]:
        """The record as CSL-JSON values."""
        loaded: dict[str, Any] = json.loads(self.record_json)
        return loaded

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


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The records of one file, the first of each key, and what is wrong with the file."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def read_sources(file: TextFile) -> SourceFile:
    """Read a CSL-YAML file: a list of records, or a mapping with the key `references`.

    Findings: SR001 source-without-key, SR002 unknown-source-type, SR003 source-without-title,
    SR004 duplicate-citekey, beside those of the file and of YAML. A record without a key is left
    out; the others stay usable.
    """
    document = read_yaml(file.text, file.path)
    findings = [*file.findings, *document.findings]
    data, at = document.data, ()
    base: Path = at
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
    return SourceFile(tuple(sources.values()), tuple(findings))


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
    if kind not in CSL_TYPES:
        shown = f"unknown type {kind!r}" if kind else "no type"
        findings.append(
            Finding(
                "SR002",
                f"source {key!r} has {shown}",
                document.locate((*path, "type")) if kind else location,
                did_you_mean(
                    str(kind or ""), CSL_TYPES, "Use a type of CSL 1.0.2, such as report."
                ),
            )
        )
    title = value.get("title")
    if not isinstance(title, str) or not title.strip():
        findings.append(Finding("SR003", f"source {key!r} has no title", location, "Add `title:`."))
    record = _convert(value) | {"id": key}
    if kind not in CSL_TYPES:
        record["type"] = "document"
    return Source(key, json.dumps(record, ensure_ascii=False, sort_keys=True), location)


def _convert(value: dict[str, Value]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, item in value.items():
        if item is None or name in _PRIVATE_FIELDS or name == "citation-key":
            continue
        if name in _NAME_FIELDS:
            record[name] = _convert_names(item)
        elif name in _DATE_FIELDS:
            record[name] = _convert_date(item)
        elif isinstance(item, str):
            record[name] = item
    return record


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
    if isinstance(value, str):
        return parse_edtf(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        if isinstance(value.get("raw"), str):
            return parse_edtf(str(value["raw"]))
        parts = value.get("date-parts")
        if isinstance(parts, list):
            rows = [
                [int(p) for p in row if isinstance(p, str) and p.lstrip("-").isdigit()]
                for row in parts
                if isinstance(row, list)
            ]
            return {"date-parts": [row[:3] for row in rows[:2] if row]}
        year = value.get("year")
        if isinstance(year, str) and year.isdigit():
            rest = [value.get("month"), value.get("day")]
            tail = [int(p) for p in rest if isinstance(p, str) and p.isdigit()]
            return {"date-parts": [[int(year), *tail]]}
        if isinstance(value.get("literal"), str):
            return {"literal": value["literal"]}
    return {"literal": str(value)}


def parse_edtf(text: str) -> dict[str, Any]:
    """Convert an EDTF level 0 date or interval, with `~` or `?`, to a CSL date.

    "2024-07" becomes {"date-parts": [[2024, 7]]}; what is no date becomes {"literal": text}.
    Source: Library of Congress, Extended Date/Time Format specification (2019).
    """
    matches = [_EDTF.fullmatch(part.strip()) for part in text.split("/")]
    parts = [[int(n) for n in m["date"].split("-")] for m in matches if m is not None]
    if len(parts) != len(matches) or len(parts) > 2:
        return {"literal": text}
    date: dict[str, Any] = {"date-parts": parts}
    if any(m is not None and m["doubt"] for m in matches):
        date["circa"] = True
    return date
