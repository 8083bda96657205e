"""The programs whose builds are timed, each with a corpus of its kind.

Plumbline builds with all checks and the search index, in strict mode, without pictures of charts
and PDFs: no browser is found. MkDocs is set up as its own, Material's and the plugin's
documentation say, with the navigation that it makes itself. Zensical gets the text alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.corpus_ledger import DAY
from benchmarks.corpus_values import Briefing, Corpus
from benchmarks.editing import Edit, free_letters
from benchmarks.environment import install, package_versions
from support import epoch

__all__ = ["NAMES", "Builder", "make_builder"]

NAMES = ("plumbline", "stock", "zensical")
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": epoch(DAY)}
_NO_BROWSER = {"PLUMBLINE_BROWSER": "no-browser"}
_STOCK = """\
site_name: Briefings
site_url: https://peer.example/
theme:
  name: material
plugins:
  - search
  - plotly
markdown_extensions:
  - footnotes
  - pymdownx.superfences:
      custom_fences:
        - name: plotly
          class: mkdocs-plotly
          format: !!python/name:mkdocs_plotly_plugin.fences.fence_plotly
"""
_ZENSICAL = """\
[project]
site_name = "Briefings"
site_url = "https://peer.example/"

[project.markdown_extensions.footnotes]
"""


@dataclass(frozen=True)
class Builder:
    """A program with a project to build.

    Attributes:
        name: its key in bench.json.
        label: what the table calls it.
        folder: the project.
        build: the command that builds it.
        serve: returns the command that previews it at a port.
        env: variables it runs with.
        made: folders of the project that a cold build must not find.
        address: the page that is edited.
        edits: changes of which the time to be served is measured; the first is one of the text.
        versions: those of its packages.
        check: the command that checks without building, if there is one.
    """

    name: str
    label: str
    folder: Path
    build: tuple[str, ...]
    serve: Callable[[int], tuple[str, ...]]
    address: str
    edits: tuple[Edit, ...]
    versions: dict[str, str]
    env: Mapping[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ("site", ".cache")
    check: tuple[str, ...] = ()


def make_builder(name: str, corpus: Corpus, root: Path, cache: Path) -> Builder:
    """Return a program and its project.

    Args:
        name: one of `NAMES`.
        corpus: what the project was made of.
        root: the folder with the projects, as `corpus_files` writes them.
        cache: where other programs are installed.
    """
    edited = corpus.briefings[len(corpus.briefings) // 2]
    folder = root / name
    if name == "plumbline":
        return _plumbline(corpus, edited, folder)
    body = _edit_body(folder / "docs" / "briefings" / f"{edited.slug}.md", edited)
    if name == "stock":
        (folder / "mkdocs.yml").write_text(_STOCK, encoding="utf-8")
        python = install("bench", cache)
        mkdocs = (str(python), "-m", "mkdocs")
        return Builder(
            name=name,
            label="MkDocs, Material, Plotly plugin",
            folder=folder,
            build=(*mkdocs, "build", "--quiet"),
            serve=lambda port: (*mkdocs, "serve", "--dev-addr", f"127.0.0.1:{port}"),
            address=body.address,
            edits=(body,),
            versions=package_versions(
                python, ("mkdocs", "mkdocs-material", "mkdocs-plotly-plugin")
            ),
            env=_QUIET,
        )
    (folder / "zensical.toml").write_text(_ZENSICAL, encoding="utf-8")
    python = install("zensical", cache)
    zensical = (str(python.with_name("zensical")),)
    return Builder(
        name=name,
        label="Zensical, text only",
        folder=folder,
        build=(*zensical, "build"),
        serve=lambda port: (*zensical, "serve", "--dev-addr", f"127.0.0.1:{port}"),
        address=body.address,
        edits=(body,),
        versions=package_versions(python, ("zensical",)),
    )


def _plumbline(corpus: Corpus, edited: Briefing, folder: Path) -> Builder:
    mkdocs = (sys.executable, "-m", "mkdocs")
    return Builder(
        name="plumbline",
        label="Plumbline",
        folder=folder,
        build=(*mkdocs, "build", "--strict", "--quiet"),
        serve=lambda port: (*mkdocs, "serve", "--dev-addr", f"127.0.0.1:{port}"),
        address=f"briefings/{edited.slug}/",
        edits=tuple(_plumbline_edits(corpus, edited, folder / "briefings")),
        versions={p: version(p) for p in ("mkdocs", "mkdocs-material", "plotly", "pagefind")},
        env=_QUIET | _NO_BROWSER,
        check=(str(Path(sys.executable).with_name("plumbline")), "check"),
    )


# --- Edits


def _edit_body(file: Path, briefing: Briefing) -> Edit:
    return Edit("body", "text", file, _end_paragraph, _address(briefing), free_letters)


def _address(briefing: Briefing) -> str:
    return f"briefings/{briefing.slug}/"


def _end_paragraph(text: str, number: int) -> str:
    """Add a sentence to the first paragraph of the last section."""
    heading = text.rindex("\n## ")
    end = text.index("\n\n", text.index("\n\n", heading) + 2)
    return f"{text[:end]} The {free_letters(number)} went in here.{text[end:]}"


def _plumbline_edits(corpus: Corpus, edited: Briefing, briefings: Path) -> list[Edit]:
    """Return changes of a text, a title, a source, a dataset, and of what all pages share."""
    index = briefings / edited.slug / "index.md"
    page = _address(edited)

    def title(text: str, number: int) -> str:
        return re.sub(r"(?m)^title: .*", rf"\g<0> {free_letters(number)}", text, count=1)

    cited = set(re.findall(r"\[@([\w-]+)\]", edited.body))
    source, records = next(
        (source, file)
        for source in corpus.sources
        if source.key in cited
        for file in (briefings / "sources").glob("*.yml")
        if f"id: {source.key}\n" in file.read_text(encoding="utf-8")
    )

    def record(text: str, number: int) -> str:
        words = re.escape(source.record["title"])
        return re.sub(rf"title: {words}\n", f"title: Made {free_letters(number)}\n", text)

    used = next(d for d in corpus.datasets if f"data: {d.name}\n" in edited.body)
    named = {int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", f"{edited.front}{edited.body}")}
    bound = {year for b in corpus.briefings for year in _years_bound(b, used.name)}
    year = next(y for y in reversed(used.rows) if y not in bound | named | {used.peak()})

    def cell(text: str, number: int) -> str:
        return re.sub(rf"(?m)^{year},[\d.]+,", f"{year},{7_000 + number}.3,", text)

    topic = str(edited.front["topics"][0])

    def description(text: str, number: int) -> str:
        start = text.index(f"{topic}:\n")
        end = text.index("\n", text.index("  title: ", start))
        return f"{text[:end]} {free_letters(number)}{text[end:]}"

    def template(text: str, number: int) -> str:
        return text.replace(
            "{% block content %}", f"{{% block content %}}{free_letters(number)}", 1
        )

    overrides = briefings.parent / "docs" / "overrides"
    data = briefings / "data" / f"{used.name}.csv"
    return [
        _edit_body(index, edited),
        Edit("title", "title", index, title, page, free_letters),
        Edit("source", "source record", records, record, page, free_letters),
        Edit("dataset", "dataset", data, cell, page, lambda n: f"<td>7.{n:03}3</td>"),
        Edit("listing", "title, in the list", index, title, "briefings/", free_letters),
        Edit("topic", "topic", briefings / "topics.yml", description, page, free_letters),
        Edit("template", "template", overrides / "briefing.html", template, page, free_letters),
    ]


def _years_bound(briefing: Briefing, dataset: str) -> set[int]:
    """Return the years of a dataset that a briefing's claims rest on."""
    claims = str(briefing.front["claims"])
    return {int(y) for y in re.findall(r"\d{4}", claims)} if dataset in claims else set()
