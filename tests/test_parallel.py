"""Queries in several processes: the same values, in one graph, whatever a process does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plumbline.parallel import count_processes
from support import ROOT

# In a program of its own, since a process with threads, as one of the test runner's, is not forked.
SCRIPT = """
import json, os, sys, tempfile
from plumbline import parallel
from plumbline.graph import Graph
from plumbline.query import input_query, query

class Cells(Graph):
    inputs = {n: n for n in range(60)}
    computed = 0

@input_query
def cell(graph, n):
    return graph.inputs[n]

@query
def double(graph, n):
    graph.computed += 1
    return 2 * cell(graph, n)

first = os.getpid()
parallel.count_processes = lambda items: int(sys.argv[1])

def work(n):
    if sys.argv[2] == "fails" and os.getpid() != first:
        raise ValueError("only in another process")
    if sys.argv[2] == "dies" and os.getpid() != first:
        os._exit(0)
    double(graph, n)

if sys.argv[2] == "no room":
    def refuse():
        raise OSError("no space left on device")
    tempfile.TemporaryFile = refuse

graph = Cells()
parallel.in_shares(graph, range(60), work, keep=sys.argv[3] == "keep")
here = graph.computed
values = [double(graph, n) for n in range(60)]
asked = graph.computed
graph.inputs = {**graph.inputs, 7: 100, 8: 200}
graph.advance()
changed = [double(graph, 7), double(graph, 8), double(graph, 9)]
print(json.dumps([here, values, asked, changed, graph.computed - asked]))
"""
APART = """
import json, os, sys
from functools import partial
from plumbline import parallel

parallel.count_processes = lambda items: int(sys.argv[1])
sys.path.insert(0, sys.argv[3])
from told_apart import work

work = partial(work, os.getpid(), sys.argv[2])
if sys.argv[2] == "cannot be told":
    work = lambda: [True, {"a": 1}]

if sys.argv[2] == "never ends":
    try:
        with parallel.apart(work, items=60):
            raise KeyError("the body failed")
    except KeyError:
        pass
    try:
        os.waitpid(-1, os.WNOHANG)
        print(json.dumps("a process is left"))
    except ChildProcessError:
        print(json.dumps("none is left"))
else:
    with parallel.apart(work, items=60) as result:
        print(json.dumps(result()))
"""
TOLD_APART = """
import os, time

def work(first, fault):
    if fault == "fails" and os.getpid() != first:
        raise ValueError("only in another process")
    if fault == "dies" and os.getpid() != first:
        os._exit(0)
    if fault == "never ends" and os.getpid() != first:
        time.sleep(600)
    return [os.getpid() == first, {"a": 1}]
"""
DOUBLES = [2 * n for n in range(60)]


def run(processes: int, fault: str = "", keep: str = "keep", script: str = SCRIPT) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", script, str(processes), fault, keep],
        cwd=ROOT / "hooks",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(("processes", "here"), [(1, 60), (2, 30), (3, 20)])
def test_each_process_computes_its_share_and_the_values_come_back(
    processes: int, here: int
) -> None:
    assert run(processes)[:3] == [here, DOUBLES, here]


@pytest.mark.parametrize("processes", [1, 2])
def test_values_that_came_back_follow_their_inputs(processes: int) -> None:
    assert run(processes)[3:] == [[200, 400, 18], 2]


@pytest.mark.parametrize("fault", ["fails", "dies"])
def test_what_another_process_fails_to_do_is_done_here(fault: str) -> None:
    assert run(2, fault)[:3] == [60, DOUBLES, 60]


def test_values_stay_away_when_they_are_not_wanted() -> None:
    assert run(2, keep="drop")[:3] == [30, DOUBLES, 60]


def test_a_few_items_are_not_worth_a_process() -> None:
    assert count_processes(3) == 1


def test_without_room_for_what_a_process_would_say_all_is_done_here() -> None:
    assert run(2, "no room")[:3] == [60, DOUBLES, 60]


@pytest.mark.parametrize(
    ("processes", "fault", "here"),
    [
        (1, "", True),
        (2, "", False),
        (2, "fails", True),
        (2, "dies", True),
        (2, "cannot be told", True),
    ],
)
def test_work_is_done_apart_or_else_here(
    tmp_path: Path, processes: int, fault: str, here: bool
) -> None:
    (tmp_path / "told_apart.py").write_text(TOLD_APART, encoding="utf-8")
    assert run(processes, fault, str(tmp_path), APART) == [here, {"a": 1}]


def test_no_process_is_left_when_nobody_asks_for_its_result(tmp_path: Path) -> None:
    (tmp_path / "told_apart.py").write_text(TOLD_APART, encoding="utf-8")
    assert run(2, "never ends", str(tmp_path), APART) == "none is left"
