"""Parts that pages have in common are rendered once a folder, and never for another's place."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from markupsafe import Markup

from plumbline.adapters.shared_parts import SharedParts


def _parts(*entered: str) -> tuple[SharedParts, list[str]]:
    nav = SimpleNamespace(pages=[SimpleNamespace(url=url, title=url) for url in entered])
    return SharedParts(cast("Any", nav)), []


def _renderer(said: list[str], words: str) -> Callable[[], Markup]:
    def render() -> Markup:
        said.append(words)
        return Markup(words)  # noqa: S704  (a constant)

    return render


@pytest.mark.parametrize(
    ("first", "second", "rendered"),
    [
        # Pages of one folder are as far from everything.
        ("sources/a/", "sources/b/", 1),
        ("charts/a/one/", "charts/a/two/", 1),
        # Another folder has other addresses, even where it is as deep.
        ("sources/a/", "authors/a/", 2),
        ("charts/a/one/", "charts/b/one/", 2),
        # Listings mark themselves, and the home page is nowhere below.
        ("sources/", "topics/", 2),
        ("", "", 2),
        # What is in the navigation marks itself.
        ("guide/a/", "guide/b/", 2),
        ("guide/a/more/", "guide/a/again/", 1),
        ("guide/", "guide/", 2),
    ],
)
def test_a_part_is_rendered_once_for_all_pages_of_a_folder(
    first: str, second: str, rendered: int
) -> None:
    parts, said = _parts("", "sources/", "topics/", "guide/", "guide/a/")
    for url in (first, second):
        page = cast("Any", SimpleNamespace(url=url))
        assert parts("header", page, caller=_renderer(said, url)) == said[-1]
    assert len(said) == rendered


def test_each_part_and_what_else_it_shows_counts() -> None:
    parts, said = _parts("")
    page = cast("Any", SimpleNamespace(url="sources/a/"))
    asked: list[tuple[str, tuple[str | None, ...]]] = [
        ("header", ()),
        ("footer", ("feed.xml",)),
        ("footer", (None,)),
        ("footer", ("feed.xml",)),
    ]
    shown = [
        parts(name, page, *more, caller=_renderer(said, f"{name} {more}")) for name, more in asked
    ]
    assert shown == ["header ()", "footer ('feed.xml',)", "footer (None,)", "footer ('feed.xml',)"]
    assert len(said) == 3


def test_what_is_no_page_is_rendered_each_time() -> None:
    parts, said = _parts("")
    for words in ("once", "again"):
        assert parts("header", None, caller=_renderer(said, words)) == words


def test_a_new_title_in_the_navigation_is_shown() -> None:
    entered = SimpleNamespace(url="guide/", title="Guide")
    parts, said = SharedParts(cast("Any", SimpleNamespace(pages=[entered]))), list[str]()
    page = cast("Any", SimpleNamespace(url="sources/a/"))
    for title in ("Guide", "Handbook", "Handbook"):
        entered.title = title
        assert parts("header", page, caller=_renderer(said, title)) == title
    assert said == ["Guide", "Handbook"]
