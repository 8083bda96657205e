"""What tests of files for machines share: pandoc's reading of a record, JSON-LD, a full site."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import extruct
import pypandoc
import pytest

from support import DAY, Built, Site

__all__ = ["BODY", "full_build", "json_ld", "meta", "open_graph", "read_record", "write_full_site"]

BODY = """\
Calls rose to [905](claim:calls-2024) in 2024 [@port-2024, p. 4; @customs-2025]. Some said
[800](said:port-2024), said @customs-2025, of which [7]{.uncounted} were tugs. See [](chart:calls),
[the rest](../tolls/index.md). <!-- a secret --> 1 <b>bold</b>.

## What it means {#meaning}

!!! note "Mind the tide"
    Tides [@port-2024] matter.

    - twice a day

```chart
id: calls
title: "Up to [905](claim:calls-2024) | more"
data: port_calls
x: year
y: [calls]
alt: A line that rises.
```

```table
id: remarks
title: All calls
data: port_calls
note: Without [905](claim:calls-2024) tugs.
```

`[code](claim:calls-2024)` stays.
"""


def write_full_site(root: Path) -> Site:
    """Write a project that has one of everything that machines are told of."""
    site = Site(root)
    site.file(
        "briefings/authors.yml",
        "trade-desk: {name: 'Trade, Energy & Desk', url: 'https://desk.example/'}\n"
        "energy-desk: {name: Energy Desk}\n"
        "reviewer: {name: Vera Example Person, kind: person, family: Example Person,"
        " orcid: 0000-0002-1825-0097}\n",
    )
    site.briefing(
        "ports",
        BODY,
        title="Ports & {tolls}: 100% of $5_000 -- it's “up”",
        summary="Calls rose, <really>.",
        authors=["trade-desk", "reviewer"],
        regions=["DEU"],
        series="Harbours",
        type="briefing",
        key_judgments=[{"text": "Calls rose to [905](claim:calls-2024).", "confidence": "high"}],
        claims={"calls-2024": {"value": "port_calls.calls", "where": {"year": "2024"}}},
        updated="2026-01-25",
        corrections=[
            {"date": "2026-01-25", "kind": "correction", "was": "904", "now": "905"},
            {"date": "2026-01-20", "kind": "minor", "note": "A name was misspelt."},
        ],
        report_number="H-2026-01",
        doi="10.1000/port_(2024)",
        licence="CC-BY-4.0",
        language="en-GB",
    )
    site.briefing("tolls", date="2026-01-10", authors=["energy-desk"])
    site.briefing("gone", date="2026-01-05", status="withdrawn", withdrawal_reason="It was wrong.")
    site.briefing("idea", status="draft")
    return site


def _write(root: Path) -> None:
    write_full_site(root)


@pytest.fixture(scope="session")
def full_build(shared_folder: Path) -> Built:
    """The project that has one of everything, built."""
    from conftest import build_once

    return build_once(shared_folder / "full", _write, DAY)


def read_record(text: str, form: str) -> dict[str, Any]:
    """Return the record of a file as pandoc reads it, in CSL-JSON."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={form}", "--to=csljson"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    records = json.loads(done.stdout)
    assert len(records) == 1
    record: dict[str, Any] = records[0]
    return record


def json_ld(html: str) -> list[dict[str, Any]]:
    """Return the JSON-LD of a page as extruct reads it."""
    found: list[dict[str, Any]] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return found


def open_graph(html: str) -> list[tuple[str, str]]:
    """Return the Open Graph properties of a page as extruct reads them."""
    found = extruct.extract(html, syntaxes=["opengraph"])["opengraph"]
    return [(name, value) for entry in found for name, value in entry["properties"]]


def meta(tree: Any, name: str) -> list[str]:
    """Return the contents of the `<meta>` elements of a name."""
    return [e.get("content", "") for e in tree.iter("meta") if e.get("name") == name]
