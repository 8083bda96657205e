"""Parts of pages that are the same on all pages of a folder: the masthead, the footer, scripts."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from markupsafe import Markup
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

__all__ = ["SharedParts"]


class SharedParts:
    """Renders such a part once for each folder; a template calls it around the part.

    Addresses in it are relative to the page, so they are the same wherever the folder of the page's
    folder is. What is in the navigation is marked there, so none of it may be below that folder.

    Args:
        nav: the navigation.
    """

    def __init__(self, nav: Navigation) -> None:
        self._entered = tuple(nav.pages)
        self._alone: dict[str, bool] = {}
        self._parts: dict[tuple[Hashable, ...], Markup] = {}

    def __call__(
        self, name: str, page: Page | None, *shown: Hashable, caller: Callable[[], Markup]
    ) -> Markup:
        """Return a part of a page.

        Args:
            name: what it is called.
            page: the page; None for one that is no page of the site, such as 404.html.
            shown: what else it shows.
            caller: renders it.
        """
        folder = page.url.rstrip("/").rpartition("/")[0] if page is not None else ""
        if not folder or not self._is_alone(folder):
            return caller()
        # A preview learns titles as it renders, and they change under it.
        key = (name, folder, *shown, *(entered.title for entered in self._entered))
        if key not in self._parts:
            self._parts[key] = caller()
        return self._parts[key]

    def _is_alone(self, folder: str) -> bool:
        """Return whether nothing below a folder is in the navigation."""
        if folder not in self._alone:
            below = f"{folder}/"
            self._alone[folder] = not any(
                entered.url.startswith(below) and entered.url != below for entered in self._entered
            )
        return self._alone[folder]
