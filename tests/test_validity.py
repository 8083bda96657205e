"""Whether every page of the built site is the HTML that it says it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from support import Built, Element, PageFile, by_class, visible_text

LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
ID_REFERENCES = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-flowto",
    "headers",
    "list",
    "form",
)
INTERACTIVE = {"a", "button", "select", "textarea", "label", "summary", "iframe"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@pytest.fixture(scope="module")
def pages(real_build: Built) -> dict[str, PageFile]:
    found = {
        str(path.relative_to(real_build.site)): PageFile(path)
        for path in sorted(real_build.site.rglob("*.html"))
    }
    assert len(found) > 40
    assert any(path.endswith("embed/index.html") for path in found)
    assert "404.html" in found
    return found


def walk(element: Element, above: tuple[Element, ...] = ()) -> Iterator[tuple[Element, ...]]:
    """Yield every element with those that hold it, the innermost last."""
    yield (*above, element)
    for child in element:
        if isinstance(child.tag, str):
            yield from walk(child, (*above, element))


def test_every_page_is_parsed_without_an_error(pages: dict[str, PageFile]) -> None:
    for path, page in pages.items():
        assert page.tree.get("lang"), path  # the strict parse is on the way here
        assert page.html.lstrip().lower().startswith("<!doctype html>"), path


def test_ids_are_unique_and_whatever_names_one_finds_it(pages: dict[str, PageFile]) -> None:
    for path, page in pages.items():
        by_id = {e.get("id"): e for e in page.tree.iter() if e.get("id") is not None}
        counted = Counter(e.get("id") for e in page.tree.iter() if e.get("id") is not None)
        assert [i for i, n in counted.items() if n > 1 or not i or " " in i] == [], path
        for element in page.tree.iter():
            where = f"{path}: {element.tag} {element.attrib}"
            for name in ID_REFERENCES:
                for target in (element.get(name) or "").split():
                    assert target in by_id, where
            if element.tag == "label" and element.get("for") is not None:
                assert by_id[element.get("for")].tag in LABELABLE, where


def test_headings_go_down_one_level_at_a_time(pages: dict[str, PageFile]) -> None:
    for path, page in pages.items():
        main = next(page.tree.iter("main"))
        levels = [HEADINGS.index(e.tag) + 1 for e in main.iter() if e.tag in HEADINGS]
        assert levels, path
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        leaps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert leaps == [], path
        for heading in (e for e in page.tree.iter() if e.tag in HEADINGS):
            assert visible_text(heading), f"{path}: a heading without a word"


def test_landmarks_are_one_of_a_kind_or_have_names(pages: dict[str, PageFile]) -> None:
    for path, page in pages.items():
        assert len(list(page.tree.iter("main"))) == 1, path
        for nav in page.tree.iter("nav"):
            assert nav.get("aria-label") or nav.get("aria-labelledby"), f"{path}: {nav.attrib}"
        main = next(page.tree.iter("main"))
        regions = [
            e.get("aria-label") or e.get("aria-labelledby")
            for e in main.iter()
            if e.tag in ("section", "aside") and (e.get("aria-label") or e.get("aria-labelledby"))
        ]
        assert len(regions) == len(set(regions)), path


def test_what_is_clicked_has_a_name_and_holds_nothing_else_to_click(
    pages: dict[str, PageFile],
) -> None:
    for path, page in pages.items():
        for chain in walk(page.tree):
            element = chain[-1]
            where = f"{path}: {element.tag} {element.attrib}"
            if element.tag in ("a", "button"):
                holders = {e.tag for e in chain[:-1]} & (INTERACTIVE - {"label"})
                assert not holders, where
            if element.tag == "a" and element.get("href") is not None:
                named = (
                    visible_text(element)
                    or element.get("aria-label")
                    or element.get("title")
                    or any(image.get("alt") for image in element.iter("img"))
                )
                assert named, where
            if element.tag == "img":
                assert element.get("alt") is not None, where


def test_tables_have_headers_with_a_scope(pages: dict[str, PageFile]) -> None:
    seen = 0
    for path, page in pages.items():
        for table in page.tree.iter("table"):
            heads = list(table.iter("th"))
            assert heads or by_class(table, "highlighttable"), path
            for head in heads:
                assert head.get("scope") in (None, "col", "row", "colgroup", "rowgroup"), path
            seen += 1
    assert seen > 5
