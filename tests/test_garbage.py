"""When garbage is collected in processes that go on."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from plumbline.garbage import collect_recent, set_aside


class Link:
    """Holds another one, or itself."""

    other: Link | None = None


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def make_circle() -> weakref.ref[Link]:
    """Return a reference to what nobody else holds."""
    link = Link()
    link.other = link
    return weakref.ref(link)


def test_what_is_new_and_held_by_nobody_goes() -> None:
    circle = make_circle()
    set_aside()
    assert circle() is None


def test_what_was_there_is_left_alone_until_it_is_thawed() -> None:
    link = Link()
    link.other = link
    seen = weakref.ref(link)
    set_aside()
    del link
    set_aside()
    assert seen() is not None
    gc.unfreeze()
    gc.collect()
    assert seen() is None


@pytest.mark.parametrize(("collecting", "gone"), [(False, True), (True, False)])
def test_where_python_collects_garbage_nobody_else_does(collecting: bool, gone: bool) -> None:
    gc.disable()
    circle = make_circle()
    try:
        if collecting:
            gc.enable()
        collect_recent()
    finally:
        gc.enable()
    assert (circle() is None) == gone
