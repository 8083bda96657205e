"""A corpus as files: a Plumbline project, and plain Markdown for other programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus_values import Corpus, Dataset, Source
from benchmarks.peer_text import Table, write_peer_text
from support import ROOT

__all__ = ["write_peers", "write_project"]

_RETRIEVED = "2025-07-01"
_SPAN = 4
"""Records of so many years stand in one file."""


def write_project(corpus: Corpus, root: Path) -> None:
    """Write a Plumbline project whose theme, hooks and options are the repository's."""
    for path, content in _project_files(corpus):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    for folder in ("assets", "overrides"):
        shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)


def _project_files(corpus: Corpus) -> Iterator[tuple[str, str]]:
    yield (
        "mkdocs.yml",
        _yaml(
            {
                "INHERIT": str(ROOT / "mkdocs.yml"),
                "site_name": "Corpus",
                "nav": [
                    {"Home": "index.md"},
                    {"Briefings": "briefings/index.md"},
                    {"Topics": "topics/index.md"},
                    {"Data": "data/index.md"},
                ],
                "theme": {"custom_dir": "docs/overrides"},
                "hooks": [str(ROOT / "hooks" / "mkdocs_hooks.py")],
                "watch": ["briefings"],
            }
        ),
    )
    yield "briefings/topics.yml", _yaml(corpus.topics)
    yield "briefings/authors.yml", _yaml(corpus.authors)
    yield "briefings/claims.yml", _yaml(corpus.claims)
    yield from _source_files(corpus.sources)
    package = {
        "name": "corpus",
        "title": "Data of the corpus",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [_resource(dataset) for dataset in corpus.datasets],
    }
    yield "briefings/data/datapackage.yaml", _yaml(package)
    for dataset in corpus.datasets:
        yield f"briefings/data/{dataset.name}.csv", _csv(dataset)
    for briefing in corpus.briefings:
        text = f"---\n{_yaml(briefing.front)}---\n\n{briefing.body}"
        yield f"briefings/{briefing.slug}/index.md", text


def _source_files(sources: tuple[Source, ...]) -> Iterator[tuple[str, str]]:
    """Yield the records by years, the oldest as Zotero exports them, and the passages kept."""
    by_years: dict[int, list[dict[str, Any]]] = {}
    for source in sources:
        year = int(str(source.record["issued"])[:4])
        by_years.setdefault(year - year % _SPAN, []).append(source.record)
    for number, (year, records) in enumerate(sorted(by_years.items())):
        name = f"briefings/sources/{year}-{year + _SPAN - 1}"
        if number == 1:
            yield f"{name}.json", json.dumps([_csl(record) for record in records], indent=1)
        else:
            yield f"{name}.yml", _yaml({"references": records})
    for source in sources:
        if source.passage:
            text = f"---\nkey: {source.key}\n---\n\n{source.passage}\n"
            yield f"briefings/sources/excerpts/{source.key}.md", text


def _csl(record: dict[str, Any]) -> dict[str, Any]:
    parts = [int(part) for part in record["issued"].split("-")]
    return {**record, "issued": {"date-parts": [parts]}}


def _resource(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "path": f"{dataset.name}.csv",
        "title": dataset.title,
        "citekeys": [dataset.citekey],
        "retrieved": _RETRIEVED,
        "reporter": dataset.reporter,
        "partner": dataset.partner,
        "prices": "nominal",
        "schema": {"primaryKey": "year", "fields": list(_fields().values())},
    }


def _fields() -> dict[str, dict[str, Any]]:
    amounts = {
        name: {
            "name": name,
            "type": "number",
            "title": name.capitalize(),
            "unit": "USD million",
            "flow": name,
        }
        for name in ("exports", "imports", "total")
    }
    year: dict[str, Any] = {"name": "year", "type": "year", "title": "Year"}
    return {"year": year, **amounts, "status": {"name": "status", "type": "string"}}


def _rows(dataset: Dataset) -> list[dict[str, str]]:
    return [
        {
            "year": str(year),
            "exports": f"{exports:.1f}",
            "imports": f"{imports:.1f}",
            "total": f"{dataset.total(year):.1f}",
            "status": "final",
        }
        for year, (exports, imports) in dataset.rows.items()
    ]


def _csv(dataset: Dataset) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(_fields()), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(dataset))
    return out.getvalue()


def write_peers(corpus: Corpus, root: Path) -> None:
    """Write the same text to `stock/docs`, with charts, and to `zensical/docs`, without."""
    records = {source.key: source.record for source in corpus.sources}
    datasets = {dataset.name: dataset for dataset in corpus.datasets}

    @cache
    def read_table(name: str) -> Table:
        return _fields(), _rows(datasets[name])

    for name, charts in (("stock", True), ("zensical", False)):
        docs = root / name / "docs"
        (docs / "briefings").mkdir(parents=True)
        listed = [f"- [{b.front['title']}](briefings/{b.slug}.md)" for b in corpus.briefings]
        text = "\n".join(["# Briefings", "", *reversed(listed), ""])
        (docs / "index.md").write_text(text, encoding="utf-8")
        for briefing in corpus.briefings:
            text = write_peer_text(
                briefing.front, briefing.body, records, read_table, charts=charts
            )
            (docs / "briefings" / f"{briefing.slug}.md").write_text(text, encoding="utf-8")


def _yaml(value: Any) -> str:
    text: str = yaml.dump(
        value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000
    )
    return text
