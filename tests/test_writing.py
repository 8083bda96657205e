"""Files of a site: written where they change, shared with the former site where they do not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plumbline.adapters.writing import copy_changed, link_or_write, make_own, write_changed
from support import Site


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A file of the former site."""
    path = tmp_path / "site" / "a" / "index.html"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"former")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where it goes, in a folder that nobody has made yet."""
    return tmp_path / "fresh" / "a" / "index.html"


def copy(content: bytes, target: Path) -> None:
    source = target.with_name("source")
    source.write_bytes(content)
    copy_changed(source, target)


def write_apart(content: bytes, target: Path) -> None:
    make_own(target)
    target.write_bytes(content)


def test_a_file_that_is_taken_is_the_same_file(former: Path, target: Path) -> None:
    link_or_write(former, b"former", target)
    assert target.samefile(former)


def test_it_takes_the_place_of_what_is_there(former: Path, target: Path) -> None:
    write_changed(b"other", target)
    link_or_write(former, b"former", target)
    assert target.samefile(former)


@pytest.mark.parametrize("write", [write_changed, copy, write_apart])
def test_what_is_written_over_it_leaves_the_former_site_alone(
    former: Path, target: Path, write: Callable[[bytes, Path], None]
) -> None:
    link_or_write(former, b"former", target)
    write(b"present", target)
    assert (former.read_bytes(), target.read_bytes()) == (b"former", b"present")


@pytest.mark.parametrize("write", [write_changed, copy])
def test_a_file_that_holds_the_same_is_left_alone(
    former: Path, target: Path, write: Callable[[bytes, Path], None]
) -> None:
    link_or_write(former, b"former", target)
    write(b"former", target)
    assert target.samefile(former)


def test_a_symbolic_link_is_not_followed_into_the_site(former: Path, target: Path) -> None:
    link = former.with_name("link.html")
    link.symlink_to(former)
    link_or_write(link, b"former", target)
    assert not target.samefile(former)
    assert not target.is_symlink()
    assert target.read_bytes() == b"former"


def test_without_second_names_the_file_is_written(
    former: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("not on this disk")

    monkeypatch.setattr(os, "link", refuse)
    link_or_write(former, b"former", target)
    assert not target.samefile(former)
    assert target.read_bytes() == b"former"


@pytest.mark.slow
def test_a_first_build_that_fails_keeps_what_it_has_found_out(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="See [this](nowhere.md).\n")
    site.build(code=1)
    assert (site.root / ".cache" / "plumbline" / "build.sqlite").is_file()


@pytest.mark.slow
def test_a_build_that_fails_leaves_the_former_site_to_take_from(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("steady").briefing("ports", body="All is well.\n")
    page = site.build().site / "briefings" / "steady" / "index.html"
    page_before = page.stat().st_ino
    site.briefing("ports", body="See [this](nowhere.md).\n").build(code=1)
    site.briefing("ports", body="See nothing.\n").build()
    assert page.stat().st_ino == page_before
