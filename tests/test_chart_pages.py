"""Charts in a built site: pictures, what stands in for them, files, embedded pages."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from support import Built, Site, by_class, parse_page, tree_of_bytes, visible_text

SHAPES = frozenset("svg g defs clipPath pattern path rect circle text tspan".split())
NOWHERE = {"PLUMBLINE_BROWSER": "/no/such/browser"}
CHART = """
```chart
id: {id}
title: Calls at the port
data: port_calls
type: {type}
x: year
y: [calls]
alt: More calls than before.
```
"""


def chart(name: str = "calls", kind: str = "line") -> str:
    return CHART.format(id=name, type=kind)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").briefing("ports", body=f"Calls rose.\n{chart()}")


def pictures(built: Built, address: str = "briefings/ports/") -> list[str]:
    return [str(e.get("class")) for e in built.page(address).classed("pl-picture")]


@pytest.mark.slow
@pytest.mark.browser
def test_pictures_are_drawn_once(site: Site, browser_path: str) -> None:
    first = site.build(env={"PLUMBLINE_BROWSER": browser_path})
    assert pictures(first) == ["pl-picture pl-picture--desk", "pl-picture pl-picture--phone"]
    kept = sorted((site.root / ".cache/plumbline/pictures").iterdir())
    assert len(kept) >= 2

    site.edit("briefings/ports/index.md", "title: Calls at the port", "title: Calls, by year")
    second = site.build(env=NOWHERE)  # which could draw nothing
    assert pictures(second) == pictures(first)
    assert "Pictures of charts" not in second.run.log
    assert sorted((site.root / ".cache/plumbline/pictures").iterdir()) == kept


@pytest.mark.slow
@pytest.mark.browser
def test_changed_data_are_drawn_anew(site: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    before = site.build(env=env).page("briefings/ports/").html
    site.edit("briefings/data/port_calls.csv", "905", "2905")
    after = site.build(env=env).page("briefings/ports/").html
    assert ">2,000<" not in before
    assert ">2,000<" in after


@pytest.mark.slow
@pytest.mark.browser
def test_a_spoilt_cache_is_drawn_over(site: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    sound = tree_of_bytes(site.build(env=env).site)
    spoilt = ["", "<svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>']
    for number, path in enumerate(sorted((site.root / ".cache/plumbline/pictures").iterdir())):
        path.write_text(spoilt[number % 3], encoding="utf-8")
    assert tree_of_bytes(site.build(env=env).site) == sound


@pytest.mark.slow
@pytest.mark.browser
def test_a_build_from_nothing_gives_the_same_bytes(site: Site, browser_path: str) -> None:
    env = {"PLUMBLINE_BROWSER": browser_path}
    first = tree_of_bytes(site.build(env=env).site)
    shutil.rmtree(site.root / ".cache")
    assert tree_of_bytes(site.build(env=env).site) == first


def test_without_a_browser_the_table_stands_in(site: Site) -> None:
    built = site.build(env=NOWHERE)
    said = [line for line in built.run.log.splitlines() if "ictures of charts" in line]
    assert len(said) == 1
    assert "/no/such/browser" in said[0]
    page = built.page("briefings/ports/")
    assert pictures(built) == []
    assert page.classed("pl-figure__data")[0].get("open") is not None
    page.has("The picture is drawn in the browser; the values are below.", "905")


def test_publishing_asks_for_pictures(site: Site) -> None:
    run = site.build(env={**NOWHERE, "PLUMBLINE_REQUIRE_PICTURES": "1"}, code=1).run
    assert "ictures of charts" in run.log


def test_a_picture_holds_nothing_but_shapes(real_build: Built) -> None:
    found = 0
    for path in ("briefings/reverse-kissinger-arithmetic/", "charts/"):
        for svg in real_build.page(path).classed("pl-picture"):
            found += 1
            for element in svg.iter():
                tag = str(element.tag).rpartition("}")[2]
                assert tag in SHAPES
                assert "style" not in element.attrib
                assert not [n for n in element.attrib if n.startswith(("on", "xlink", "data"))]
    assert found >= 28


def test_references_print_the_number_of_the_figure(tmp_path: Path) -> None:
    body = f"See [](chart:second) and [this one](chart:first).\n{chart('first')}{chart('second')}"
    built = Site(tmp_path / "site").briefing("ports", body=body).build(env=NOWHERE)
    main = built.page("briefings/ports/").main
    links = {a.get("href"): visible_text(a) for a in main.iter("a")}
    assert links["#chart-second"] == "Figure 2"
    assert links["#chart-first"] == "this one"


def test_files_of_a_chart_have_stable_addresses(site: Site) -> None:
    built = site.build(env=NOWHERE)
    rows = list(csv.DictReader(io.StringIO((built.site / "charts/calls/calls.csv").read_text())))
    assert [row["calls"] for row in rows] == ["810", "850", "905"]
    described = json.loads((built.site / "charts/calls/calls.json").read_text())
    assert described["unit"] == "calls"
    assert described["briefing"]["path"] == "briefings/ports/#chart-calls"
    assert described["rows"][2] == {"year": 2024, "calls": 905, "status": None, "source": []}
    assert described["query"] == "SELECT year, calls FROM port_calls"
    embed = parse_page((built.site / "charts/calls/embed/index.html").read_text())
    assert "More calls than before." in visible_text(embed)
    assert by_class(embed, "pl-embed__from")


def test_data_that_may_not_be_passed_on_are_shown_but_not_offered(site: Site) -> None:
    site.edit("briefings/data/datapackage.yaml", "    path: port_calls.csv\n",
              "    path: port_calls.csv\n    redistribute: false\n")  # fmt: skip
    built = site.build(env=NOWHERE)
    built.page("briefings/ports/").has(
        "905", "The terms of the source do not allow us to offer the file."
    )
    assert sorted(p.name for p in (built.site / "charts/calls").iterdir()) == [
        "embed",
        "figure.json",
    ]
    built.page("data/port_calls/").lacks("905")


def test_a_chart_in_a_file_of_its_own_is_used_by_two_briefings(tmp_path: Path) -> None:
    text = chart().replace("```chart\n", "").replace("```", "").replace("id: calls\n", "").strip()
    site = Site(tmp_path / "site").file("briefings/ports/charts/calls.yml", text)
    site.briefing("ports", body="Calls rose.\n\n```chart\nuse: calls\n```\n")
    site.briefing("fees", body="Calls rose.\n\n```chart\nuse: ports/calls\n```\n")
    built = site.build(env=NOWHERE)
    for slug in ("ports", "fees"):
        built.page(f"briefings/{slug}/").has("Figure 1 Calls at the port", "905")
    embed = (built.site / "charts/calls/embed/index.html").read_text()
    assert 'href="../../../briefings/' in embed


def test_what_is_wrong_in_a_shared_chart_is_reported_in_its_file_once(tmp_path: Path) -> None:
    text = chart().replace("```chart\n", "").replace("```", "").replace("id: calls\n", "").strip()
    site = Site(tmp_path / "site")
    site.file("briefings/ports/charts/calls.yml", text.replace("[calls]", "[call]"))
    for slug, used in (("ports", "calls"), ("fees", "ports/calls")):
        site.briefing(slug, body=f"Calls rose.\n\n```chart\nuse: {used}\n```\n")
    log = site.check().output
    assert log.count("error[CH003]") == 1
    assert "briefings/ports/charts/calls.yml:5:5: error[CH003]" in log


def test_figure_of_the_authors_own_is_drawn_with_title_source_and_table(tmp_path: Path) -> None:
    figure = {
        "data": [{"type": "bar", "x": [2022, 2024], "y": [810, 905], "name": "Calls"}],
        "layout": {"title": {"text": "Not this one"}, "yaxis": {"range": [0, 1000]}},
    }
    block = (
        "```chart\nid: own\ntitle: Calls at the port\nfigure: own.json\nunit: calls\n"
        "source: [port-2024]\nalt: More calls.\n```\n"
    )
    site = Site(tmp_path / "site").file("briefings/ports/own.json", json.dumps(figure))
    built = site.briefing("ports", body=f"Calls rose.\n\n{block}").build(env=NOWHERE)
    page = built.page("briefings/ports/")
    page.has("Figure 1 Calls at the port", "Calls (calls)", "810", "Source: Port Authority")
    drawn = json.loads((built.site / "charts/own/figure.json").read_text())["sizes"]["desk"]
    assert drawn["data"][0]["y"] == [810, 905]
    assert "title" not in drawn["layout"]


def test_a_chart_stands_in_a_briefing_once(tmp_path: Path) -> None:
    text = chart().replace("```chart\n", "").replace("```", "").replace("id: calls\n", "").strip()
    site = Site(tmp_path / "site").file("briefings/ports/charts/calls.yml", text)
    block = "```chart\nuse: calls\n```\n"
    site.briefing("ports", body=f"Calls rose.\n\n{block}\nAnd again.\n\n{block}")
    log = site.check().output
    assert log.count("error[CH001] the chart 'calls' stands in this briefing already") == 1


def test_charts_of_a_withdrawn_briefing_are_not_published(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing(
        "ports",
        body=f"Calls rose.\n{chart()}",
        status="withdrawn",
        withdrawal_reason="The figures were wrong.",
    )
    built = site.build(env=NOWHERE)
    built.lacks_page("charts/calls").page("briefings/ports/").has("The figures were wrong.")
