"""What one process hands on to the next: nothing is computed twice, and nothing stale is shown."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline import former_graph, graph_cache
from plumbline.flat_graph import NumberLists
from plumbline.graph import Graph
from plumbline.graph_cache import GraphCache, unkept_values
from plumbline.library import briefing, slugs
from plumbline.memo import ABSENT
from plumbline.outputs.metadata import page_metadata
from plumbline.outputs.sitemap import content_date, page_date
from plumbline.project import Mode, Project
from plumbline.project_cache import open_cache
from plumbline.query import (
    Query,
    digest_query,
    find_query,
    firewall_query,
    input_query,
    kept_query,
    query,
)
from plumbline.rules.runner import all_diagnostics
from plumbline.search.records import search_record
from plumbline.site.files import made_files, make_file
from plumbline.site.pages import page_keys, page_view
from plumbline.site.views import Kind
from support import ROOT


class Sign(StrEnum):
    PLUS = "plus"
    MINUS = "minus"


class Cells(Graph):
    """Cells that are set from outside; a text that is no number stands for none."""

    def __init__(self, **cells: str) -> None:
        super().__init__()
        self.cells = cells
        self.computed: list[str] = []

    def set(self, **cells: str) -> None:
        self.cells.update(cells)
        self.advance()


@input_query
def cell(graph: Cells, name: str) -> str:
    return graph.cells.get(name, "")


@kept_query
def number(graph: Cells, name: str) -> int | None:
    graph.computed.append(f"number {name}")
    text = cell(graph, name).strip()
    return int(text) if text.lstrip("-").isdigit() else None


@digest_query
def words(graph: Cells, name: str) -> str:
    graph.computed.append(f"words {name}")
    return " ".join(cell(graph, name).split())


@query
def signed(graph: Cells, name: str, sign: Sign) -> int:
    graph.computed.append(f"signed {name}")
    return (number(graph, name) or 0) * (1 if sign is Sign.PLUS else -1)


@kept_query
def total(graph: Cells, names: tuple[str, ...]) -> int:
    graph.computed.append("total")
    return sum(signed(graph, name, Sign.PLUS) for name in names)


@firewall_query
def parity(graph: Cells, name: str) -> int:
    graph.computed.append(f"parity {name}")
    return (number(graph, name) or 0) % 2


@query
def odd(graph: Cells) -> tuple[str, ...]:
    graph.computed.append("odd")
    return tuple(name for name in AB if parity(graph, name))


@query
def letters(graph: Cells, name: str) -> int:
    graph.computed.append(f"letters {name}")
    return len(words(graph, name))


@query
def doubtful(graph: Cells, name: str) -> str:
    graph.computed.append(f"doubtful {name}")
    text = cell(graph, name)
    if text == "?":
        graph.distrust()
    return text


@kept_query
def unequal(graph: Cells, name: str) -> float:
    graph.computed.append(f"unequal {name}")
    return float("nan") if cell(graph, name) else 0.0


AB = ("a", "b")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a cache? 100 % #1" / "graph.sqlite"


def hand_on(path: Path, first: Cells, **changes: str) -> Cells:
    """End a process and begin the next one, with some cells changed in between."""
    cache = GraphCache(path, "v1")
    cache.load(first)
    total(first, AB), letters(first, "text")
    cache.save(first)
    return begin(path, **{**first.cells, **changes})


def begin(path: Path, fingerprint: str = "v1", **cells: str) -> Cells:
    graph = Cells(**cells)
    GraphCache(path, fingerprint).load(graph)
    graph.computed.clear()
    return graph


def test_nothing_is_computed_when_no_input_has_changed(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"))
    assert total(graph, AB) == 3
    assert graph.computed == []


def test_only_what_used_a_changed_input_is_computed(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"), b="5")
    assert total(graph, AB) == 6
    assert graph.computed == ["number b", "signed b", "total", "signed a"]


def test_a_value_that_was_not_kept_is_computed_when_it_is_asked_for(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"))
    assert letters(graph, "text") == 3
    assert graph.computed == ["letters text", "words text"]


@pytest.mark.parametrize(
    ("changes", "computed"),
    [
        ({"a": " 1 "}, ["number a"]),
        ({"a": "2"}, ["number a", "signed a", "total", "signed b"]),
    ],
)
def test_an_equal_kept_value_stops_a_change(
    path: Path, changes: dict[str, str], computed: list[str]
) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"), **changes)
    total(graph, AB)
    assert graph.computed == computed


@pytest.mark.parametrize(("text", "changed"), [("x y ", False), ("x z", True)])
def test_an_equal_digest_stops_a_change(path: Path, text: str, changed: bool) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"), text=text)
    assert bool(letters.changed(graph, "text")) is changed


def test_what_holds_is_known_without_its_value(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x  y"))
    assert letters.holds(graph, "text")
    assert letters.changed(graph, "text") == 0
    assert graph.computed == []


def test_nothing_is_looked_at_but_inputs_and_what_a_change_reaches(path: Path) -> None:
    first = Cells(a="1", b="2", text="x  y")
    odd(first)
    graph = hand_on(path, first)
    assert {find_query(key[0]).is_input for key in graph.memos} == {True}
    assert (total.holds(graph, AB), odd.holds(graph)) == (True, True)
    again = begin(path, **{**first.cells, "a": "3"})
    reached = {find_query(key[0]).name.partition(":")[2] for key in again.memos}
    assert reached == {"cell", "number", "signed", "total", "parity"}  # and not `odd`
    assert odd.holds(again)
    assert odd(again) == ("a",)


@query
def plain(graph: Cells, name: str) -> int:
    return parity(graph, name)


@firewall_query
def early(graph: Cells) -> str:
    graph.computed.append("early")
    return f"{cell(graph, 'a')} {plain(graph, 'a')}"


@kept_query
def late(graph: Cells) -> int:
    return 10 * plain(graph, "a")


@pytest.mark.parametrize("asked", [(early, late), (late, early)])
def test_a_value_made_while_firewalls_are_settled_is_not_taken_for_the_former_one(
    path: Path, asked: tuple[Query[Cells, [], Any], ...]
) -> None:
    first, cache = Cells(a="1"), GraphCache(path, "v1")
    for one in asked:
        one(first)
    cache.save(first)
    again = begin(path, a="2")
    assert (late(again), early(again)) == (0, "2 0")


@kept_query
def has_words(graph: Cells) -> bool:
    return cell(graph, "a") != "" and plain(graph, "a") >= 0


@kept_query
def both(graph: Cells) -> int:
    return 10 * plain(graph, "a") + has_words(graph)


@firewall_query
def beyond(graph: Cells) -> str:
    return f"{cell(graph, 'a')} {both(graph)}"


def test_what_was_looked_past_while_firewalls_are_settled_is_looked_at_again(path: Path) -> None:
    first, cache = Cells(a="1"), GraphCache(path, "v1")
    both(first), parity(first, "a"), beyond(first)
    cache.save(first)
    again = begin(path, a="2")
    assert (both(again), beyond(again)) == (1, "2 1")


@firewall_query
def named(graph: Cells) -> str:
    return f"{cell(graph, 'a')} of {signed(graph, 'b', Sign.PLUS)}"


@query
def counted(graph: Cells) -> int:
    return signed(graph, "b", Sign.PLUS)


def test_what_rests_on_no_change_is_what_it_was_when_a_changed_firewall_asks(path: Path) -> None:
    first, cache = Cells(a="1", b="2"), GraphCache(path, "v1")
    assert (named(first), counted(first)) == ("1 of 2", 2)
    cache.save(first)
    again = begin(path, a="3", b="2")
    assert named(again) == "3 of 2"  # for which the plain value was computed
    assert (signed.changed(again, "b", Sign.PLUS), counted.changed(again)) == (0, 0)


@firewall_query
def chosen(graph: Cells) -> int:
    return (number(graph, cell(graph, "which")) or 0) % 2


@query
def shown(graph: Cells, name: str) -> str:
    return f"{name} {chosen(graph)}"


def test_what_rests_no_longer_on_what_nobody_asks_for_is_kept(path: Path) -> None:
    first, cache = Cells(a="1", b="3", which="a"), GraphCache(path, "v1")
    shown(first, "x")
    cache.save(first)
    cache = GraphCache(path, "v1")
    cache.load(again := Cells(a="2", b="3", which="b"))
    assert shown(again, "x") == "x 1"
    cache.save(again)  # nobody has asked for the number in a
    assert shown.holds(begin(path, **again.cells), "x")


def test_numbers_of_what_is_forgotten_are_given_to_what_is_new(path: Path) -> None:
    for step in range(20):
        cache, graph = GraphCache(path, "v1"), Cells(a=str(step))
        cache.load(graph)
        assert signed(graph, "a", Sign.PLUS) == step
        assert letters(graph, f"text {step}") == 0
        assert cache.save(graph)
    with sqlite3.connect(path) as connection:
        (largest,) = connection.execute("SELECT max(id) FROM value").fetchone()
    assert largest < 12
    again = begin(path, a="19")
    assert (signed(again, "a", Sign.PLUS), letters(again, "text 19")) == (19, 0)
    assert letters.holds(again, "text 19")
    assert not letters.holds(again, "text 18")


def test_arguments_come_back_as_what_they_were(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text=""), a="7")
    assert signed(graph, "a", Sign.MINUS) == -7
    assert total(graph, AB) == 9  # the enumeration is one again: else PLUS would be taken for MINUS


def test_what_may_be_otherwise_another_time_is_not_kept(path: Path) -> None:
    graph, cache = Cells(a="?", b="!"), GraphCache(path, "v1")
    doubtful(graph, "a"), doubtful(graph, "b")
    cache.save(graph)
    again = begin(path, a="?", b="!")
    assert (doubtful.holds(again, "a"), doubtful.holds(again, "b")) == (False, True)


def test_a_value_that_json_would_change_is_computed_again(path: Path) -> None:
    graph, cache = Cells(a="1"), GraphCache(path, "v1")
    unequal(graph, "a"), unequal(graph, "b")
    assert unkept_values(graph) == ["test_graph_cache:unequal"]
    cache.save(graph)
    again = begin(path, a="1")
    assert str(unequal(again, "a")) == "nan"
    assert unequal(again, "b") == 0.0
    assert again.computed == ["unequal a"]


TOTAL = "test_graph_cache:whole"


@kept_query
def whole(graph: Cells) -> int:
    return sum(number(graph, name) or 0 for name in ("a", "b"))


@pytest.mark.parametrize("likely", [[], ["b"], ["c", "a"]])
def test_an_answer_is_known_while_no_input_has_changed(path: Path, likely: list[str]) -> None:
    graph, cache = Cells(a="1", b="2"), GraphCache(path, "v1")
    assert cache.answer(graph, TOTAL, int) is None
    whole(graph)
    assert cache.save(graph)
    assert GraphCache(path, "v1").answer(Cells(a="1", b="2"), TOTAL, int, likely) == 3
    assert GraphCache(path, "v1").answer(Cells(a="1", b="3"), TOTAL, int, likely) is None
    assert GraphCache(path, "v1").answer(Cells(a="2", b="2"), TOTAL, int, likely) is None
    assert GraphCache(path, "v2").answer(Cells(a="1", b="2"), TOTAL, int) is None
    assert GraphCache(path, "v1").answer(Cells(a="1", b="2"), "other:name", int) is None


def test_an_answer_that_was_damaged_is_not_given(path: Path) -> None:
    graph, cache = Cells(a="1", b="2"), GraphCache(path, "v1")
    whole(graph)
    cache.save(graph)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE value SET body = '4' WHERE body = CAST('3' AS BLOB)")
        assert connection.total_changes == 1
    assert GraphCache(path, "v1").answer(Cells(a="1", b="2"), TOTAL, int) is None


def test_what_is_no_longer_asked_for_is_forgotten(path: Path) -> None:
    graph = hand_on(path, Cells(a="1", b="2", text="x"))
    cache = GraphCache(path, "v1")
    cache.load(again := Cells(a="3", b="2", text="x"))
    assert total(again, AB) == 5
    cache.save(again)
    assert total.holds(graph, AB)
    last = begin(path, a="3", b="2", text="x")
    assert (total.holds(last, AB), letters.holds(last, "text")) == (True, False)


def test_what_a_part_did_not_ask_for_stays(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    cache = GraphCache(path, "v1")
    cache.load(again := Cells(a="3", b="2", text="x"))
    assert total(again, AB) == 5
    cache.save(again, whole=False)
    last = begin(path, a="3", b="2", text="x")
    assert (total.holds(last, AB), letters.holds(last, "text")) == (True, True)


def test_what_another_process_was_asked_for_is_not_forgotten(path: Path) -> None:
    cells = hand_on(path, Cells(a="1", b="2", text="x")).cells
    cache, parent = GraphCache(path, "v1"), Cells(**{**cells, "a": "3"})
    cache.load(parent)
    child = begin(path, **parent.cells)  # as it is after a fork
    child.record()
    assert (total(child, AB), letters.changed(child, "text")) == (5, 0)
    parent.take_in(child.take_out(values=False))
    cache.save(parent)
    last = begin(path, **parent.cells)
    assert (total.holds(last, AB), letters.holds(last, "text")) == (True, True)


def test_digest_of_a_value_before_the_last_is_not_compared_with(path: Path) -> None:
    cells = hand_on(path, Cells(a="1", b="2", text="x")).cells
    cache, parent = GraphCache(path, "v1"), Cells(**{**cells, "text": "y z"})
    cache.load(parent)
    child = begin(path, **parent.cells)
    child.record()
    letters(child, "text"), total(child, AB)
    parent.take_in(child.take_out(values=False))  # without the words
    cache.save(parent)
    before = words.changed(parent, "text")
    parent.set(**cells)
    assert words.changed(parent, "text") > before
    parent.set(text="y z")
    last = begin(path, **cells)  # as it was at first
    assert letters.changed(last, "text") > 0


@pytest.mark.parametrize("elsewhere", [False, True])
def test_digest_of_a_value_that_was_let_go_is_kept(path: Path, elsewhere: bool) -> None:
    cache, parent = GraphCache(path, "v1"), Cells(text="x y")
    cache.load(parent)
    child = Cells(text="x y") if elsewhere else parent
    child.record()
    assert letters(child, "text") == 3
    child.let_go([words.key("text")], about={"text"})
    if elsewhere:
        parent.take_in(child.take_out(values=False))
    cache.save(parent)
    last = begin(path, text="x  y")  # the words are the same
    assert letters.changed(last, "text") == 0
    assert last.computed == ["words text"]


def test_a_change_stops_at_a_value_that_was_let_go_and_is_the_same() -> None:
    graph = Cells(text="x y")
    assert letters(graph, "text") == 3
    graph.let_go([words.key("text")], about={"text"})
    graph.set(text="x  y")
    assert letters(graph, "text") == 3
    graph.let_go([words.key("text")], about={"text"})
    graph.set(text="x yz")
    assert letters(graph, "text") == 4
    assert graph.computed == [
        "letters text",
        "words text",
        "words text",
        "words text",
        "letters text",
    ]


def test_what_another_process_found_to_hold_is_not_forgotten(path: Path) -> None:
    cells = hand_on(path, Cells(a="1", b="2", text="x  y")).cells
    cache, parent = GraphCache(path, "v1"), Cells(**{**cells, "a": " 1", "text": "x y"})
    cache.load(parent)
    child = begin(path, **parent.cells)
    child.record()
    assert (total(child, AB), letters(child, "text")) == (3, 3)
    parent.take_in(child.take_out(values=False))
    assert (total.holds(parent, AB), letters.holds(parent, "text")) == (True, True)
    cache.save(parent)
    last = begin(path, **parent.cells)
    assert (total.holds(last, AB), letters.holds(last, "text")) == (True, True)


def test_what_was_not_brought_up_to_date_is_not_taken_for_what_holds(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    cache = GraphCache(path, "v1")
    cache.load(again := Cells(a="3", b="2", text="longer"))
    assert total(again, AB) == 5
    cache.save(again, whole=False)  # nobody asked for the letters of the text
    last = begin(path, a="3", b="2", text="longer")
    assert letters(last, "text") == 6


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    path.write_bytes(bytes(os.urandom(path.stat().st_size)))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def put_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def run_sql(text: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(text)

    damage.__name__ = text
    return damage


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        overwrite,
        empty,
        put_folder,
        run_sql("DROP TABLE value"),
        run_sql("DROP TABLE graph"),
        run_sql("DELETE FROM graph WHERE name = 'generation'"),
        run_sql("UPDATE graph SET body = x'00' WHERE name = 'queries'"),
        run_sql("UPDATE graph SET body = x'00' WHERE name = 'used'"),
        run_sql("UPDATE graph SET body = 7"),
        run_sql("UPDATE value SET body = '5'"),
        run_sql("UPDATE value SET body = x'35'"),
        run_sql("UPDATE value SET digest = NULL"),
        run_sql("UPDATE value SET id = id + 1000"),
    ],
)
def test_a_damaged_file_costs_time_and_nothing_else(
    path: Path, damage: Callable[[Path], None]
) -> None:
    hand_on(path, Cells(a="1", b="2", text="x  y"))
    damage(path)
    cache = GraphCache(path, "v1")
    cache.load(graph := Cells(a="1", b="5", text="x  y"))
    assert (total(graph, AB), letters(graph, "text")) == (6, 3)
    cache.save(graph)
    if damage is not put_folder:  # which stays as it is: it is not ours
        again = begin(path, a="1", b="5", text="x  y")
        assert total(again, AB) == 6
        assert again.computed == []


def test_a_graph_whose_inputs_cannot_be_looked_at_begins_anew(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    cache, graph = GraphCache(path, "v1"), Cells(a="1", b="3", text="x")
    cells, graph.cells = graph.cells, None  # type: ignore[assignment]
    assert not cache.load(graph)
    graph.cells = cells
    assert total(graph, AB) == 4
    assert cache.save(graph, whole=False)
    assert total(begin(path, **cells), AB) == 4


def test_a_file_of_another_version_is_not_read(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    graph = begin(path, "v2", a="1", b="2", text="x")
    assert not total.holds(graph, AB)


def test_of_two_processes_that_end_the_first_is_kept(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    one, other = GraphCache(path, "v1"), GraphCache(path, "v1")
    one.load(first := Cells(a="3", b="2", text="x"))
    other.load(second := Cells(a="4", b="2", text="x"))
    assert (total(first, AB), total(second, AB)) == (5, 6)
    assert one.save(first)
    assert letters(second, "text") == 1  # whose value it no longer takes from the file
    assert not other.save(second)
    again = begin(path, a="3", b="2", text="x")
    assert total(again, AB) == 5
    assert again.computed == []


def test_a_change_while_the_file_is_written_is_seen_by_the_next_process(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, cache, flatten = Cells(a="1", b="2"), GraphCache(path, "v1"), former_graph.flatten

    def flatten_late(*args: Any) -> NumberLists:
        graph.set(a="9")  # as in a preview, whose author saves again
        return flatten(*args)

    monkeypatch.setattr(graph_cache, "flatten", flatten_late)
    assert total(graph, AB) == 3
    assert cache.save(graph)
    assert total(begin(path, **graph.cells), AB) == 11


class StoppedError(Exception):
    """Raised to give up the writing of a file."""


def is_free(lock: threading.RLock) -> bool:
    """Return whether another thread can take a lock: this one could, even if it held it."""

    def take() -> bool:
        taken = lock.acquire(blocking=False)
        if taken:
            lock.release()
        return taken

    with ThreadPoolExecutor(1) as other:
        return other.submit(take).result()


def test_a_file_whose_writing_is_given_up_holds_what_it_held(path: Path) -> None:
    hand_on(path, Cells(a="1", b="2", text="x"))
    graph, cache, passed = Cells(a="1", b="2", text="x"), GraphCache(path, "v1"), 0
    assert cache.load(graph)
    graph.set(a="4")
    assert total(graph, AB) == 6

    def stop_after(calls: int) -> Callable[[], None]:
        left = iter(range(calls))

        def checkpoint() -> None:
            if next(left, None) is None:
                raise StoppedError

        return checkpoint

    while True:  # after each of the places where it can be given up
        try:
            assert cache.save(graph, checkpoint=stop_after(passed))
        except StoppedError:
            passed += 1
            former = begin(path, a="1", b="2", text="x")
            assert (total(former, AB), former.computed) == (3, [])
            assert is_free(graph.lock)
        else:
            break
    assert passed > 5
    again = begin(path, a="4", b="2", text="x")
    assert total(again, AB) == 6
    assert again.computed == []


def test_a_disk_that_takes_nothing_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    cache = GraphCache(tmp_path / "cache" / "graph.sqlite", "v1")
    cache.load(graph := Cells(a="1", b="2"))
    assert total(graph, AB) == 3
    assert not cache.save(graph)
    assert (tmp_path / "cache").read_text(encoding="utf-8").startswith("a file")


TEXTS = st.sampled_from(["", "0", "1", " 1", "1 ", "2", "12", "?", "x y", "x  y"])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "text"]), TEXTS, st.booleans()), max_size=12))
def test_any_run_of_changes_gives_what_a_new_graph_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, bool]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "graph.sqlite"
    cache, graph = GraphCache(path, "v1"), Cells()
    for name, text, restarts in steps:
        graph.set(**{name: text})
        if restarts:
            cells = graph.cells
            cache.save(graph, whole=len(text) > 1)
            cache, graph = GraphCache(path, "v1"), Cells(**cells)
            cache.load(graph)
        fresh = Cells(**graph.cells)
        if text != "?":  # some are not asked for between two changes
            assert total(graph, AB) == total(fresh, AB)
        assert doubtful(graph, "a") == doubtful(fresh, "a")
        assert odd(graph) == odd(fresh)
        assert letters(graph, name) == letters(fresh, name)


@pytest.fixture(params=["briefings", "tests/sites/hard/briefings"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of our own briefings, and one of briefings full of mistakes."""
    shutil.copytree(ROOT / request.param, tmp_path / "briefings")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for path in (tmp_path, *tmp_path.rglob("*")):  # none of which may change in this very moment
        os.utime(path, (10**9, 10**9))
    return tmp_path


def test_a_graph_without_a_file_begins_with_what_the_first_usable_other_one_knows(
    path: Path,
) -> None:
    path.parent.mkdir()
    for name, text in (("second", "1"), ("first", "2"), ("foreign", "3")):
        graph, other = Cells(a=text), path.with_name(name)
        total(graph, ("a",))
        GraphCache(other, "v0" if name == "foreign" else "v1").save(graph)
    (path.with_name("broken")).write_bytes(b"no database")
    path.with_name(f".{path.name}.4711").write_bytes(b"left by a process that was killed")
    others = [path.with_name(name) for name in ("gone", "broken", "foreign", "first", "second")]
    before = {other: other.read_bytes() for other in others if other.exists()}
    graph = Cells(a="2")
    cache = GraphCache(path, "v1", others)
    assert cache.load(graph)
    assert cache.is_copy
    assert (total(graph, ("a",)), graph.computed) == (2, [])
    assert number(graph, "b") is None
    assert cache.save(graph)
    assert {other: other.read_bytes() for other in before} == before
    assert {file.name for file in path.parent.iterdir()} == {path.name, *(o.name for o in before)}
    own = GraphCache(path, "v1", others)
    assert own.load(Cells(a="2"))
    assert not own.is_copy


@pytest.mark.parametrize("mine", [b"", b"no database", None])
def test_a_graph_without_any_usable_file_begins_anew(path: Path, mine: bytes | None) -> None:
    path.parent.mkdir()
    other = path.with_name("other")
    other.write_bytes(b"no database")
    if mine is not None:
        path.write_bytes(mine)
    cache, graph = GraphCache(path, "v1", [other]), Cells(a="1")
    assert not cache.load(graph)
    assert total(graph, ("a",)) == 1
    assert cache.save(graph)
    assert GraphCache(path, "v1").load(Cells(a="1"))


def test_a_second_check_of_a_library_computes_nothing(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Project(library, Mode.CHECK)
    cache = open_cache(first)
    found = all_diagnostics(first)
    assert unkept_values(first) == []
    cache.save(first)
    second = Project(library, Mode.CHECK)
    assert open_cache(second).load(second)

    def compute(*_: object, **__: object) -> None:
        raise AssertionError("a value was computed again")

    monkeypatch.setattr(Graph, "_compute", compute)
    again = all_diagnostics(second)
    assert again == found
    assert [d.source_line for d in again] == [d.source_line for d in found]


BUILD, CHECK, PREVIEW = Mode.BUILD, Mode.CHECK, Mode.PREVIEW


def everything(project: Project) -> dict[str, object]:
    """Return all that is found and shown of a library, or why it cannot be shown."""
    shown: dict[str, object] = {"diagnostics": all_diagnostics(project)}
    for key in page_keys(project):
        shown[key.uri] = (
            page_view(project, key.kind, key.key),
            page_metadata(project, key.kind, key.key),
            search_record(project, key.kind, key.key),
            page_date(project, key.kind, key.key),
        )
    return shown | {address: make_file(project, address) for address in made_files(project)}


FORMER = {"site_url": "https://former.example/", "site_name": "Former"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("former", "latter", "changed"),
    [
        (BUILD, PREVIEW, "mode"),
        (PREVIEW, BUILD, "mode"),
        (CHECK, BUILD, "mode"),
        (BUILD, PREVIEW, "site_url"),
        (CHECK, BUILD, "site_name"),
        (PREVIEW, BUILD, "day"),
    ],
)
def test_what_one_mode_has_found_out_serves_another(
    library: Path, former: Mode, latter: Mode, changed: str
) -> None:
    draft = max((library / "briefings").glob("*/index.md"))
    draft.write_text(draft.read_text().replace("status: published", "status: draft"))
    day = dt.date(2026, 11, 20)
    first = Project(library, former, day, **FORMER)
    cache = open_cache(first)
    everything(first)
    assert cache.save(first)
    if changed == "day":
        day = dt.date(2030, 1, 1)
    site = {**FORMER, changed: "https://latter.example/"} if changed in FORMER else FORMER
    second, alone = (Project(library, latter, day, **site) for _ in range(2))
    assert open_cache(second).load(second)
    assert everything(second) == everything(alone)


def test_another_day_does_not_have_briefings_checked_again(library: Path) -> None:
    first = Project(library, Mode.CHECK, dt.date(2030, 1, 1))
    cache = open_cache(first)
    found = all_diagnostics(first)
    cache.save(first)
    second = Project(library, Mode.CHECK, dt.date(2030, 1, 2))
    assert open_cache(second).load(second)
    assert all_diagnostics(second) == found
    assert not [
        key[1]
        for key, memo in second.memos.items()
        if key[0] is briefing.function and memo.value is not ABSENT
    ]


@pytest.mark.parametrize("library", ["briefings"], indirect=True)
def test_a_changed_text_has_no_other_briefing_read_again(library: Path) -> None:
    first = Project(library, Mode.CHECK)
    cache = open_cache(first)
    all_diagnostics(first)
    cache.save(first)
    edited = slugs(first)[1]
    with (library / "briefings" / edited / "index.md").open("a") as file:
        file.write("\nA sentence more.\n")
    second = Project(library, Mode.CHECK)
    assert open_cache(second).load(second)
    all_diagnostics(second)
    read = [
        key[1]
        for key, memo in second.memos.items()
        if key[0] is briefing.function and memo.value is not ABSENT
    ]
    assert read == [(edited,)]


def test_every_page_of_a_library_can_be_kept(library: Path) -> None:
    project = Project(library, Mode.PREVIEW, site_url="https://example.org/")
    for key in page_keys(project):
        page_view(project, key.kind, key.key)
        page_metadata(project, key.kind, key.key)
        search_record(project, key.kind, key.key)
        page_date(project, key.kind, key.key)
    for address in made_files(project):
        make_file(project, address)
    assert unkept_values(project) == []


def test_day_of_a_page_without_its_text_is_that_of_what_it_shows(library: Path) -> None:
    project = Project(library, Mode.BUILD, site_url="https://example.org/")
    keys = [key for key in page_keys(project) if key.kind in (Kind.BRIEFING, Kind.SOURCE)]
    days = {key: page_date(project, key.kind, key.key) for key in keys}
    shown = {key: content_date(page_view(project, key.kind, key.key)) for key in keys}
    assert days == shown
    assert {key.kind for key, day in days.items() if day} == {Kind.BRIEFING, Kind.SOURCE}
