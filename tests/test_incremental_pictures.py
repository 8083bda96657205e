"""Pictures, papers and cards after an edit are those of a clean build, byte for byte.

One project goes through a few edits with a browser, and is held against a clean copy after each.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from edits.printed import PRINTED
from incremental import Edit, Library, expect_same, run_both

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, browser_path: str) -> Iterator[Library]:
    library = Library.write(tmp_path_factory.mktemp("pictures") / "first")
    library.browser, library.env["PLUMBLINE_REQUIRE_PICTURES"] = browser_path, "1"
    library.run()
    yield library
    library.discard_bytecode()


@pytest.mark.parametrize("edit", PRINTED, ids=[edit.name for edit in PRINTED])
def test_what_is_printed_after_an_edit_is_that_of_a_clean_copy(
    library: Library, edit: Edit
) -> None:
    before = library.tree()
    edit.make(library)
    kept, clean = run_both(library, library.root.parent / "clean")
    edit.verify(before, clean)
    expect_same(kept, clean)
