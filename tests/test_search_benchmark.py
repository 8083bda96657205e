"""The measurement of the search runs and says what was fetched; how much it was, no test asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.search_corpus import material_index, pages, telling_words, write_pages
from benchmarks.search_weight import PARTS, table, weigh

pytestmark = pytest.mark.slow


@pytest.mark.browser
def test_search_is_weighed_part_by_part_beside_material(
    site: Path, tmp_path: Path, browser_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_BROWSER", browser_path)
    result = weigh(site, [20], tmp_path, peer=True)
    rows = result["searches"]
    own = [row for row in rows if row["program"] == "Plumbline"]
    assert {row["site"] for row in own} == {"this site", "20 briefings"}
    for row in own:
        assert row["results"] > 0
        assert row["sent"] == sum(row["files"].values()) >= sum(row["parts"].values())
        for part in ("program", "WebAssembly", "contents", "results"):
            assert row["parts"][part] > 0, (row["search"], part)
    (material,) = [row for row in rows if row["program"] == "Material"]
    assert material["shown"]
    assert any(path.endswith("search_index.json") for path in material["files"])
    heads, _, *lines = table(result).splitlines()
    assert all(part in heads for part in PARTS)
    assert len(lines) == len(own)


def test_both_programs_get_the_same_words(tmp_path: Path) -> None:
    listed = list(pages(10))
    assert [page.kind for page in listed] == ["Briefing"] * 10 + ["Source"] * 2
    assert listed == list(pages(10))
    write_pages(tmp_path, listed)
    config = {"lang": ["en"], "separator": "[\\s\\-]+", "pipeline": [], "fields": {}}
    docs = json.loads(material_index(listed, config))["docs"]
    for page in listed:
        html = (tmp_path / page.url / "index.html").read_text(encoding="utf-8")
        assert page.body in html
        held = [doc for doc in docs if doc["location"].startswith(page.url)]
        assert held[0]["title"] == page.title
        assert len(held) == 1 + page.body.count("<h2")


def test_words_are_chosen_by_how_many_pages_have_them() -> None:
    listed = list(pages(50))
    (word,) = telling_words(listed, {"half": 0.5}).values()
    share = sum(f" {word}" in page.body for page in listed) / len(listed)
    assert 0.3 < share < 0.7
