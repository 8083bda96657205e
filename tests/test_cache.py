"""What is kept between runs is not trusted: damaged, foreign or old, it costs time alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from edits.base import CRUDE, PORTS, SOURCES, replace_unnoticed
from incremental import CACHE, Library, Outcome, expect_same

pytestmark = pytest.mark.slow

GROWTH = 1.03
"""How many times its first size the cache may have after ten edits of one body, all as long.

What is kept of the present state has one size, but for the unit in which files grow; this is room
for two or three units of 4 KiB in some 400 kB. The library is small and one briefing of seven is
edited, so that nine former states of its page, or of what was found in it, are more than that.
"""


@dataclass(frozen=True)
class Warm:
    """A project that has been built and checked, and then edited.

    Attributes:
        library: the project after the edit.
        kept: folders as the runs before the edit left them: cache and site.
        earlier: the cache of a state before that.
        foreign: the cache of another project, whose files have the same names, sizes and times.
        clean: what a copy of the project without cache and site gives.
    """

    library: Library
    kept: Path
    earlier: Path
    foreign: Path
    clean: Outcome

    def restore(self) -> None:
        """Put cache and site back as the runs before the edit left them."""
        self.library.forget()
        for name in (CACHE, "site"):
            shutil.copytree(self.kept / name, self.library.root / name)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    folder = tmp_path_factory.mktemp("cache")
    library = Library.write(folder)
    library.run()
    earlier, foreign, kept = (folder / name for name in ("earlier", "foreign", "kept"))
    shutil.copytree(library.cache, earlier)
    other = library.copy(folder / "other")
    replace_unnoticed(other.root / CRUDE, "A reader", "A banker", in_place=True)
    replace_unnoticed(other.root / PORTS, "Fees fell", "Fees rose", in_place=True)
    replace_unnoticed(other.root / SOURCES, "What pilots saw", "What pilots ate", in_place=True)
    other.run()
    shutil.copytree(other.cache, foreign)
    library.edit(PORTS, ("Fees fell", "Fees sank"))
    library.run()
    for name in (CACHE, "site"):
        shutil.copytree(library.root / name, kept / name)
    library.edit(PORTS, ("Fees sank", "Fees tumbled"))
    clean = library.copy(folder / "clean").run(apart=True)
    assert clean.build.code == 0, clean.build.log
    yield Warm(library, kept, earlier, foreign, clean)
    library.discard_bytecode()


def expect_clean(library: Library, clean: Outcome, *, check_first: bool) -> None:
    """Expect that a build and a check give what they give without a cache."""
    found = library.run(check_first=check_first)
    assert "Traceback" not in found.build.log + found.check.log
    expect_same(found, clean)


# --- Damage


def files_below(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def each_file(damage: Callable[[bytes], bytes]) -> Callable[[Warm, Path], None]:
    """Return what replaces the content of each file of a cache."""

    def apply(_: Warm, cache: Path) -> None:
        for path in files_below(cache):
            path.write_bytes(damage(path.read_bytes()))

    return apply


def _noise(content: bytes) -> bytes:
    return random.Random(6).randbytes(len(content))  # noqa: S311  (noise, no secret)


def _flip_a_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return (
        content[:middle]
        + bytes(b ^ 1 for b in content[middle : middle + 1])
        + content[middle + 1 :]
    )


def put_folders_in_place(_: Warm, cache: Path) -> None:
    """Make each file one that cannot be read, by root neither."""
    for path in files_below(cache):
        path.unlink()
        path.mkdir()
        (path / "inside").write_text("a file")


def exchange_files(_: Warm, cache: Path) -> None:
    """Give each file the content of the next one."""
    files = files_below(cache)
    contents = [path.read_bytes() for path in files]
    for path, content in zip(files, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)


def put_in_place(name: str) -> Callable[[Warm, Path], None]:
    """Return what puts another cache in the place of the project's."""

    def apply(warm: Warm, cache: Path) -> None:
        shutil.rmtree(cache)
        shutil.copytree(getattr(warm, name), cache)

    return apply


def put_file_in_place(_: Warm, cache: Path) -> None:
    shutil.rmtree(cache)
    cache.write_text("a file")


DAMAGES: dict[str, Callable[[Warm, Path], None]] = {
    "none": lambda *_: None,
    "files cut in half": each_file(lambda content: content[: len(content) // 2]),
    "files full of noise": each_file(_noise),
    "files with one bit flipped": each_file(_flip_a_bit),
    "files emptied": each_file(lambda _: b""),
    "files longer than they were": each_file(lambda content: content + content[-100:]),
    "folders in place of files": put_folders_in_place,
    "files exchanged with one another": exchange_files,
    "the cache of another project": put_in_place("foreign"),
    "the cache of an earlier state": put_in_place("earlier"),
    "a file in place of the folder": put_file_in_place,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_build_and_check_do_not_trust_the_cache(warm: Warm, damage: str) -> None:
    warm.restore()
    assert files_below(warm.library.cache), "nothing is kept that could be damaged"
    DAMAGES[damage](warm, warm.library.cache)
    expect_clean(warm.library, warm.clean, check_first=False)


@pytest.mark.parametrize("damage", DAMAGES)
def test_check_does_not_trust_the_cache_nor_a_build_after_it(warm: Warm, damage: str) -> None:
    warm.restore()
    DAMAGES[damage](warm, warm.library.cache)
    expect_clean(warm.library, warm.clean, check_first=True)


def test_project_may_be_moved_with_its_cache(warm: Warm, tmp_path: Path) -> None:
    warm.restore()
    moved = warm.library.copy(tmp_path / "moved")
    for name in (CACHE, "site"):
        (warm.library.root / name).rename(moved.root / name)
    expect_clean(moved, warm.clean, check_first=False)


def test_folder_of_the_cache_may_be_a_link(warm: Warm, tmp_path: Path) -> None:
    warm.restore()
    (warm.library.root / CACHE).rename(tmp_path / "elsewhere")
    (warm.library.root / CACHE).symlink_to(tmp_path / "elsewhere")
    try:
        expect_clean(warm.library, warm.clean, check_first=False)
    finally:
        (warm.library.root / CACHE).unlink()


# --- Size


def size(folder: Path) -> int:
    """Return the bytes of all files of a folder."""
    return sum(path.stat().st_size for path in files_below(folder))


def test_cache_does_not_grow_with_every_edit(tmp_path: Path) -> None:
    library = Library.write(tmp_path)
    sizes = []
    for year in range(1990, 2000):
        former = "dredged" if year == 1990 else f"dredged in {year - 1}"
        library.edit(PORTS, (f"{former}. ![", f"dredged in {year}. !["))
        outcome = library.run(strict=False)
        assert outcome.build.code == 0, outcome.build.log
        sizes.append(size(library.cache))
    library.discard_bytecode()
    assert sizes[-1] <= GROWTH * sizes[0], sizes
