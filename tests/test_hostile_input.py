"""Whatever a file holds, checking it ends, and every diagnostic points into the file."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import DAY
from plumbline.content.markdown import render_markdown
from plumbline.content.text_file import decode_text
from plumbline.diagnostics.diagnostic import Diagnostic
from plumbline.diagnostics.reporters import format_github, format_json, format_terminal
from plumbline.evidence import references
from plumbline.library import slugs
from plumbline.outputs.bibliography import to_bibtex
from plumbline.outputs.plain_markdown import plain_markdown
from plumbline.outputs.record import citable_slugs, csl_record
from plumbline.project import Mode, Project
from plumbline.rules.runner import all_diagnostics
from plumbline.site.article import article

BASE = Path(__file__).parent / "rules" / "_base"
BRIEFING = "briefings/harbour-trade/index.md"
FRONT = (BASE / BRIEFING).read_text(encoding="utf-8").rpartition("---\n")[0] + "---\n"
SOURCES = "briefings/sources/sources.yml"
PACKAGE = "briefings/data/datapackage.yaml"
TABLE = "briefings/data/port_calls.csv"

hostile = settings(max_examples=25, deadline=None, derandomize=True)


@pytest.fixture(scope="module", autouse=True)
def without_pandoc() -> Iterator[None]:
    """Format records at once: starting pandoc for each example would take minutes."""

    def format_at_once(_: Path, records: Sequence[str]) -> list[str]:
        return [str(json.loads(text).get("title", "")) for text in records]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(references, "_run_pandoc", format_at_once)
        yield


def check(path: str, content: bytes | str) -> tuple[Diagnostic, ...]:
    """Check and render the base project with one file of another content."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".cache"))
        Path(root, path).write_bytes(raw)
        project = Project(root, Mode.CHECK, DAY)
        diagnostics = all_diagnostics(project)
        for slug in slugs(project):
            article(project, slug)
        for slug in citable_slugs(project):
            plain_markdown(project, slug)
            to_bibtex(csl_record(project, slug))
        for diagnostic in diagnostics:
            _check_location(root, diagnostic)
    for report in (format_terminal, format_json, format_github):
        report(diagnostics)
    return diagnostics


def _check_location(root: Path, diagnostic: Diagnostic) -> None:
    where = diagnostic.location
    file = decode_text(Path(root, where.path).read_bytes(), where.path)
    assert where.line >= 1, diagnostic
    assert where.column >= 1, diagnostic
    if file.readable:
        assert where.line <= file.text.count("\n") + 1, diagnostic
        assert where.column <= len(file.line(where.line)) + 1, diagnostic
    if where.end_line:
        assert (where.end_line, where.end_column) >= (where.line, where.column), diagnostic


def pieces(*words: str) -> st.SearchStrategy[str]:
    """Texts made of words that mean something to a parser, and of any others."""
    return st.lists(st.sampled_from(words) | st.text(max_size=4), max_size=40).map("".join)


SCALARS = st.none() | st.text(max_size=8) | st.integers() | st.dates().map(str) | st.booleans()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def mapping(*keys: str) -> st.SearchStrategy[dict[str, object]]:
    """Mappings with some of the right keys and any values."""
    return st.dictionaries(st.sampled_from(keys), VALUES, max_size=len(keys))


def as_yaml(values: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda value, flow: str(yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)),
        values,
        st.booleans(),
    )


# fmt: off
YAML = pieces(
    "title", "- ", ": ", ":", "\n", "\n  ", "\n    ", "\t", "[", "]", "{", "}", ",", "'", '"',
    "&a", "*a", "!x ", "? ", "|", ">", "#", "@", "%", "---\n", "...\n", "~", "\\", "<<: ",
    "\u2028", "\x85", "\x00", "\ufeff", "\r\n", "\r", "é", "🚢", "references", "port-2024", "id",
)
MARKDOWN = pieces(
    "[", "]", "(", ")", "@port-2024", "@x", "-@", "; ", "[^1]", "[^1]: ", "```chart\n", "```\n",
    "\n", "\n\n", "    ", "\t", "> ", "- ", "!!! note\n", "#", "## ", "---\n", "===", "`", "``",
    "$$", "\\", "<", ">", "<!--", "-->", "<a href='", "<img src=", "![](", "](", "javascript:",
    "//", "../", "{#a}", "{ .b }", "*", "**", "_", "|", ":", "[x]: ", "\ue000", "\ue001",
    "\ue000cite0\ue001", "\x00", "\r\n", "\u2028", "é", "🚢", "https://x.org", "a@b.org", "p. 4",
)
# fmt: on
CSV = pieces(
    "year", "calls", ",", '"', "\n", "\r\n", ";", "\t", "2024", "-1", "1e999", " ", "é", "\x00"
)
CHART = {
    "id": "calls",
    "title": "Calls",
    "data": "port_calls",
    "x": "year",
    "y": ["calls"],
    "alt": "Up",
}
FIELD = mapping("name", "type", "title", "unit", "constraints", "missingValues")
RESOURCE = mapping("name", "path", "title", "citekeys", "sources", "bytes", "redistribute", "type")
RECORD = mapping(
    "id", "citation-key", "type", "title", "author", "issued", "accessed", "URL", "note", "page"
)


@hostile
@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbf---\n---\n")
@example(b"a\r\nb\r\xe3\x28")
@pytest.mark.parametrize("path", [BRIEFING, SOURCES, PACKAGE, TABLE, "mkdocs.yml"])
def test_bytes(path: str, raw: bytes) -> None:
    check(path, raw)


@hostile
@given(YAML)
@example("[" * 2000)
@example("a: " * 2000)
@example("- " * 2000)
@example("*a : b")
@example("a: {x: 1}\na: {x: 2}\n")
@pytest.mark.parametrize(
    "path", ["briefings/authors.yml", "briefings/regions.yml", SOURCES, PACKAGE, "mkdocs.yml"]
)
def test_yaml(path: str, text: str) -> None:
    check(path, text)


@hostile
@given(YAML, MARKDOWN)
def test_front_matter(front: str, body: str) -> None:
    check(BRIEFING, f"---\n{front}\n---\n{body}")


@hostile
@given(
    as_yaml(
        mapping(
            "title", "summary", "date", "updated", "authors", "topics", "regions", "type", "status",
            "superseded_by", "key_judgments", "corrections", "ignore", "language", "licence", "doi",
        )
    )
)  # fmt: skip
def test_values_of_front_matter(front: str) -> None:
    check(BRIEFING, f"---\n{front}---\n\nText.\n")


@settings(hostile, max_examples=60)
@given(MARKDOWN)
@example("[" * 3000 + "@port-2024")
@example("`" * 20_000)
@example("[^1]\n" * 3000)
@example("[](" * 3000)
@example("[\\" * 3000)
@example("<" * 3000 + "<a " * 1000)
@example("![](" * 1000)
@example("    " * 1000 + "x\n\n" * 500)
@example("[@port-2024" * 500)
@example("> " * 500 + "x")
@example("- " * 500 + "x")
@example("[a](//[x) <a href='//[y'>z</a> [a](http://[) [b](claim:)")
@example("[@a; ;] [@a;\n;@b] [;@a]")
def test_body(body: str) -> None:
    check(BRIEFING, f"{FRONT}\n{body}")


@pytest.mark.parametrize("piece", ["[\\", "[](", "<a", "^1 ", "~1 "])
def test_marks_of_which_there_are_too_many_are_shown_as_they_are(piece: str) -> None:
    body = (piece * 600).strip()
    html = render_markdown(body).html
    assert html == f"<p>{escape(body, quote=False)}</p>"


def test_lists_within_hundreds_of_lists() -> None:
    # Without Hypothesis, which raises the limit of recursion while it runs.
    check(BRIEFING, f"{FRONT}\n{'- ' * 500}x and [a link](#nowhere)")


@pytest.mark.parametrize(
    "body",
    [
        "- " * 900 + "x",
        "\n".join(f"{'    ' * depth}- a" for depth in range(400)),
        "*" * 3000 + "a" + "*" * 3000,
        "".join(f"{'    ' * depth}!!! note\n\n" for depth in range(400)),
    ],
)
def test_text_that_cannot_be_rendered_leaves_those_that_follow_alone(body: str) -> None:
    other = "Text with `code`.\n\n- An item.\n\n    Its second paragraph.\n\n> A quotation.\n"
    before = render_markdown(other)
    assert render_markdown(body).html.startswith("<pre>")
    assert render_markdown(other) == before


@hostile
@given(
    st.sampled_from(["", "    ", "> ", "\t"]), mapping(*CHART, "type", "unit", "source", "stacked")
)
def test_charts(indent: str, changes: dict[str, object]) -> None:
    lines = yaml.safe_dump({**CHART, **changes}, allow_unicode=True).split("\n")
    block = "\n".join(f"{indent}{line}" for line in ["```chart", *lines, "```"])
    check(BRIEFING, f"{FRONT}\n-   A list:\n\n{block}\n")


@hostile
@given(st.sampled_from(["", "    ", "> "]), YAML)
@example("    ", "\nid: a\n  x")
def test_text_of_charts(indent: str, text: str) -> None:
    check(BRIEFING, f"{FRONT}\n{indent}```chart\n{indent}{text}\n{indent}```\n")


@hostile
@given(as_yaml(st.lists(RECORD, max_size=3) | st.fixed_dictionaries({"references": VALUES})))
@example("- {id: a, type: report, title: A, issued: {date-parts: [[" + "9" * 5000 + "]]}}")
@example("- {id: a, type: report, title: A, issued: {date-parts: [[²], [--5]]}}")
@example("- {id: a, type: [], title: [], URL: {a: b}}")
@example("- {id: a, type: report, title: A, issued: {year: ٣}, author: [{}, [], ~, x]}")
@example("- {id: a, type: report, title: '" + "<i>" * 2000 + "'}")
def test_sources(text: str) -> None:
    check(SOURCES, text)


@hostile
@given(RESOURCE, st.lists(FIELD, max_size=3) | VALUES)
def test_data_package(changes: dict[str, object], fields: object) -> None:
    resource = {"name": "port_calls", "path": "port_calls.csv", "schema": {"fields": fields}}
    check(PACKAGE, yaml.safe_dump({"resources": [{**resource, **changes}]}, allow_unicode=True))


@settings(hostile, max_examples=60)
@given(CSV)
@example("year,calls\n" + '"' * 999)
@example("year,calls\n" + "9" * 5000 + ",x\n")
@example('year,calls\n"2024\n",x\n"a\nb","c\nd",e\n')
@example("year,calls\n" + ("x" * 140_000) + ",1\n")
def test_table(text: str) -> None:
    check(TABLE, text)
