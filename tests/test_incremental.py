"""A build that begins where the last one ended leaves what a clean build leaves, byte for byte.

One project goes through all edits of the table, with its cache and its site kept from each to the
next. After each it is built and checked, and so is a copy without cache and site.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edits import EDITS
from incremental import Edit, Library, expect_same, run_both

pytestmark = pytest.mark.slow


class History:
    """A project between two edits of the table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = Library.write(folder / "first")
        self.made = 0
        self.warm = False

    def reach(self, number: int) -> None:
        """Have made the edits before one, with cache and site as the builds up to there leave them.

        All is made anew where edits were skipped (by `-k`) or the last comparison failed, so that a
        failure is that of one edit and not of those before it.
        """
        if self.warm and self.made == number:
            return
        self.library.discard_bytecode()
        self.library = Library.write(self.folder / f"from {number}")
        built = max(n for n in range(number + 1) if n == 0 or not EDITS[n - 1].fails)
        for edit in EDITS[:built]:
            edit.make(self.library)
        self.library.run(strict=built == 0 or EDITS[built - 1].strict)
        for edit in EDITS[built:number]:  # which fail, and leave the site of the last that did not
            edit.make(self.library)
            self.library.run()
        self.made = number

    def make(self, edit: Edit) -> None:
        """Make the next edit; cache and site count as spoilt until `trust` is called."""
        edit.make(self.library)
        self.made += 1
        self.warm = False

    def trust(self) -> None:
        """Go on with cache and site as they are."""
        self.warm = True


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    history = History(tmp_path_factory.mktemp("incremental"))
    yield history
    history.library.discard_bytecode()


@pytest.mark.parametrize("number", range(len(EDITS)), ids=[edit.name for edit in EDITS])
def test_build_and_check_after_an_edit_are_those_of_a_clean_copy(
    history: History, number: int
) -> None:
    edit = EDITS[number]
    history.reach(number)
    before = history.library.tree()
    history.make(edit)
    check_first = number % 2 == 1
    if number % 5 == 3:  # what a check keeps serves the build, and the other way round
        name = "check" if check_first else "build"
        (history.library.cache / f"{name}.sqlite").unlink(missing_ok=True)
    kept, clean = run_both(
        history.library, history.folder / "clean", strict=edit.strict, check_first=check_first
    )
    edit.verify(before, clean)
    expect_same(kept, clean, before if edit.fails else clean.site)
    history.trust()


def test_names_of_edits_are_unique() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS)
