"""The measurements of `make bench` run and say what was measured; how much it was, no test asks."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.request import urlopen

import pytest

from benchmarks import building, page_weight
from benchmarks.__main__ import main
from benchmarks.documenting import describe_run, insert_result
from benchmarks.loading import PHASES
from benchmarks.measurement import Options
from benchmarks.peer import peer_markdown
from benchmarks.sample import read_sample
from benchmarks.serving import Answer, CountingServer
from support import wait_until

pytestmark = pytest.mark.slow


def refuse(*_: object) -> NoReturn:
    raise AssertionError("the other program was asked for")


@pytest.mark.browser
def test_page_weight_is_measured_without_the_peer(
    tmp_path: Path,
    browser_path: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PLUMBLINE_BROWSER", browser_path)
    monkeypatch.setattr(page_weight, "install_peer", refuse)
    output = tmp_path / "bench.json"
    assert main(["page-weight", "--skip-peer", "--window", "phone", "--output", str(output)]) == 0

    report = json.loads(output.read_text(encoding="utf-8"))
    assert report["machine"]["cores"] > 0
    (page,) = report["page-weight"]["pages"]
    assert (page["subject"], page["window"], page["charts"]) == ("plumbline", "phone", 3)
    assert list(page["phases"]) == list(PHASES)
    opened, reached = page["phases"]["opened"], page["phases"]["reached"]
    assert 0 < opened["sent"] < opened["raw"]
    assert {"html", "css", "javascript"} <= set(opened["kinds"])
    for part in ("sent", "raw", "requests"):
        assert sum(kind[part] for kind in opened["kinds"].values()) == opened[part]
    assert page["pictures"]["sent"] > 0
    assert page["failed"] == page["foreign"] == page["stood_in"] == []
    fetched = [request["path"] for request in page["requests"] if request["phase"] == "reached"]
    assert len(fetched) == reached["requests"]
    assert any("plotly" in path for path in fetched)

    table = capsys.readouterr().out
    assert "before interaction" in table
    assert "380×800" in table


def test_builds_and_edits_are_measured_without_the_peers(tmp_path: Path) -> None:
    options = Options(
        work=tmp_path / "work",
        cache=tmp_path / "cache",
        peer=False,
        windows=(),
        sizes=(4,),
        sources=60,
        repeats=1,
    )
    options.work.mkdir()
    report = building.measure(options)
    (result,) = report["results"]
    assert (result["program"], result["briefings"]) == ("plumbline", 4)
    assert result["pages"] > 4
    for name in ("cold", "warm", "check"):
        (run,) = result[name]
        assert min(run.values()) > 0
    assert min(result["preview"][name] for name in ("ready", "ready_cold", "peak")) > 0
    edits = result["preview"]["edits"]
    assert list(edits) == "body title source dataset listing topic template".split()
    assert all(len(edit["seconds"]) == 1 for edit in edits.values())
    assert [path.name for path in options.cache.iterdir()] == ["results"]  # nothing is installed
    shown = building.table(report)
    assert "A library of 4 briefings" in shown
    assert "edit: dataset" in shown


def test_table_of_builds_gives_ratios() -> None:
    def program(name: str, seconds: float) -> dict[str, Any]:
        run = {"seconds": seconds, "processor": seconds, "peak": 100.0}
        edits = {"body": {"label": "text", "seconds": [seconds, 9.0, seconds]}}
        return {
            "program": name,
            "label": name.title(),
            "briefings": 200,
            "pages": 1_200,
            "versions": {"mkdocs": "1.6.1"},
            "cold": [run],
            "warm": [run],
            **({"check": [run], "check_cold": [run], "check_one": [run]} if name == "ours" else {}),
            "preview": {"ready": seconds, "ready_cold": 2 * seconds, "edits": edits, "peak": 50.0},
        }

    results = [program("ours", 2.0), program("theirs", 5.0)]
    lines = building.table({"load_before": 0.1, "results": results}).splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert ["cold build", "2.0", "5.0 (2.5)"] in rows
    assert ["check", "2.00", "–"] in rows
    assert ["check of one changed briefing", "2.00", "–"] in rows
    assert ["preview answers, without a cache", "4.0", "10.0 (2.5)"] in rows
    assert ["preview answers", "2.0", "5.0 (2.5)"] in rows
    assert ["edit: text", "2.00", "5.00 (2.5)"] in rows
    assert ["Theirs", "5.0", "2.5"] in rows  # for 200, and for each 100
    assert "Ours: mkdocs 1.6.1." in lines


def test_result_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n\n<!-- building -->\n\nold\n\n<!-- /building -->\n\nAfter\n")
    machine = {"system": "Linux x86_64", "cores": 2, "memory_gib": 23.5, "python": "3.11.7"}
    run = describe_run({"day": "2026-11-25", "machine": machine})
    assert run == (
        "Measured on 25 November 2026, on Linux x86_64 with 2 cores and 23.5 GiB of memory, "
        "Python 3.11.7."
    )
    insert_result(page, "building", r"new \1")
    assert page.read_text() == (
        "Before\n\n<!-- building -->\n\nnew \\1\n\n<!-- /building -->\n\nAfter\n"
    )
    with pytest.raises(ValueError, match="no comments <!-- other -->"):
        insert_result(page, "other", "new")


def test_server_compresses_text_and_counts_what_it_sends(tmp_path: Path) -> None:
    text, picture = b"body { color: red }\n" * 100, b"\x89PNG" * 100
    (tmp_path / "a.css").write_bytes(text)
    (tmp_path / "b.png").write_bytes(picture)
    (tmp_path.parent / "secret.txt").write_text("no")
    with CountingServer(tmp_path, "https://plumbline.example/") as server:
        with urlopen(f"{server.url}a.css") as answer:  # noqa: S310  # it is our own server
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.read()) == text
        with urlopen(f"{server.url}b.png") as answer:  # noqa: S310  # it is our own server
            assert answer.read() == picture
        assert server.find("/../secret.txt") is None
        taken: list[Answer] = []

        def both_counted() -> bool:
            taken.extend(server.take())
            return len(taken) == 2

        wait_until(both_counted, "both answers are counted")
        style, image = sorted(taken, key=lambda answer: answer.kind)
    assert (style.kind, style.status, style.raw) == ("css", 200, 2000)
    assert 0 < style.sent < style.raw
    assert (image.kind, image.sent, image.raw) == ("images", 400, 400)


def test_peer_gets_the_same_text_and_the_same_charts() -> None:
    sample = read_sample()
    markdown = peer_markdown(sample)
    charts = [json.loads(block) for block in re.findall(r"``` plotly\n(.*?)\n```", markdown)]
    assert [chart["data"][0]["type"] for chart in charts] == ["scatter", "bar", "scatter"]
    assert all(len(trace["x"]) == len(trace["y"]) > 10 for c in charts for trace in c["data"])
    assert "had shrunk to $599.6 million and imports" in markdown
    assert "claim:" not in markdown
    assert "[@" not in markdown
    assert markdown.count("\n[^census-country-file]: U.S. Census Bureau") == 1
