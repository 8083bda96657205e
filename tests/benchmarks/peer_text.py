"""A briefing as plain Markdown, as an author would write it for stock MkDocs.

Citations become footnotes, numbers bound to data plain text. A chart becomes a code block for
mkdocs-plotly-plugin that holds the figure as JSON with the same series, its subtitle, note and
source a line below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from benchmarks.sample import CHART

__all__ = ["Table", "write_peer_text"]

Table = tuple[dict[str, dict[str, Any]], list[dict[str, str]]]
"""A dataset: its fields by name, and its rows."""
_DIVISORS = {("USD million", "USD billion"): 1000.0}


def write_peer_text(
    front: Mapping[str, Any],
    body: str,
    records: Mapping[str, Mapping[str, Any]],
    read_table: Callable[[str], Table],
    *,
    charts: bool = True,
) -> str:
    """Return a briefing as Markdown.

    Args:
        front: its front matter.
        body: its text as Plumbline takes it.
        records: the sources, by citekey.
        read_table: returns a dataset by its name.
        charts: write charts as blocks of the plugin; without, they are left out.
    """

    def chart(match: re.Match[str]) -> str:
        return _plotly_block(yaml.load(match[1], yaml.CSafeLoader), read_table) if charts else ""

    judgments = [f"1. {j['text']} ({j['confidence']} confidence)" for j in front["key_judgments"]]
    head = [f"# {front['title']}", front["summary"], str(front["date"]), "## Key judgments"]
    text = "\n\n".join([*head, "\n".join(judgments), body])
    text = CHART.sub(chart, text)
    text = re.sub(r"\[([^]]*)\]\((?:claim|said|chart):[^)]*\)", r"\1", text)
    text = re.sub(r"\(\.\./([\w-]+)/index\.md\)", r"(\1.md)", text)
    cited: dict[str, None] = {}

    def footnotes(match: re.Match[str]) -> str:
        keys = re.findall(r"@([\w-]+)", match[1])
        cited.update(dict.fromkeys(keys))
        return "".join(f"[^{key}]" for key in keys)

    text = re.sub(r" ?\[(@[^]]*)\]", footnotes, text)
    return "\n\n".join([text, *(f"[^{key}]: {_reference(records[key])}" for key in cited)]) + "\n"


def _reference(record: Mapping[str, Any]) -> str:
    authors = [a.get("literal", a.get("family", "")) for a in record.get("author", [])]
    published = [record.get("container-title", record.get("publisher", "")), record["issued"]]
    address = f"<{record['URL']}>" if "URL" in record else ""
    parts = [*authors, f"“{record['title']}”", *published, address]
    return ", ".join(str(part) for part in parts if part) + "."


def _plotly_block(spec: dict[str, Any], read_table: Callable[[str], Table]) -> str:
    fields, rows = read_table(spec["data"])
    first = spec.get("where", {}).get("year", {}).get("from", 0)
    rows = [row for row in rows if not first or int(row["year"]) >= first]
    below = f"*{spec['subtitle']}. {spec['note']}* [{'; '.join('@' + k for k in spec['source'])}]"
    figure = {
        "data": [_trace(spec, name, fields[name], rows) for name in spec["y"]],
        "layout": {
            "title": {"text": spec["title"]},
            "yaxis": {"title": {"text": spec["unit"]}},
            "barmode": "stack",
            "annotations": [
                {"x": str(mark["date"]), "y": 1, "yref": "paper", "text": mark["text"]}
                for mark in spec.get("annotations", [])
            ],
        },
    }
    block = json.dumps(figure, ensure_ascii=False, separators=(",", ":"))
    return f"``` plotly\n{block}\n```\n\n{below}"


def _trace(
    spec: dict[str, Any], name: str, field: dict[str, Any], rows: list[dict[str, str]]
) -> dict[str, Any]:
    divisor = _DIVISORS.get((field["unit"], spec["unit"]), 1.0)
    trace = {
        "x": [row[spec["x"]] for row in rows],
        "y": [round(float(row[name]) / divisor, 4) if row[name] else None for row in rows],
        "name": field["title"],
    }
    match spec["type"]:
        case "bar":
            return {**trace, "type": "bar"}
        case "area":
            return {**trace, "type": "scatter", "mode": "lines", "fill": "tozeroy"}
        case _:
            return {**trace, "type": "scatter", "mode": "lines"}
