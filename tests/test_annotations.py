"""Where a diagnostic is in the text, and the address that opens its place in an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.diagnostics.diagnostic import Location
from plumbline.project import Mode, Project
from plumbline.site.annotations import briefing_annotations, editor_address
from support import DAY, Site

IDEA = "idea://open?file=/a%20b/c%26d%23e.md&line=13"
PLACE = Location("briefings/a/index.md", 13, 5)


@pytest.mark.parametrize(
    ("template", "path", "address"),
    [
        ("vscode://file/{path}:{line}:{column}", "/home/a/b.md", "vscode://file/home/a/b.md:13:5"),
        ("vscode://file/{path}:{line}", r"C:\a\b.md", "vscode://file/C:/a/b.md:13"),
        ("idea://open?file=/{path}&line={line}", "/a b/c&d#e.md", IDEA),
        (
            "subl://open?url=file:///{path}",
            "/a/{line}.md",
            "subl://open?url=file:///a/%7Bline%7D.md",
        ),
    ],
)
def test_editor_address_names_the_place(template: str, path: str, address: str) -> None:
    assert editor_address(template, path, PLACE) == address


@pytest.mark.parametrize(
    "template",
    [
        "javascript:alert(1)",
        "javascript://file/{path}",
        "http://example.org/{path}",
        "data://text/html,{path}",
        "vscode:{path}",
        " vscode://file/{path}",
        "vscode://file/{path} {line}",
        "vscode://file/{folder}",
        "vscode://file/{path}\njavascript://",
    ],
)
def test_editor_that_is_none_is_refused(tmp_path: Path, template: str) -> None:
    site = Site(tmp_path / "site").briefing("a").configure(plumbline={"editor_url": template})
    run = site.check()
    assert run.code == 1
    assert "editor_url" in run.output


@pytest.mark.parametrize("template", ["", "zed://file/{path}:{line}:{column}"])
def test_editor_can_be_chosen(tmp_path: Path, template: str) -> None:
    site = Site(tmp_path / "site").briefing("a").configure(plumbline={"editor_url": template})
    assert site.check().code == 0


@pytest.mark.parametrize(
    ("body", "code", "quote"),
    [
        ("Calls rose [@nobody].\n", "CI001", ("@nobody", "\nCalls rose [", "].\n")),
        ("See [the *old* one](#gone) now.\n", "LI005", ("the *old* one", "\nSee [", "] now.\n")),
        (
            "Trade [@port-2024] fell; it lost 905 [ships](https://example.org/a) there.\n",
            "NU009",
            ("905", "\nTrade  fell; it lost ", " [ships] there.\n"),
        ),
    ],
)
def test_words_are_quoted_as_readers_see_them(
    tmp_path: Path, body: str, code: str, quote: tuple[str, str, str]
) -> None:
    site = Site(tmp_path / "site").briefing("a", body=body)
    found = briefing_annotations(Project(site.root, Mode.PREVIEW, DAY), "a")
    (one,) = (a.quote for a in found if a.diagnostic.code == code)
    assert one is not None
    assert (one.exact, one.prefix, one.suffix) == quote
    assert one.in_body


def test_front_matter_is_told_from_the_body(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("a", topics=["trade", "nonsense"])
    found = briefing_annotations(Project(site.root, Mode.PREVIEW, DAY), "a")
    quotes = [a.quote for a in found if a.quote]
    assert [(quote.exact, quote.in_body) for quote in quotes] == [("nonsense", False)]
