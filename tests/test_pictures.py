"""Pictures of charts: finding Chrome, drawing with it, and keeping what was drawn."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import choreographer.channels.pipe
import choreographer.protocol._chunking
import pytest
from choreographer.browsers import Chromium
from hypothesis import given
from hypothesis import strategies as st

from plumbline.browser import VARIABLES, BrowserError, ScriptError, TabLostError, find_browser
from plumbline.browser_process import answer_to
from plumbline.browser_session import BrowserSession, BrowserTab, run_in_browser
from plumbline.charts.drawing import draw_figures
from plumbline.charts.figure_request import FigureRequest
from plumbline.charts.picture_store import PREFIX, PictureStore, picture_key
from plumbline.charts.svg import clean_svg
from plumbline.kept_files import KeptFiles
from support import ROOT, wait_until

SECONDS = 20.0
"""How long Chrome may take over something that it can do."""


def plotly_script() -> Path:
    found = importlib.util.find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "package_data" / "plotly.min.js"


def bar_chart(*heights: float) -> dict[str, Any]:
    trace = {"type": "bar", "x": list(range(len(heights))), "y": list(heights)}
    return {"data": [trace], "layout": {"showlegend": False}}


def requests(*figures: dict[str, Any]) -> list[FigureRequest]:
    """Return requests for figures with the keys "0", "1" and so on."""
    return [FigureRequest(str(n), figure, 300, 200) for n, figure in enumerate(figures)]


def program(path: Path, script: str) -> Path:
    """Write a program in place of Chrome; it notes its process in a file beside it."""
    path.write_text(f'#!/bin/sh\necho $$ >> "{path}.pids"\n{script}\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def commands() -> dict[int, str]:
    """Return the command of every process that runs."""
    listed = subprocess.run(
        ["ps", "-axww", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True
    )
    found: dict[int, str] = {}
    for line in listed.stdout.splitlines():
        pid, state, *command = line.split(None, 2)
        if "Z" not in state:  # what has ended and was not fetched by its parent does not run
            found[int(pid)] = command[0] if command else ""
    return found


def processes_of(folder: Path, *, renderers: bool = False) -> list[int]:
    """Return the processes of the Chrome whose files lie in a folder: its own, or its pages'."""
    return [
        pid
        for pid, command in commands().items()
        if str(folder) in command
        and ("--type=renderer" in command if renderers else "--type=" not in command)
    ]


def has_ended(pids: set[int]) -> bool:
    return not pids & commands().keys()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Chrome's files lie; when the test ends, neither files nor processes are left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []
    wait_until(
        lambda: not any(str(folder) in command for command in commands().values()),
        "Chrome has ended",
    )
    for pids in tmp_path.glob("*.pids"):
        own = {int(pid) for pid in pids.read_text().split()}
        wait_until(partial(has_ended, own), f"{pids.stem} has ended")


# Finding it


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the only one in which commands are looked for."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def test_browser_is_found_by_its_command(bare: Path) -> None:
    found = program(bare / "chromium", "exit 1")
    assert find_browser() == found
    assert not (bare / "chromium.pids").exists()


@pytest.mark.parametrize("variable", VARIABLES)
def test_named_browser_goes_before_others(
    bare: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    program(bare / "chromium", "exit 1")
    named = program(bare / "mine", "exit 1")
    monkeypatch.setenv(variable, str(named))
    assert find_browser() == named
    monkeypatch.setenv(variable, "mine")
    assert find_browser() == named


@pytest.mark.parametrize("kind", ["missing", "folder", "text"])
def test_named_browser_must_be_a_program(
    bare: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    program(bare / "chromium", "exit 1")
    (bare / "folder").mkdir()
    (bare / "text").write_text("not a program", encoding="utf-8")
    monkeypatch.setenv("CHROME_PATH", str(bare / kind))
    with pytest.raises(BrowserError, match=f"^CHROME_PATH names .*{kind}, which is no program"):
        find_browser()


def test_application_of_macos_is_found(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(bare))
    program_folder = bare / "Applications" / "Chromium.app" / "Contents" / "MacOS"
    program_folder.mkdir(parents=True)
    found = program(program_folder / "Chromium", "exit 1")
    assert find_browser() == found


@pytest.mark.parametrize("last", [None, "/no/such/browser"])
def test_there_may_be_no_browser(
    bare: Path,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    last: str | None,
) -> None:
    monkeypatch.setattr(Chromium, "find_browser", lambda **_: last)
    assert find_browser() is None


def test_chrome_of_choreographer_is_the_last_resort(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = program(bare / "downloaded", "exit 1")
    monkeypatch.setattr(Chromium, "find_browser", lambda **_: str(last))
    assert find_browser() == last


def test_choreographer_is_loaded_only_to_draw() -> None:
    code = (
        "import sys, plumbline.browser, plumbline.charts.drawing, plumbline.charts.picture_store; "
        "print('choreographer' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


# Chromes that do not work


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 3", "Chrome did not start: it ended at once"),
        ("kill -9 $$", "Chrome did not start: it ended at once"),
        ("sleep 1000 & echo $! >> $0.pids; wait", "Chrome did not start within 2 seconds"),
        ("trap '' TERM INT HUP; cat <&3", "Chrome did not start within 2 seconds"),
    ],
)
def test_chrome_that_does_not_start_is_reported_and_ended(
    tmp_path: Path,
    folder: Path,  # noqa: ARG001
    script: str,
    message: str,
) -> None:
    browser = program(tmp_path / "chrome", script)
    done: list[str] = []
    with pytest.raises(BrowserError) as caught:
        draw_figures(
            requests(bar_chart(1)), browser, plotly_script(), lambda k, _: done.append(k), seconds=2
        )
    assert str(caught.value) == message
    assert done == []
    assert (tmp_path / "chrome.pids").exists()


@pytest.mark.parametrize("kind", ["missing", "folder", "text"])
def test_chrome_must_be_a_program(tmp_path: Path, folder: Path, kind: str) -> None:  # noqa: ARG001
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("not a program", encoding="utf-8")
    with pytest.raises(BrowserError, match=f"did not start: .*{kind} is no program"):
        draw_figures(requests(bar_chart(1)), tmp_path / kind, plotly_script(), print)


def test_no_chrome_is_started_for_nothing(tmp_path: Path) -> None:
    assert draw_figures([], tmp_path / "missing", tmp_path / "missing", print) == {}


def test_chrome_needs_room_for_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(BrowserError, match="there is no room for its files"):
        draw_figures(requests(bar_chart(1)), Path(sys.executable), plotly_script(), print)


@pytest.fixture
def chrome(browser_path: str, folder: Path) -> Path:  # noqa: ARG001
    return Path(browser_path)


def draw(chrome: Path, *figures: dict[str, Any], tabs: int = 2) -> dict[str, str]:
    """Draw figures, which must succeed."""
    svgs: dict[str, str] = {}
    failures = draw_figures(
        requests(*figures), chrome, plotly_script(), svgs.__setitem__, tabs=tabs, seconds=SECONDS
    )
    assert failures == {}
    return svgs


def blank_page(session: BrowserSession) -> Path:
    page = session.folder / "page.html"
    page.write_text("<!doctype html><title>Page</title>", encoding="utf-8")
    return page


def in_a_tab(chrome: Path, work: Callable[[BrowserTab], Any]) -> Any:
    """Return what a coroutine returns that is given a tab with a blank page."""

    async def main(session: BrowserSession) -> Any:
        return await work(await session.open_tab(blank_page(session), SECONDS))

    return run_in_browser(chrome, main)


# Drawing


@pytest.mark.browser
def test_figures_are_drawn_in_their_sizes(chrome: Path) -> None:
    svgs: dict[str, str] = {}
    wanted = [
        FigureRequest(f"{width}", bar_chart(1, 2, 3), width, height)
        for width, height in ((300, 200), (760, 420), (380, 420))
    ]
    assert draw_figures(wanted, chrome, plotly_script(), svgs.__setitem__) == {}
    for request in wanted:
        cleaned = clean_svg(svgs[request.key], "p", {})
        assert cleaned.startswith(f'<svg width="{request.width}" height="{request.height}" ')
        assert cleaned.count("H") == 3  # a bar is a path with one horizontal line


@pytest.mark.slow
@pytest.mark.browser
def test_same_figure_gives_the_same_picture(chrome: Path) -> None:
    hatched = bar_chart(1, 2, 3)
    hatched["data"][0]["marker"] = {"pattern": {"shape": "/"}}
    first, second = draw(chrome, hatched, hatched), draw(chrome, hatched, bar_chart(5), tabs=1)
    assert first["0"] != first["1"]  # Plotly's own ids are random
    pictures = {clean_svg(svg, "p", {}) for svg in (first["0"], first["1"], second["0"])}
    assert len(pictures) == 1
    assert 'fill="url(#p' in pictures.pop()


@pytest.mark.browser
def test_figure_that_plotly_refuses_is_named_and_others_are_drawn(chrome: Path) -> None:
    refused: dict[str, dict[str, Any]] = {
        "layout": {"data": [], "layout": {"xaxis": 5}},
        "trace": {"data": [None]},
        "map": {"data": [{"type": "choropleth", "locations": ["FRA"], "z": [1]}]},
        "text": {"data": [{"type": "bar", "x": ["\ud800"], "y": [1]}]},
        "value": {"data": [{"type": "bar", "x": [1], "y": [object()]}]},
        "bitmap": {"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]]}]},
    }
    wanted = [FigureRequest(key, figure, 300, 200) for key, figure in refused.items()]
    wanted.append(FigureRequest("good", bar_chart(1), 300, 200))
    svgs: dict[str, str] = {}
    failures = draw_figures(wanted, chrome, plotly_script(), svgs.__setitem__, seconds=SECONDS)
    assert set(svgs) == {"good"}
    assert set(failures) == set(refused)
    assert failures["text"] == "Plotly does not draw it: what is handed to the page is not JSON"
    assert failures["value"] == failures["text"]
    assert failures["bitmap"] == "Plotly draws a part of it as a bitmap"
    assert failures["trace"].startswith("Plotly does not draw it: TypeError: ")
    assert not any("\n" in why or why.endswith(".") for why in failures.values())


@pytest.mark.browser
def test_figure_of_a_hundred_thousand_points_is_drawn(chrome: Path) -> None:
    count = 100_000
    points = {"x": list(range(count)), "y": [n * 7919 % 1000 for n in range(count)]}
    line = {"type": "scatter", "mode": "lines", "line": {"simplify": False}, **points}
    svg = draw(chrome, {"data": [line], "layout": {}})["0"]
    assert svg.count("L") >= count - 1


@pytest.mark.browser
def test_figure_larger_than_chrome_takes_at_once_is_drawn(
    chrome: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real limit is a hundred times as high, and so is the time it would take.
    monkeypatch.setattr(choreographer.channels.pipe, "MAX_MESSAGE_SIZE", 1_000_000)
    monkeypatch.setattr(choreographer.protocol._chunking, "CHUNK_SIZE", 300_000)
    figure = bar_chart(1, 2)
    figure["layout"]["meta"] = "é" * 1_500_000
    assert "<path" in draw(chrome, figure)["0"]


@pytest.mark.browser
def test_missing_script_is_reported(chrome: Path, tmp_path: Path) -> None:
    with pytest.raises(BrowserError, match="script cannot be copied: No such file"):
        draw_figures(requests(bar_chart(1)), chrome, tmp_path / "missing.js", print)
    (tmp_path / "broken.js").write_text("}", encoding="utf-8")
    with pytest.raises(BrowserError, match="Chrome cannot read Plotly’s script"):
        draw_figures(requests(bar_chart(1)), chrome, tmp_path / "broken.js", print)


@pytest.mark.browser
def test_figures_can_be_drawn_in_another_thread(chrome: Path) -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(draw(chrome, bar_chart(1))))
    thread.start()
    thread.join()
    assert found == ["0"]


@pytest.mark.browser
def test_chrome_runs_without_its_sandbox_where_that_does_not_work(
    chrome: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    boxed = f'echo "$*" >> "{tmp_path}/commands"\ncase "$*" in *--no-sandbox*) ;; *) exit 1;; esac'
    browser = program(tmp_path / "chrome", f'{boxed}\nexec "{chrome}" "$@"')
    assert set(draw(browser, bar_chart(1))) == {"0"}
    started = (tmp_path / "commands").read_text().splitlines()
    assert ["--no-sandbox" in command for command in started] == [False, True]


# Interruptions


def kill(pids: list[int], by: signal.Signals) -> None:
    assert pids != []
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, by)


@pytest.mark.browser
@pytest.mark.parametrize(
    "by", [signal.SIGKILL, pytest.param(signal.SIGSTOP, marks=pytest.mark.slow)]
)
def test_chrome_that_dies_or_hangs_midway_is_reported(
    chrome: Path, folder: Path, by: signal.Signals
) -> None:
    done: list[str] = []

    def on_done(key: str, _: str) -> None:
        done.append(key)
        if len(done) == 3:
            own = [pid for pid in processes_of(folder) if not commands()[pid].startswith("/bin/sh")]
            kill(own, by)

    wanted = requests(*(bar_chart(n) for n in range(50)))
    with pytest.raises(BrowserError, match=r"Chrome (ended while|does not|did not) ?"):
        draw_figures(wanted, chrome, plotly_script(), on_done, seconds=8)
    assert 3 <= len(done) < 50


@pytest.mark.browser
def test_tab_that_crashes_costs_its_figure_only(chrome: Path, folder: Path) -> None:
    done: list[str] = []

    def on_done(key: str, _: str) -> None:
        done.append(key)
        if len(done) == 1:
            kill(processes_of(folder, renderers=True), signal.SIGKILL)

    wanted = requests(*(bar_chart(n) for n in range(4)))
    failures = draw_figures(wanted, chrome, plotly_script(), on_done, tabs=1, seconds=SECONDS)
    assert failures == {"1": "it is not drawn: a tab of Chrome crashed"}
    assert done == ["0", "2", "3"]


@pytest.mark.browser
def test_tab_that_hangs_is_given_up(chrome: Path) -> None:
    async def work(session: BrowserSession) -> int:
        tab = await session.open_tab(blank_page(session), SECONDS)
        with pytest.raises(TabLostError, match="did not answer within 1 seconds"):
            await tab.call("() => { for (;;); }", seconds=1)
        other = await session.open_tab(blank_page(session), SECONDS)
        return cast("int", await other.call("(a, b) => a + b", 1, 2, seconds=SECONDS))

    assert run_in_browser(chrome, work) == 3


@pytest.mark.browser
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_what_the_caller_raises_ends_the_drawing(chrome: Path, error: type[BaseException]) -> None:
    done: list[str] = []

    def on_done(key: str, _: str) -> None:
        done.append(key)
        raise error

    with pytest.raises(error):
        draw_figures(requests(*map(bar_chart, range(20))), chrome, plotly_script(), on_done)
    assert 1 <= len(done) <= 2


PROGRAM = """
import logging, os, signal, sys, tempfile
from pathlib import Path
from plumbline.browser import BrowserError
from plumbline.charts.drawing import draw_figures
from plumbline.charts.figure_request import FigureRequest

logging.basicConfig(level=logging.INFO)
_, chrome, script, tempfile.tempdir, what = sys.argv
figure = {"data": [{"type": "bar", "x": [1], "y": [2]}], "layout": {}}

def on_done(key, svg):
    print("done", flush=True)
    if what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "interrupted":
        os.kill(os.getpid(), signal.SIGINT)
    if what == "without Chrome":
        os.system(f"ps -axww -o pid=,args= | grep '[u]ser-data-dir={tempfile.tempdir}' | "
                  "grep -v -e --type= -e /bin/sh | awk '{print $1}' | xargs kill -9")

wanted = [FigureRequest(str(n), figure, 300, 200) for n in range(300)]
try:
    draw_figures(wanted, Path(chrome), Path(script), on_done, tabs=1, seconds=20)
except KeyboardInterrupt:
    print("interrupted")
except BrowserError as error:
    print(error)
"""


def run_program(chrome: Path, folder: Path, what: str) -> tuple[list[str], str]:
    """Return what is printed and what is said otherwise by a program that draws."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, chrome, plotly_script(), folder, what],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return run.stdout.splitlines(), run.stderr


@pytest.mark.browser
def test_interruption_leaves_nothing_behind(chrome: Path, folder: Path) -> None:
    printed, said = run_program(chrome, folder, "interrupted")
    assert (printed[-1], said) == ("interrupted", "")
    assert 1 <= printed.count("done") < 300


@pytest.mark.browser
def test_nothing_but_an_error_is_heard_of_a_chrome_that_dies(chrome: Path, folder: Path) -> None:
    printed, said = run_program(chrome, folder, "without Chrome")
    assert (printed[-1], said) == ("Chrome ended while it was in use", "")
    assert 1 <= printed.count("done") < 300


@pytest.mark.parametrize(
    "way",
    [
        BrokenPipeError("the pipe"),
        RuntimeError("no loop"),
        asyncio.InvalidStateError("the pipe was closed while a command was written to it"),
    ],
    ids=lambda way: type(way).__name__,
)
def test_chrome_that_is_gone_is_one_error_in_whatever_way_it_shows(way: Exception) -> None:
    async def send() -> None:
        raise way

    with pytest.raises(BrowserError, match=r"^Chrome ended while it was in use$"):
        asyncio.run(answer_to(send(), SECONDS))


@pytest.mark.parametrize(
    "nonsense", ["x", "{}", '{"id": 99, "result": {}}', '{"error": {"code": 1, "message": ""}}']
)
def test_nothing_but_an_error_is_heard_of_a_chrome_that_talks_nonsense(
    tmp_path: Path, folder: Path, nonsense: str
) -> None:
    browser = program(tmp_path / "chrome", f"printf '{nonsense}\\0' >&4")
    printed, said = run_program(browser, folder, "")
    assert (printed, said) == (["Chrome did not start: it ended at once"], "")


@pytest.mark.browser
def test_chrome_does_not_outlive_a_program_that_is_killed(chrome: Path, tmp_path: Path) -> None:
    place = tmp_path / "killed"
    place.mkdir()
    printed, _ = run_program(chrome, place, "killed")
    assert printed == ["done"]
    wait_until(lambda: processes_of(place) == [], "Chrome has ended")


# Pages and the network


@pytest.mark.browser
def test_function_gets_and_gives_plain_values(chrome: Path) -> None:
    value = {"text": 'é"</script>\u2028', "list": [1, 2.5, None, True], "nothing": None}

    async def work(tab: BrowserTab) -> Any:
        promised = await tab.call("async (a, b) => ({ a, b })", value, [1], seconds=SECONDS)
        return promised, await tab.call("() => {}", seconds=SECONDS)

    assert in_a_tab(chrome, work) == ({"a": value, "b": [1]}, None)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("() => { throw new Error('first\\nsecond') }", "Error: first"),
        ("() => Promise.reject('why')", "why"),
        ("() => nowhere", "ReferenceError: nowhere is not defined"),
        ("() => {", "SyntaxError: "),
        ("() => { const a = {}; a.a = a; return a }", "Chrome refused a command: "),
    ],
)
def test_function_that_fails_is_reported(chrome: Path, function: str, message: str) -> None:
    async def work(tab: BrowserTab) -> int:
        with pytest.raises(ScriptError) as caught:
            await tab.call(function, seconds=SECONDS)
        assert str(caught.value).startswith(message)
        assert "\n" not in str(caught.value)
        return cast("int", await tab.call("() => 1", seconds=SECONDS))

    assert in_a_tab(chrome, work) == 1


class Listener:
    """A server on this machine that notes what it is asked for."""

    def __init__(self) -> None:
        heard: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.heard = heard
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def port(self) -> int:
        return self.server.server_port

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.mark.browser
def test_figure_asks_nobody_for_its_pictures(chrome: Path, listener: Listener) -> None:
    figure = bar_chart(1)
    address = f"http://127.0.0.1:{listener.port}"
    figure["layout"] |= {
        "images": [{"source": f"{address}/image.png", "sizex": 1, "sizey": 1}],
        "annotations": [{"text": f"<img src='{address}/text.png'><a href='{address}/'>a</a>"}],
        "title": {"text": f"<span style='background:url({address}/style.png)'>a</span>"},
    }
    draw_figures(requests(figure), chrome, plotly_script(), lambda *_: None, seconds=SECONDS)
    assert listener.heard == []


@pytest.mark.browser
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "plumbline.example"])
def test_page_has_no_network(chrome: Path, listener: Listener, host: str) -> None:
    ask = """async (address) => {
      const image = new Image();
      image.src = address + "image.png";
      return await fetch(address).then(() => "answered", () => "failed");
    }"""

    async def work(tab: BrowserTab) -> str:
        address = f"http://{host}:{listener.port}/"
        return cast("str", await tab.call(ask, address, seconds=SECONDS))

    assert in_a_tab(chrome, work) == "failed"
    assert listener.heard == []


@pytest.mark.browser
def test_page_cannot_read_files(chrome: Path) -> None:
    async def work(tab: BrowserTab) -> str:
        ask = "(a) => fetch(a).then(() => 'read', () => 'failed')"
        return cast("str", await tab.call(ask, (ROOT / "LICENSE").as_uri(), seconds=SECONDS))

    assert in_a_tab(chrome, work) == "failed"


# Keeping what was drawn

COLOURS = {"#fe0101": "var(--a)"}
KEY, OTHER_KEY = "0" * 64, "a" * 64
DAY = 86_400


def picture(colour: str = "#fe0101") -> str:
    shape = f'<clipPath id="x"/><circle clip-path="url(#x)" r="4" fill="{colour}"/>'
    return clean_svg(f'<svg width="9" height="9">{shape}</svg>', PREFIX, COLOURS)


@pytest.fixture
def store(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "pictures", COLOURS)


def again(tmp_path: Path) -> PictureStore:
    """Return the store as the next run finds it."""
    return PictureStore(tmp_path / "pictures", COLOURS)


def only_file(tmp_path: Path) -> Path:
    files = list((tmp_path / "pictures").iterdir())
    assert len(files) == 1
    return files[0]


def test_picture_is_found_again_in_the_next_run(store: PictureStore, tmp_path: Path) -> None:
    assert store.get(KEY) is None
    store.put(KEY, picture())
    assert store.get(KEY) == picture()
    assert again(tmp_path).get(KEY) == picture()
    assert again(tmp_path).get(OTHER_KEY) is None
    assert (again(tmp_path).has(KEY), again(tmp_path).has(OTHER_KEY)) == (True, False)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        picture()[:-8].encode(),
        picture().encode() + b"\n",
        picture().encode("utf-16"),
        picture().replace("var(--a)", "\xe9").encode("latin-1"),
        picture().replace("<circle", "<script/><circle").encode(),
        picture().replace("r=", 'onload="x" r=').encode(),
        picture().replace("var(--a)", "var(--b)").encode(),
        picture().replace("p0", "q0").encode(),
        b"<svg>" * 100_000,
        b"text",
    ],
)
def test_file_that_is_not_just_as_written_counts_as_missing(
    store: PictureStore, tmp_path: Path, content: bytes
) -> None:
    store.put(KEY, picture())
    only_file(tmp_path).write_bytes(content)
    assert again(tmp_path).get(KEY) is None
    KeptFiles(tmp_path / "pictures").put(KEY, content)  # whole, and by no picture's rules
    found = again(tmp_path)
    assert found.get(KEY) is None
    assert not found.has(KEY)  # it is drawn anew in the next run
    found.put(KEY, picture())
    assert again(tmp_path).get(KEY) == picture()


@pytest.mark.parametrize("key", ["", "../x", "0" * 63, "G" * 64, "0" * 64 + "\n"])
def test_key_of_another_kind_is_refused(store: PictureStore, tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        store.get(key)
    with pytest.raises(ValueError, match="is no key"):
        store.has(key)
    with pytest.raises(ValueError, match="is no key"):
        store.put(key, picture())
    assert list(tmp_path.iterdir()) == []


def test_picture_is_kept_for_the_run_where_the_disk_does_not_take_it(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be", encoding="utf-8")
    store = PictureStore(tmp_path / "pictures", COLOURS)
    store.put(KEY, picture())
    assert store.get(KEY) == picture()
    assert again(tmp_path).get(KEY) is None
    store.prune([])


def test_half_written_picture_is_neither_found_nor_left(
    store: PictureStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    store.put(KEY, picture())
    assert store.get(KEY) == picture()
    assert list((tmp_path / "pictures").iterdir()) == []


def test_two_processes_may_keep_the_same_picture(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from plumbline.charts.picture_store import PictureStore\n"
        "for n in range(300):\n"
        f" store = PictureStore(Path(sys.argv[1]), {COLOURS!r})\n"
        f" store.put({KEY!r}, sys.argv[2])\n"
        f" assert PictureStore(Path(sys.argv[1]), {COLOURS!r}).get({KEY!r}) == sys.argv[2]"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "pictures"), picture()]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert again(tmp_path).get(KEY) == picture()
    assert only_file(tmp_path).stem == KEY


def age(path: Path, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_only_old_pictures_that_are_not_used_are_removed(
    store: PictureStore, tmp_path: Path
) -> None:
    keys = {name: name * 64 for name in "abcd"}
    for key in keys.values():
        store.put(key, picture())
    folder = tmp_path / "pictures"
    for name in ("README", "x.part"):
        (folder / name).write_text("x", encoding="utf-8")
    for path in folder.iterdir():
        age(path, 29 if path.stem == keys["b"] else 31)
    assert again(tmp_path).get(keys["c"]) == picture()  # which is a use
    store.prune({keys["a"]})
    left = {path.name for path in folder.iterdir()}
    assert left == {keys[name] for name in "abc"} | {"README"}
    store.prune([], keep_days=0)
    assert {path.name for path in folder.iterdir()} == {"README"}


FIGURE = bar_chart(1, 2.5)


def key_of(**changes: Any) -> str:
    arguments = {
        "figure": FIGURE,
        "width": 760,
        "height": 420,
        "colours": COLOURS,
        "versions": ["1"],
    }
    return picture_key(**{**arguments, **changes})


@pytest.mark.parametrize(
    "change",
    [
        {"figure": bar_chart(1, 2.6)},
        {"figure": FIGURE | {"layout": {}}},
        {"width": 761},
        {"height": 421},
        {"width": 420, "height": 760},
        {"colours": {"#fe0101": "var(--b)"}},
        {"versions": ["2"]},
        {"versions": ["1", ""]},
    ],
)
def test_key_tells_pictures_apart(change: dict[str, Any]) -> None:
    assert key_of(**change) != key_of()


def test_key_is_the_same_for_the_same_picture(store: PictureStore) -> None:
    turned = dict(reversed(json.loads(json.dumps(FIGURE)).items()))
    assert list(turned) != list(FIGURE)
    assert key_of(figure=turned) == key_of()
    store.put(key_of(), picture())


@given(st.dictionaries(st.text(), st.text()))
def test_any_text_of_a_figure_has_a_key(figure: dict[str, str]) -> None:
    assert key_of(figure=figure) == key_of(figure=dict(figure))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, object()])
def test_what_is_not_json_has_no_key(value: object) -> None:
    with pytest.raises((TypeError, ValueError), match="JSON"):
        key_of(figure={"data": [value]})
