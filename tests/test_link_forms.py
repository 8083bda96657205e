"""Addresses in Markdown and in HTML within it: which are found, and what they say."""

from __future__ import annotations

import pytest

from plumbline.content.links import find_links


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("[a](https://x.org/)", ["https://x.org/"]),
        ("[a](<b c.md> 'T')", ["b c.md"]),
        ("[a](b_(c).md)", ["b_(c).md"]),
        ("![a](b.png){ width=3 }", ["b.png"]),
        ("<https://x.org/>", ["https://x.org/"]),
        ("[a]: https://x.org/ 'T'", ["https://x.org/"]),
        ('<a href="https://x.org/">a</a>', ["https://x.org/"]),
        ("<a title=b href='c.md'>a</a>", ["c.md"]),
        ("<A HREF=https://x.org/?a=1>a</A>", ["https://x.org/?a=1"]),
        ('<a href = "https://x.org/it\'s">a</a>', ["https://x.org/it's"]),
        ('<q cite="https://x.org/">a</q>', ["https://x.org/"]),
        ("<blockquote cite=https://x.org/>a</blockquote>", ["https://x.org/"]),
        ("[a](https://x.org/?b=1&amp;c=2)", ["https://x.org/?b=1&c=2"]),
        ('<a href="https://x.org/?b=1&amp;c=2">a</a>', ["https://x.org/?b=1&c=2"]),
        ('<a href="https://x.org/?b=1&copy=2">a</a>', ["https://x.org/?b=1&copy=2"]),
        ("`[a](b.md)` and \\[a](b.md)", ["b.md"]),
        ("<abbr href=b.md>a</abbr>", []),
        ("<a data-href=b.md>a</a>", []),
        ("[a] (b.md)", []),
        ("<!-- [a](b.md) -->", []),
    ],
)
def test_addresses_are_found_as_they_are_followed(body: str, found: list[str]) -> None:
    assert [link.url for link in find_links(body)] == found


def test_address_is_located_as_it_is_written() -> None:
    body = 'Text <a href="https://x.org/?b=1&amp;c=2">a</a>.'
    (link,) = find_links(body)
    assert body[link.start : link.end] == "https://x.org/?b=1&amp;c=2"
