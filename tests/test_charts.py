"""Charts as they are declared and drawn: types, gaps, doubts, labels, colours, tables."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from plumbline.charts.custom import read_custom_figure
from plumbline.charts.events import event_dates, event_position
from plumbline.charts.figure import build_figure
from plumbline.charts.formatting import format_amount, format_moment, format_number
from plumbline.charts.gallery import GALLERY
from plumbline.charts.labels import Label, place_labels, text_width
from plumbline.charts.palette import COLOURS, colour, sentinels
from plumbline.charts.queries import chart_blocks, chart_data, chart_drawings
from plumbline.charts.selection import ChartData
from plumbline.charts.specification import ChartSpec, Event
from plumbline.charts.summary import describe_data, describe_statuses
from plumbline.charts.tabulation import (
    ChartTable,
    describe_rows,
    export_rows,
    render_rows,
    tabulate,
)
from plumbline.charts.template import DESK, PHONE, SIZES, Size
from plumbline.charts.types import NAMES
from plumbline.charts.types.base import Drawing, chart_types
from plumbline.content.text_file import TextFile
from plumbline.data.queries import sql_table
from plumbline.project import Mode, Project
from plumbline.rules.runner import all_diagnostics
from support import DAY, Site

PACKAGE = """\
$schema: https://datapackage.org/profiles/2.0/datapackage.json
name: fixture
resources:
  - name: trade
    path: trade.csv
    title: Trade of the port
    citekeys: [port-2024]
    retrieved: 2025-01-02
    licenses: [{{name: CC-BY-4.0}}]
    schema:
      fields:
{fields}
"""
FIELDS = (
    "{name: year, type: year, title: Year}",
    "{name: day, type: date, title: Moment}",
    "{name: month, type: string, title: Moment}",
    "{name: port, type: string, title: Port}",
    "{name: out, type: number, title: Exports, unit: USD million, prices: nominal, flow: exports}",
    "{name: in, type: number, title: Imports, unit: USD million, prices: nominal, flow: imports}",
    "{name: cargo, type: number, title: Cargo}",
    "{name: source, type: string}",
    "{name: status, type: string}",
)


class Drawn:
    """A chart over rows that a test writes, with all that comes of it."""

    def __init__(self, folder: Path, rows: str, **spec: Any) -> None:
        site = Site(folder)
        header, *_ = rows.split("\n", 1)
        wanted = [f for f in FIELDS if re.search(r"name: (\w+)", f)[1] in header.split(",")]  # type: ignore[index]
        fields = "\n".join(f"        - {f}" for f in wanted)
        site.file("briefings/data/datapackage.yaml", PACKAGE.format(fields=fields))
        site.file("briefings/data/trade.csv", rows)
        chart: dict[str, Any] = {
            "id": "trade",
            "title": "Trade",
            "data": "trade",
            "x": "year",
            "alt": "Bars.",
        }
        chart |= {"y": ["out"], **spec}
        block = json.dumps({k: v for k, v in chart.items() if v is not None}, indent=1)
        site.briefing("ports", body=f"Calls rose.\n\n```chart\n{block}\n```\n")
        self.project = Project(folder, Mode.CHECK, DAY)
        self.block = chart_blocks(self.project, "ports")[0]

    @property
    def messages(self) -> list[str]:
        return [d.message for d in all_diagnostics(self.project)]

    @property
    def data(self) -> ChartData:
        data, findings = chart_data(self.project, "ports", 0)
        assert data is not None, [f.message for f in findings]
        return data

    @property
    def spec(self) -> ChartSpec:
        assert self.block.spec is not None, [f.message for f in self.block.findings]
        return self.block.spec

    @property
    def table(self) -> ChartTable:
        return tabulate(self.spec, self.data)

    def drawing(self, size: str = "desk") -> Drawing:
        drawings = chart_drawings(self.project, "ports", 0)
        assert drawings, self.messages
        return drawings[size]

    def trace(self, name: str) -> dict[str, Any]:
        return next(t for t in self.drawing().traces if t.get("name") == name)


YEARS = "year,out,in\n2020,1000,500\n2021,1500,700\n2022,,900\n2023,2500,800\n"


# --- The gallery is a test of every type


@pytest.fixture(scope="module")
def gallery() -> Project:
    return Project(ROOT, Mode.CHECK)


@pytest.mark.parametrize("index", range(len(NAMES)), ids=NAMES)
def test_example_of_a_type_is_drawn_as_plotly_understands_it(gallery: Project, index: int) -> None:
    block = chart_blocks(gallery, GALLERY)[index]
    data, findings = chart_data(gallery, GALLERY, index)
    assert (block.findings, findings) == ((), ())
    assert block.spec is not None
    assert (block.spec.id, block.spec.type) == (NAMES[index], NAMES[index])
    assert data is not None
    assert data.unit, "an example has a unit"
    for size in SIZES:
        figure = build_figure(chart_drawings(gallery, GALLERY, index)[size.name], size)
        go.Figure(figure)  # raises what Plotly's schema finds wrong
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
        assert figure["layout"]["width"] == size.width


@pytest.mark.parametrize("name", NAMES)
def test_type_says_what_it_is_for(name: str) -> None:
    import inspect

    kind = chart_types()[name]
    explained = inspect.getdoc(inspect.getmodule(kind.draw)) or ""
    assert len(explained.split("\n\n")) == 2, "what it shows; when to use it and what it needs"
    assert kind.title == name.replace("-", " ").capitalize()


def test_figures_hold_no_colours_but_those_of_the_site(gallery: Project) -> None:
    known = set(sentinels())
    for index in range(len(NAMES)):
        for drawing in chart_drawings(gallery, GALLERY, index).values():
            text = json.dumps([drawing.traces, drawing.layout])
            assert set(re.findall(r"#[0-9a-fA-F]{6}", text)) <= known
            assert set(re.findall(r"rgba\((\d+),\d+,(\d+)", text)) <= {("254", "1")}


def test_every_trace_has_an_identity_of_its_own(gallery: Project) -> None:
    for index in range(len(NAMES)):
        for drawing in chart_drawings(gallery, GALLERY, index).values():
            identities = [t["uid"] for t in drawing.traces]
            assert len(set(identities)) == len(identities)


# --- What was once wrong


@pytest.mark.parametrize(
    ("where", "ports"),
    [
        ({"port": "Niger"}, ["Niger"]),
        ({"port": ["Guinea"]}, ["Guinea"]),
        ({"port": {"to": "Guinea"}}, ["Guinea"]),
        ({"port": {"from": "Guinea-Bissau"}}, ["Guinea-Bissau", "Niger", "Nigeria"]),
    ],
)
def test_texts_are_compared_whole(tmp_path: Path, where: Any, ports: list[str]) -> None:
    rows = "port,out\nGuinea,1\nGuinea-Bissau,2\nNiger,3\nNigeria,4\n"
    chart = Drawn(tmp_path, rows, type="ranked-bar", x="port", where=where)
    assert list(chart.data.x) == ports


@pytest.mark.parametrize("wrong", ["nan", "2021-01", "a few"])
def test_a_condition_that_no_number_fits_is_reported(tmp_path: Path, wrong: str) -> None:
    chart = Drawn(tmp_path, YEARS, where={"year": {"from": wrong}})
    message = f"chart: `where`: the column 'year' holds numbers, and {wrong!r} is none"
    assert chart.messages == [message]


def test_what_is_printed_as_the_query_gives_what_is_drawn(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, y=["in"], where={"year": {"from": "2021"}, "out": "1500"})
    sql = chart.data.sql
    assert sql == 'SELECT year, "in" FROM trade WHERE year >= 2021 AND out = 1500'
    table = sql_table(chart.project, "trade")
    assert table is not None
    assert chart.project.sql.run(sql, {"trade": table}).rows == ((2021, 700.0),)


def test_stacked_bars_below_zero_hang_from_it(tmp_path: Path) -> None:
    rows = "year,out,in\n2020,-3,5\n"
    chart = Drawn(tmp_path, rows, type="bar", mode="stacked", y=["out", "in"])
    assert chart.drawing().layout["barmode"] == "relative"
    low, high = chart.drawing().layout["yaxis"]["range"]
    assert (low < -3, high > 5) == (True, True)


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"mode": "share"}, "only bars and areas add up"),
        ({"scale": "log"}, "a log scale has no place for 0"),
        ({"range": [5, 8]}, "no value lies between 5 and 8; they run from 0 to 3"),
        ({"type": "slope", "scale": "log", "where": {"year": ["2021", "2022"]}}, "no log scale"),
    ],
)
def test_what_cannot_be_drawn_as_asked_is_said(tmp_path: Path, spec: Any, why: str) -> None:
    chart = Drawn(tmp_path, "year,out\n2020,0\n2021,2\n2022,3\n", **spec)
    assert len(chart.messages) == 1
    assert why in chart.messages[0]


def test_values_keep_all_their_digits(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, "year,out\n2020,1234567890123\n2021,20900000000000000\n")
    assert chart.data.series[0].values == (1234567890123.0, 2.09e16)
    assert "1,234,567,890,123" in render_rows(chart.table, "Data", {})
    assert "20,900,000,000,000,000" in render_rows(chart.table, "Data", {})


def test_years_of_account_are_no_months(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, "port,out\n2001-02,1\n2002-03,2\n2003-04,3\n", x="port")
    assert chart.data.x_type == "string"


def test_a_column_without_a_unit_is_not_drawn_in_that_of_another(tmp_path: Path) -> None:
    rows = "year,out,cargo\n2020,1,2\n"
    chart = Drawn(tmp_path, rows, y=["out", "cargo"], unit="USD billion")
    assert "chart 'trade': the fields have different units: 'USD million', none" in chart.messages


def test_what_a_query_calls_a_year_must_look_like_one(tmp_path: Path) -> None:
    sql = "SELECT 'all of ' || year AS year, out FROM trade"
    chart = Drawn(tmp_path, YEARS, data=None, sql=sql, unit="USD million", type="bar")
    assert chart.data.x_type == "string"
    assert chart.drawing().traces[0]["x"][0] == "all of 2020"


@pytest.mark.parametrize(
    "kind", ["line", "bar", "area", "scatter", "ranked-bar", "small-multiples"]
)
@pytest.mark.parametrize("value", ["0", "7", "-7", "1e-6", "1e16"])
def test_values_that_are_all_alike_are_drawn(tmp_path: Path, kind: str, value: str) -> None:
    x = "out" if kind == "scatter" else "year"
    chart = Drawn(tmp_path, f"year,out,in\n2020,{value},{value}\n2021,{value},{value}\n",
                  type=kind, x=x, y=["out"] if kind == "ranked-bar" else ["in"])  # fmt: skip
    if kind == "small-multiples" or (kind == "area" and value == "-7"):
        assert "do not suit the type" in chart.messages[0]
        return
    for size in ("desk", "phone"):
        reach = chart.drawing(size).layout
        low, high = (reach["xaxis"] if kind == "ranked-bar" else reach["yaxis"])["range"]
        assert low < high


@pytest.mark.parametrize(
    ("stated", "shown"), [("%", "percent"), ("percent", "%"), ("per cent", "percent")]
)
def test_per_cent_is_one_unit_however_it_is_written(
    tmp_path: Path, stated: str, shown: str
) -> None:
    rows = "year,out\n2020,7.8\n2021,6.8\n"
    chart = Drawn(tmp_path, rows, unit=shown, labels={"out": "Share"})
    package = tmp_path / "briefings/data/datapackage.yaml"
    package.write_text(package.read_text().replace("USD million", f'"{stated}"'))
    assert chart.messages == []
    assert [s.values for s in chart.data.series] == [(7.8, 6.8)]


def test_columns_of_files_have_names_of_their_own(tmp_path: Path) -> None:
    rows = "year,port,out\n2020,status,1\n2020,year,2\n2020,source,3\n"
    chart = Drawn(tmp_path, rows, series="port", type="bar")
    names = [column.name for column in chart.table.columns]
    assert names == ["year", "status_2", "year_2", "source_2"]
    row = json.loads(describe_rows(chart.table, {}))["rows"][0]
    assert [row[name] for name in names] == [2020, 1, 2, 3]


def test_share_of_an_unknown_whole_is_unknown(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, type="area", mode="share", y=["out", "in"])
    assert chart.table.rows[2] == (2022, None, 900, None, None)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"date": "2000-13-45", "text": "x"}, "there is no such day"),
        ({"date": "2021", "until": "2020", "text": "x"}, "ends in 2020, before it begins"),
        ({"date": "2021", "until": "2060", "text": "x"}, "2060 lies beyond the data"),
    ],
)
def test_events_must_be_possible(tmp_path: Path, event: Any, why: str) -> None:
    chart = Drawn(tmp_path, YEARS, annotations=[event])
    assert len(chart.messages) == 1
    assert why in chart.messages[0]


DAYS = "day,port,out\n2023-03-21,North,66\n2023-11-20,South,95\n2024-05-16,North,90\n"
MONTHS = "month,port,out\n2023-03,North,66\n2023-11,South,95\n2024-05,North,90\n"


@pytest.mark.parametrize(
    ("rows", "x", "positions", "hover"),
    [
        (DAYS, "day", ["2023-03-21", "2023-11-20", "2024-05-16"], "20 November 2023"),
        (MONTHS, "month", ["2023-03-15", "2023-11-15", "2024-05-15"], "November 2023"),
    ],
    ids=["days", "months"],
)
def test_points_stand_at_their_moments_and_are_not_joined(
    tmp_path: Path, rows: str, x: str, positions: list[str], hover: str
) -> None:
    event = {"date": "2023-12-22", "text": "Order"}
    chart = Drawn(tmp_path, rows, type="scatter", x=x, label="port", annotations=[event])
    assert chart.messages == []
    drawing = chart.drawing()
    (points,) = drawing.traces
    assert (points["mode"], points["x"], points["y"]) == ("markers+text", positions, [66, 95, 90])
    assert f"<b>South</b><br>Moment: {hover}<br>" in points["customdata"][1]
    low, high = drawing.layout["xaxis"]["range"]
    assert low < positions[0] < positions[-1] < high
    assert [shape["x0"] for shape in drawing.layout["shapes"]] == ["2023-12-22"]


def test_a_scatter_chart_has_no_place_for_names(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, "port,out\nNorth,1\nSouth,2\n", type="scatter", x="port")
    assert chart.messages == ["chart 'trade': the column 'port' is of type string, not a number"]


@pytest.mark.parametrize(
    ("days", "size", "numbers"),
    [
        (["2000-02-24", "2000-03-08", "2003-06-01"], "desk", ["1, 2", "3"]),
        (["2003-06-01", "2000-03-08", "2000-02-24"], "desk", ["1", "2, 3"]),
        (["2000-02-24", "2000-06-01", "2003-06-01"], "desk", ["1", "2", "3"]),
        (["2000-02-24", "2000-04-01", "2003-06-01"], "phone", ["1, 2", "3"]),
    ],
)
def test_numbers_of_events_do_not_cover_each_other(
    tmp_path: Path, days: list[str], size: str, numbers: list[str]
) -> None:
    events = [{"date": day, "text": "Event"} for day in days]
    rows = "year,out\n" + "".join(f"{year},1\n" for year in range(1999, 2005))
    chart = Drawn(tmp_path, rows, annotations=events)
    notes = [note["text"] for note in chart.drawing(size).layout["annotations"]]
    assert [text for text in notes if text[0].isdigit()] == numbers


MARKUP = '<b style="mask-image:url(https://evil.example/x.png)">x</b>'


@pytest.mark.parametrize(
    "kind", ["line", "bar", "ranked-bar", "slope", "small-multiples", "dumbbell"]
)
def test_no_markup_of_the_data_reaches_plotly(tmp_path: Path, kind: str) -> None:
    cell = MARKUP.replace('"', '""')
    rows = f'port,out,in\n"{cell}",1,2\nother,2,3\n'
    y = ["out"] if kind == "ranked-bar" else ["out", "in"]
    chart = Drawn(tmp_path, rows, type=kind, x="port", y=y, labels={"out": MARKUP}, unit=None)
    for size in ("desk", "phone"):
        drawing = chart.drawing(size)
        assert "<b style" not in json.dumps([drawing.traces, drawing.layout]).replace('\\"', '"')


def own_figure(text: str) -> tuple[Any, list[str]]:
    spec = ChartSpec.model_validate(
        {"id": "own", "title": "Own", "figure": "own.json", "unit": "calls", "alt": "x"}
    )
    figure, findings = read_custom_figure(spec, TextFile("own.json", text))
    return figure, [f.message for f in findings]


def test_figures_as_plotly_for_python_writes_them_are_drawn() -> None:
    px = pytest.importorskip("plotly.graph_objects")
    figure = px.Figure(px.Bar(x=[2022, 2024], y=[810, 905], name="Calls",
                              hovertemplate="%{y}<extra></extra>"))  # fmt: skip
    read, messages = own_figure(figure.to_json())
    assert messages == []
    assert read.data.series[0].values == (810, 905)


@pytest.mark.parametrize(
    "text",
    [
        '{"data": [{"type": ["bar"], "x": [1], "y": [2]}]}',
        '{"data": [{"type": "bar", "x": [1], "y": [1e999]}]}',
        '{"data": [{"type": "bar", "x": [1], "y": [' + "9" * 400 + "]}]}",
        '{"data": [{"type": "bar", "x": {"dtype": ["f8"], "bdata": "x"}, "y": [1]}]}',
        '{"data": [{"type": "bar", "x": [1, 1], "y": [2, 3]}]}',
        '{"data": [{"type": "box", "x": [1], "y": [2]}]}',
        '{"data": {}}',
        "[]",
    ],
)
def test_figures_that_cannot_be_used_are_reported(text: str) -> None:
    figure, messages = own_figure(text)
    assert figure is None
    assert len(messages) == 1


@pytest.mark.parametrize("part", ["margin", "legend", "font", "yaxis"])
def test_figure_with_nothing_where_something_might_be_is_drawn(part: str) -> None:
    text = json.dumps({"data": [{"x": [1, 2], "y": [3, 4]}], "layout": {part: None}})
    figure, messages = own_figure(text)
    assert messages == []
    for size in SIZES:
        build_figure(figure.draw(size), size)


@pytest.mark.parametrize(
    "hostile",
    ["<%{customdata[0]}>x", "a <third", "<b onclick=x", "<b\nstyle='x'", "<extra x>", "<s>"],
)
def test_brackets_in_figures_are_letters(hostile: str) -> None:
    text = json.dumps({"data": [{"x": [1, 2], "y": [3, 4], "name": hostile}]})
    figure, messages = own_figure(text)
    if figure is None:
        assert "not let into the page" in messages[0]
    else:
        assert "<" not in figure.traces[0]["name"]


# --- Gaps and doubts


def test_missing_value_breaks_a_line(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS)
    trace = chart.trace("Exports")
    assert trace["y"] == [1000, 1500, None, 2500]
    assert trace["connectgaps"] is False


def test_year_without_a_row_breaks_a_line_and_is_no_row_of_the_table(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, "year,out\n2020,1\n2021,2\n2024,3\n2025,4\n")
    assert chart.trace("Exports")["y"] == [1, 2, None, 3, 4]
    assert [row[0] for row in chart.table.rows] == [
        2020,
        2021,
        2024,
        2025,
    ]


def test_yearly_steps_of_several_years_are_no_gaps(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, "year,out\n2000,1\n2005,2\n2010,3\n2011,4\n")
    assert chart.trace("Exports")["y"] == [1, 2, 3, 4]


def test_stacked_areas_stop_where_a_part_is_missing(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, type="area", mode="stacked", y=["out", "in"])
    parts = [t["x"] for t in chart.drawing().traces if t["name"] == "Imports"]
    assert parts == [[2020, 2021], [2023]]


def test_provisional_and_disputed_values_look_different_and_say_so(tmp_path: Path) -> None:
    rows = "year,out,status\n2021,1,final\n2022,2,conflicting\n"
    rows += "2023,3,provisional\n2024,4,provisional\n"
    line = Drawn(tmp_path / "line", rows)
    marker = line.trace("Exports")["marker"]
    assert marker["symbol"] == ["circle", "diamond", "circle", "circle"]
    assert marker["color"][0] != marker["color"][1] == colour("paper")
    bars = Drawn(tmp_path / "bars", rows, type="bar")
    assert bars.trace("Exports")["marker"]["pattern"]["shape"] == ["", "x", "/", "/"]
    assert bars.trace("Exports")["customdata"][3] == "$4 million (provisional)"
    assert describe_statuses(bars.spec, bars.data) == (
        "Hatched bars: provisional (2023–2024)",
        "Cross-hatched bars: sources conflict (2022)",
    )
    html = render_rows(bars.table, "Data", {})
    assert html.count("provisional") == 2


def test_values_are_shown_in_the_unit_that_is_asked_for(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, unit="USD billion")
    assert chart.trace("Exports")["y"] == [1, 1.5, None, 2.5]
    assert chart.data.unit == "USD billion"


def test_a_query_computes_without_a_unit_before_one_is_stated(tmp_path: Path) -> None:
    sql = "SELECT year, out / 1000 AS out FROM trade ORDER BY year"
    bare = Drawn(tmp_path / "bare", YEARS, data=None, sql=sql, source=["port-2024"])
    assert "the values of the chart 'trade' have no unit" in bare.messages
    stated = Drawn(tmp_path / "stated", YEARS, data=None, sql=sql, unit="USD billion")
    assert stated.data.series[0].values == (1.0, 1.5, None, 2.5)
    assert stated.data.unit == "USD billion"
    assert stated.data.sql == sql


@pytest.mark.parametrize(
    ("where", "years"),
    [
        ({"year": "2021"}, [2021]),
        ({"year": ["2020", "2023"]}, [2020, 2023]),
        ({"year": {"from": "2021"}}, [2021, 2022, 2023]),
        ({"year": {"from": "2021", "to": "2022"}}, [2021, 2022]),
    ],
)
def test_where_chooses_rows(tmp_path: Path, where: Any, years: list[int]) -> None:
    assert list(Drawn(tmp_path, YEARS, type="bar", where=where).data.x) == years


def test_where_that_no_row_fits_is_reported_there(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, where={"year": "1999"})
    assert chart.messages == ["chart 'trade': there is nothing to draw: no row is left"]


def test_series_are_told_apart_by_a_column(tmp_path: Path) -> None:
    rows = "year,port,out\n2020,Odesa,1\n2020,Riga,2\n2021,Odesa,3\n"
    data = Drawn(tmp_path, rows, series="port").data
    assert [(s.label, s.values) for s in data.series] == [("Odesa", (1, 3)), ("Riga", (2, None))]


def test_balance_computes_the_net_and_knows_which_side_is_which(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, type="balance", y=["in", "out"])
    assert chart.trace("Exports")["y"] == [1000, 1500, None, 2500]
    assert chart.trace("Imports")["y"] == [-500, -700, -900, -800]
    assert chart.trace("Net")["y"] == [500, 800, None, 1700]
    table = chart.table
    assert [c.label for c in table.columns] == ["Year", "Imports", "Exports", "Net"]
    assert table.rows[2] == (2022, 900.0, None, None)


def test_ranked_bars_stand_in_order_with_the_named_one_out(tmp_path: Path) -> None:
    rows = "port,out\nOdesa,1\nRiga,3\nGdynia,2\n"
    chart = Drawn(tmp_path, rows, type="ranked-bar", x="port", highlight=["Gdynia"])
    trace = chart.trace("Exports")
    assert trace["y"] == ["Odesa", "Gdynia", "Riga"]  # Plotly begins at the bottom
    assert trace["marker"]["color"] == [colour("muted"), colour("series-1"), colour("muted")]


@pytest.mark.parametrize(
    ("ports", "size", "shown"),
    [
        # Room for every name: Plotly writes them as they are.
        (["Odesa", "Riga"], "phone", None),
        # Names with no room for one line are broken.
        (
            ["From Odesa, January to April", "From Riga, January to August"],
            "phone",
            ["From Odesa, January<br>to April", "From Riga, January<br>to August"],
        ),
        (["From Odesa, January to April", "From Riga, January to August"], "desk", None),
        # A word that has no room cannot be broken.
        (["Hellevoetsluis " + 30 * "x", "Riga"], "phone", None),
    ],
)
def test_long_names_below_bars_are_broken(
    tmp_path: Path, ports: list[str], size: str, shown: list[str] | None
) -> None:
    rows = "port,out\n" + "".join(f'"{port}",1\n' for port in ports)
    axis = Drawn(tmp_path, rows, type="bar", x="port").drawing(size).layout["xaxis"]
    assert axis.get("ticktext") == shown
    assert axis.get("tickvals") == (shown and ports)


def test_shares_fill_the_height_and_stand_in_the_table(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, type="bar", mode="share", y=["out", "in"])
    assert chart.drawing().layout["barnorm"] == "percent"
    assert chart.drawing().layout["yaxis"]["range"] == [0, 100]
    assert chart.table.rows[0] == (2020, 1000, 500, 66.67, 33.33)


def test_bars_begin_at_zero_and_lines_need_not(tmp_path: Path) -> None:
    rows = "year,out\n2020,900\n2021,1000\n"
    low, _ = Drawn(tmp_path / "bar", rows, type="bar").drawing().layout["yaxis"]["range"]
    assert low == 0
    low, _ = Drawn(tmp_path / "line", rows).drawing().layout["yaxis"]["range"]
    assert low > 800


def test_flows_and_countries_have_their_colours_everywhere(tmp_path: Path) -> None:
    both = Drawn(tmp_path / "both", YEARS, y=["in", "out"])
    assert both.trace("Exports")["line"]["color"] == colour("series-1")
    assert both.trace("Imports")["line"]["color"] == colour("series-2")
    rows = "year,port,out\n2020,China,1\n2020,Riga,2\n2020,USA,3\n"
    named = Drawn(tmp_path / "named", rows, series="port", type="bar")
    inks = {t["name"]: t["marker"]["color"] for t in named.drawing().traces}
    assert inks == {
        "China": colour("series-2"),
        "Riga": colour("series-3"),
        "USA": colour("series-1"),
    }


# --- Text


def test_hostile_names_are_text_in_the_figure(tmp_path: Path) -> None:
    rows = "year,port,out\n2020,<b>x</b>,1\n2020,%{y} & co,2\n2021,<b>x</b>,1\n2021,%{y} & co,2\n"
    chart = Drawn(tmp_path, rows, series="port")
    notes = [note["text"] for note in chart.drawing().layout["annotations"]]
    assert "&lt;b&gt;x&lt;/b&gt;" in notes
    assert "%{y} &amp; co" in notes


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (240.11, "USD billion", "$240.1 billion"),
        (-3.5, "EUR million", "−€3.5 million"),
        (61.2, "percent", "61.2%"),
        (107, "million tonnes", "107 million tonnes"),
        (1234567.891, "calls", "1,234,568 calls"),
        (None, "calls", "–"),
    ],
)
def test_amounts_are_written_with_their_unit(value: float | None, unit: str, shown: str) -> None:
    assert format_amount(value, unit) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "12,345.5"), ("de", "12.345,5"), ("fr", "12\u202f345,5"), ("xx-none", "12,345.5")],
)
def test_numbers_follow_the_language(language: str, shown: str) -> None:
    assert format_number(12345.5, language) == shown


def test_figure_takes_its_separators_from_the_language(gallery: Project) -> None:
    drawing = chart_drawings(gallery, GALLERY, 0)["desk"]
    assert build_figure(drawing, DESK, "de")["layout"]["separators"] == ",."
    assert build_figure(drawing, DESK, "en")["layout"]["separators"] == ".,"


@pytest.mark.parametrize(
    ("cell", "kind", "shown"),
    [
        (2023, "year", "2023"),
        ("2023-Q4", "quarter", "Q4 2023"),
        ("2023-03", "yearmonth", "March 2023"),
        ("2023-03-05", "date", "5 March 2023"),
        ("Riga", "string", "Riga"),
    ],
)
def test_moments_are_written_out(cell: str | int, kind: str, shown: str) -> None:
    assert format_moment(cell, kind) == shown


@pytest.mark.parametrize(
    ("date", "kind", "position"),
    [
        ("2022", "year", 2022.0),
        ("2022-01-01", "year", pytest.approx(2021.5, abs=0.01)),
        ("2022-07-02", "year", pytest.approx(2022.0, abs=0.01)),
        ("2022-12-31", "year", pytest.approx(2022.5, abs=0.01)),
        ("2022-03", "date", "2022-03-15"),
        ("2022-Q1", "quarter", "2022-02-15"),
        ("2022", "string", None),
    ],
)
def test_an_event_stands_at_its_place_in_time(date: str, kind: str, position: object) -> None:
    assert event_position(date, kind) == position


@pytest.mark.parametrize(
    ("event", "language", "text"),
    [
        ({"date": "2023-12-22"}, "en-GB", "22 December 2023"),
        ({"date": "2022-01-01", "until": "2022-06-30"}, "en", "1 January 2022 to 30 June 2022"),
        ({"date": "2014", "until": "2022-Q2"}, "en", "2014 to Q2 2022"),
    ],
)
def test_an_event_that_lasted_says_until_when(
    event: dict[str, str], language: str, text: str
) -> None:
    assert event_dates(Event(text="x", **event), language) == text


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_label_of_the_last_year_has_room_at_the_right(tmp_path: Path, size: Size) -> None:
    chart = Drawn(tmp_path, YEARS, type="area", y=["in"])
    margin = chart.drawing(size.name).layout["margin"]["r"]
    assert margin >= text_width("2023", size.font) / 2


def test_summary_says_ends_and_extremes(tmp_path: Path) -> None:
    chart = Drawn(tmp_path, YEARS, y=["out", "in"])
    assert describe_data(chart.spec, chart.data) == (
        "Line chart: 2 series, 2020 to 2023. "
        "Exports: $1,000 million in 2020, $2,500 million in 2023. "
        "Imports: $500 million in 2020, $800 million in 2023; highest $900 million in 2022."
    )


@given(
    st.lists(
        st.tuples(st.text("abcdefgh ", min_size=1, max_size=40), st.floats(0, 100)),
        min_size=1,
        max_size=8,
    )
)
def test_labels_never_cover_one_another(named: list[tuple[str, float]]) -> None:
    labels = [Label(text, value, "#000000") for text, value in named]
    for size in (DESK, PHONE):
        notes, _ = place_labels(labels, (0, 100), size, height=size.height)
        boxes = sorted(
            ((1 - note["y"]) * size.height, (note["text"].count("<br>") + 1) * size.font * 1.25)
            for note in notes
        )
        for (above, tall), (below, low) in itertools.pairwise(boxes):
            assert below - above >= (tall + low) / 2 - 0.2


# --- Data for readers


def test_csv_of_a_chart_round_trips(tmp_path: Path) -> None:
    rows = "year,out,source,status\n2020,1.25,port-2024,final\n2021,,a; b,provisional\n"
    chart = Drawn(tmp_path, rows)
    read = list(csv.reader(io.StringIO(export_rows(chart.table))))
    assert read == [
        ["year", "out", "status", "source"],
        ["2020", "1.25", "", "port-2024"],
        ["2021", "", "provisional", "a; b"],
    ]


# --- Colours


def luminance(hexadecimal: str) -> list[float]:
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    weights = (0.2126, 0.7152, 0.0722)
    values = [sum(w * p for w, p in zip(weights, luminance(c), strict=True)) for c in (one, other)]
    return (max(values) + 0.05) / (min(values) + 0.05)


BLINDNESS: dict[str, list[list[float]]] = {  # Machado, Oliveira and Fernandes (2009), severity 1.0
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def oklab(hexadecimal: str, seen: list[list[float]]) -> tuple[float, float, float]:
    """A colour in Ottosson's OKLab (2020), as it is seen with a kind of colour blindness."""
    plain = luminance(hexadecimal)
    r, g, b = (max(sum(w * p for w, p in zip(row, plain, strict=True)), 0) for row in seen)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def theme(name: str) -> dict[str, str]:
    text = (ROOT / "docs/assets/stylesheets/tokens.css").read_text(encoding="utf-8")
    scheme = "[data-md-color-scheme]" if name == "default" else f'[data-md-color-scheme="{name}"]'
    block = text.split(scheme)[1].split("}")[0]
    return dict(re.findall(r"--pl-([\w-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize("name", ["default", "slate"])
def test_every_colour_of_charts_is_in_the_style_sheet(name: str) -> None:
    assert set(COLOURS) <= set(theme(name))


@pytest.mark.parametrize("name", ["default", "slate"])
def test_colours_of_series_can_be_read_on_the_paper(name: str) -> None:
    tokens = theme(name)
    for number in range(1, 8):
        assert contrast(tokens[f"series-{number}"], tokens["paper"]) >= 4.5, number
    assert contrast(tokens["muted"], tokens["paper"]) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", ["default", "slate"])
def test_colours_of_series_can_be_told_apart(name: str, blindness: str) -> None:
    tokens = theme(name)
    seen = [oklab(tokens[f"series-{n}"], BLINDNESS[blindness]) for n in range(1, 8)]
    for (first, one), (second, other) in itertools.combinations(enumerate(seen, 1), 2):
        assert math.dist(one, other) >= 0.07, (first, second)
