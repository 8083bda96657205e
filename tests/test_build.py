"""`mkdocs build`: the repository's own site, and small sites by what they are made of."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile import ATTACK
from plumbline.content.markdown import render_markdown
from plumbline.project import (
    Mode,
    Project,
    SavedMeanwhileError,
    date_of_build,
    leads_out,
    read_bytes,
)
from plumbline.site.article import article
from plumbline.site.pages import page_keys
from plumbline.site.views import Kind, PageKey
from support import (
    DAY,
    ROOT,
    SITE_URL,
    Built,
    Element,
    PageFile,
    Site,
    by_class,
    run_mkdocs,
    tree_of_bytes,
    visible_text,
)

# --- The repository's own site


@pytest.fixture(scope="module")
def pages(real_build: Built) -> dict[str, PageFile]:
    """All pages of the site by path."""
    site = real_build.site
    return {str(p.relative_to(site)): PageFile(p) for p in sorted(site.rglob("*.html"))}


def test_own_site_is_built_without_a_warning(real_build: Built) -> None:
    assert real_build.run.code == 0, real_build.run.log
    assert "WARNING" not in real_build.run.log
    assert not (real_build.site.parent / ".site.new").exists()


def test_every_page_has_one_heading_a_title_and_a_description(
    pages: dict[str, PageFile],
) -> None:
    assert len(pages) > 40
    wrong = []
    for path, page in pages.items():
        headings = [visible_text(e) for e in page.tree.iter("h1")]
        titles = ["".join(e.itertext()).strip() for e in page.tree.iter("title")]
        described = [
            e.get("content") for e in page.tree.iter("meta") if e.get("name") == "description"
        ]
        svg_titles = sum(1 for svg in page.tree.iter("svg") for _ in svg.iter("title"))
        if not (
            len(headings) == 1
            and headings[0]
            and len(titles) - svg_titles == 1
            and titles[0]
            and len(described) == 1
            and described[0]
        ):
            wrong.append((path, headings, titles, described))
    assert wrong == []


def test_titles_of_pages_are_told_apart(pages: dict[str, PageFile]) -> None:
    titles = Counter(
        next(e.text for e in page.tree.iter("title"))
        for path, page in pages.items()
        if path != "404.html"
    )
    assert [title for title, count in titles.items() if count > 1] == []


def test_ids_are_unique_and_what_names_one_finds_it(pages: dict[str, PageFile]) -> None:
    references = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
    theirs = {"__toc"}  # Material's label for a box that only pages in the navigation have
    for path, page in pages.items():
        ids = Counter(e.get("id") for e in page.tree.iter() if e.get("id") is not None)
        assert [i for i, count in ids.items() if count > 1 or not i] == [], path
        for element in page.tree.iter():
            for name in references:
                for target in (element.get(name) or "").split():
                    known = target in ids or target in theirs
                    assert known, f"{path}: {element.tag} {name}={target}"


def addresses(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield every address in a page with the element that holds it."""
    for node in element.iter():
        for name in ("href", "src", "data-plotly", "poster", "action", "cite"):
            if node.get(name) is not None:
                yield node, str(node.get(name))
        for entry in (node.get("srcset") or "").split(","):
            if entry.strip():
                yield node, entry.split()[0]


def resolve(page: str, address: str) -> tuple[str, str] | None:
    """Return file and fragment that an address on a page means; None where it leaves the site."""
    joined = urlsplit(urljoin(f"{SITE_URL}{page}", address))
    if f"{joined.scheme}://{joined.netloc}/" != SITE_URL:
        return None
    path = unquote(joined.path).lstrip("/")
    if path.endswith("/") or not path:
        path += "index.html"
    return path, unquote(joined.fragment)


def test_every_internal_link_and_anchor_leads_somewhere(
    real_build: Built, pages: dict[str, PageFile]
) -> None:
    ids = {
        path: {e.get("id") for e in page.tree.iter() if e.get("id")} for path, page in pages.items()
    }
    broken: set[tuple[str, str]] = set()
    checked = 0
    for path, page in pages.items():
        for _, address in addresses(page.tree):
            target = resolve(path, address)
            if target is None:
                continue
            checked += 1
            file, fragment = target
            if not (real_build.site / file).is_file() or (
                fragment and file in ids and fragment not in ids[file]
            ):
                broken.add((path, address))
    assert checked > 1000
    assert sorted(broken) == []


def test_addresses_in_sitemap_and_styles_lead_somewhere(
    real_build: Built, pages: dict[str, PageFile]
) -> None:
    site = real_build.site
    for location in ET.parse(site / "sitemap.xml").iter():  # noqa: S314  (our own file)
        if location.tag.endswith("loc"):
            target = resolve("", location.text or "")
            assert target is not None, location.text
            assert target[0] in pages, location.text
    for style in site.rglob("*.css"):
        for found in re.findall(r"url\(\s*['\"]?([^'\")]+)", style.read_text(encoding="utf-8")):
            target = resolve(str(style.relative_to(site)), found)
            if target is not None:
                assert (site / target[0]).is_file(), f"{style}: {found}"


LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
}


def test_nothing_is_loaded_from_another_host(real_build: Built, pages: dict[str, PageFile]) -> None:
    foreign = []
    for path, page in pages.items():
        for element in page.tree.iter():
            address = element.get(LOADED.get(str(element.tag), ""))
            if element.tag == "link" and "canonical" not in (element.get("rel") or ""):
                address = element.get("href")
            if address and not address.startswith("data:") and resolve(path, address) is None:
                foreign.append((path, address))
    for style in (real_build.site / "assets" / "stylesheets").glob("*.css"):
        text = style.read_text(encoding="utf-8")
        foreign += [
            (style.name, found)
            for found in re.findall(r"(?:url\(|@import )['\"]?((?:https?:)?//\S+)", text)
        ]
    assert foreign == []


def test_nothing_tells_of_the_machine_that_built_it(real_build: Built) -> None:
    telling = [str(real_build.site.parent), str(ROOT), f"{Path.home()}/"]
    told = [
        (name, word)
        for name, content in tree_of_bytes(real_build.site).items()
        if not name.startswith("assets/")
        for word in telling
        if word.encode() in content
    ]
    assert told == []


@pytest.mark.slow
def test_two_builds_are_the_same_to_the_byte(real_build: Built, tmp_path: Path) -> None:
    project = tmp_path / "a" / "deeper" / "copy"
    shutil.copytree(real_build.site.parent, project)
    for made in (project / "site", project / ".cache"):
        shutil.rmtree(made)
    env = {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    run = run_mkdocs(project, "build", day=date_of_build(ROOT), env=env)
    assert run.code == 0, run.log
    one, two = tree_of_bytes(real_build.site), tree_of_bytes(project / "site")
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


# --- What is published


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with briefings in every state."""
    site = Site(tmp_path_factory.mktemp("press") / "site")
    site.briefing("unfinished", status="draft", title="A draft of ours", topics=["energy"])
    site.file("briefings/unfinished/plan.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.briefing("later", status="scheduled", date="2026-02-01", title="One for tomorrow")
    site.briefing("due", status="scheduled", date=DAY, title="One for today")
    site.briefing(
        "old", status="superseded", superseded_by="new", title="The old one", body="Old text.\n"
    )
    site.briefing("new", title="The new one", regions=["NLD", "BENELUX"])
    site.briefing(
        "retracted",
        status="withdrawn",
        withdrawal_reason="The figures were invented.",
        title="The retracted one",
        type="briefing",
        key_judgments=[{"text": "Nothing of this is so.", "confidence": "high"}],
        body="## Retracted heading\n\nRetracted text [@port-2024].\n",
    )
    for number, day in (("one", "2026-01-02"), ("two", "2026-01-03"), ("three", "2026-01-04")):
        site.briefing(
            f"part-{number}",
            date=day,
            series="Ports & ships",
            title=f"Part {number}",
            authors=["energy-desk"],
            topics=["energy"],
        )
    site.file("briefings/part-one/ship.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.file("briefings/part-one/notes.md", "Notes of ours")
    return site.build()


LISTINGS = ("", "briefings/", "topics/trade/", "authors/trade-desk/")


def test_draft_is_nowhere(press: Built) -> None:
    press.lacks_page("briefings/unfinished")
    assert "A draft of ours" not in press.everything()
    assert "unfinished" not in press.everything()


def test_scheduled_briefing_appears_on_its_day(press: Built) -> None:
    press.page("briefings/due/").has("One for today").lacks("pl-mark")
    for listing in LISTINGS:
        press.page(listing).has("One for today")
    press.lacks_page("briefings/later")
    assert "One for tomorrow" not in press.everything()


def test_scheduled_briefing_appears_when_its_day_has_come(press: Built) -> None:
    pages = {
        day: page_keys(Project(press.site.parent, Mode.BUILD, dt.date(2026, 2, day)))
        for day in (1, 2)
    }
    assert PageKey(Kind.BRIEFING, "later", "briefings/later/index.md") in pages[1]
    assert pages[1] == pages[2]


def test_superseded_briefing_leads_to_its_successor(press: Built) -> None:
    page = press.page("briefings/old/").has("This briefing has been superseded.", "Old text.")
    links = [e for notice in page.classed("pl-notice") for e in notice.iter("a")]
    assert [(e.get("href"), e.text) for e in links] == [("../new/", "The new one")]


def test_withdrawn_briefing_gives_its_reason_and_not_its_text(press: Built) -> None:
    page = press.page("briefings/retracted/")
    page.has("This briefing has been withdrawn.", "The figures were invented.")
    page.lacks("Retracted text", "Retracted heading", "Nothing of this is so", "pl-references")
    assert "Retracted text" not in press.everything()


def test_series_has_a_page_and_its_parts_lead_along_it(press: Built) -> None:
    page = press.page("series/ports-ships/").has("Ports & ships")
    titles = [visible_text(e) for e in page.classed("pl-card__title")]
    assert titles == ["Part one", "Part two", "Part three"]
    neighbours = {}
    for part in ("one", "two", "three"):
        tree = press.page(f"briefings/part-{part}/").main
        neighbours[part] = {e.get("rel"): e.get("href") for e in tree.iter("a") if e.get("rel")}
    assert neighbours == {
        "one": {"next": "../part-two/"},
        "two": {"prev": "../part-one/", "next": "../part-three/"},
        "three": {"prev": "../part-two/"},
    }


@pytest.mark.parametrize(
    ("address", "name", "listed"),
    [
        ("topics/energy/", "Energy", ["Part three", "Part two", "Part one"]),
        ("authors/energy-desk/", "Energy Desk", ["Part three", "Part two", "Part one"]),
        ("regions/NLD/", "Netherlands", ["The new one"]),
        ("regions/BENELUX/", "Benelux", ["The new one"]),
    ],
)
def test_listing_page_lists_its_briefings(
    press: Built, address: str, name: str, listed: list[str]
) -> None:
    page = press.page(address).has(name)
    assert [visible_text(e) for e in page.classed("pl-card__title")] == listed


@pytest.mark.parametrize(
    ("address", "entries"),
    [
        ("topics/", ["Energy", "Trade"]),
        ("authors/", ["Energy Desk", "Trade Desk"]),
        ("regions/", ["Benelux", "Netherlands"]),
    ],
)
def test_overview_names_what_has_briefings(press: Built, address: str, entries: list[str]) -> None:
    terms = [visible_text(e) for e in press.page(address).classed("pl-index__name")]
    assert terms == entries


def test_files_beside_a_public_briefing_are_published(press: Built) -> None:
    assert (press.site / "briefings/part-one/ship.svg").is_file()
    press.lacks_page("briefings/part-one/notes.md")
    press.lacks_page("briefings/part-one/index.md")
    press.lacks_page("briefings/authors.yml")


def test_preview_marks_are_not_in_a_build(press: Built) -> None:
    everything = press.everything()
    for mark in ("pl-desk", "pl-finding", "_desk/", "vscode://", "livereload"):
        assert mark not in everything, mark
    names = [path.name for path in press.site.rglob("*")]
    assert not any("desk." in name or name == "_desk" for name in names)


# --- Hostile words


def test_hostile_words_make_no_element(hostile_build: Built) -> None:
    scripts = {"__config"}
    for path in hostile_build.site.rglob("*.html"):
        tree = PageFile(path).tree  # a strict parse: broken markup fails here
        for element in tree.iter():
            where = f"{path}: {element.tag} {element.attrib}"
            assert not [n for n in element.attrib if str(n).startswith("on")], where
            if element.tag == "script" and element.text:
                is_data = element.get("type") == "application/ld+json"  # which no browser runs
                assert "alert(1)" not in element.text or element.get("id") in scripts or is_data, (
                    where
                )
        images = sum(1 for e in tree.iter("img") if e.get("src") == "x")
        allowed = [e for body in by_class(tree, "pl-body") for e in body.iter("img")]
        assert images == sum(1 for e in allowed if e.get("src") == "x"), path


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        ("", ("Title", "Summary", "Topic")),
        ("briefings/", ("Title", "Summary")),
        ("briefings/hostile/", ("Title", "Summary", "Author", "Series", "Judgment", "Chart")),
        ("topics/", ("Topic",)),
        ("topics/trade/", ("Topic", "Title")),
        ("authors/trade-desk/", ("Author",)),
        ("data/port_calls/", ("F", "Chart")),
    ],
)
def test_hostile_words_are_printed_as_written(
    hostile_build: Built, address: str, texts: tuple[str, ...]
) -> None:
    page = hostile_build.page(address)
    page.has(*(f"{text} {ATTACK}" for text in texts))


def test_hostile_title_and_summary_stand_in_the_head_as_written(hostile_build: Built) -> None:
    tree = hostile_build.page("briefings/hostile/").tree
    assert next(e.text for e in tree.iter("title")) == f"Title {ATTACK} - Fixture"
    described = [e.get("content") for e in tree.iter("meta") if e.get("name") == "description"]
    assert described == [f"Summary {ATTACK}"]


def test_templates_of_authors_are_not_run(hostile_build: Built) -> None:
    for path in hostile_build.site.rglob("*.html"):
        assert "}}49" not in path.read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in hostile_build.page("briefings/hostile/").text


def test_hostile_chart_is_drawn_from_the_words_as_written(hostile_build: Built) -> None:
    chart = by_class(hostile_build.page("briefings/hostile/").tree, "pl-chart")[0]
    assert (chart.get("data-figure") or "").startswith("../../charts/calls/figure.json?v=")
    figure = json.loads((hostile_build.site / "charts/calls/figure.json").read_text("utf-8"))
    assert figure["sizes"]["desk"]["data"][0]["y"] == [810, 850, 905]


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with one briefing for each of the texts below."""
    site = Site(tmp_path_factory.mktemp("prose") / "site")
    for name, html in RAW_HTML.items():
        site.briefing(slug_of(name), body=f"Before.\n\n{html}\n\nBehind.\n")
    for name, (body, _) in {**CITED, **UNCITED}.items():
        site.briefing(slug_of(name), body=f"{body}\n")
    return site.build("-q")


def slug_of(name: str) -> str:
    return name.replace(" ", "-").lower()


def address_of(name: str) -> str:
    return f"briefings/{slug_of(name)}/"


RAW_HTML = {
    "script": "<script>alert(1)</script>",
    "event": '<p onclick="alert(1)">x</p>',
    "style element": "<style>body { display: none }</style>",
    "style attribute": '<p style="position: fixed">x</p>',
    "iframe": '<iframe src="https://x.example/"></iframe>',
    "object": '<object data="x.swf"></object>',
    "form": '<form action="https://x.example/"><input name="q"><button>go</button></form>',
    "link": '<link rel="stylesheet" href="https://x.example/x.css">',
    "meta": '<meta http-equiv="refresh" content="0; url=https://x.example/">',
    "base": '<base href="https://x.example/">',
    "svg": "<svg><script>alert(1)</script></svg>",
    "scheme": "[x](javascript:alert(1)) <a href='JaVaScRiPt:alert(1)'>x</a>",
    "entity scheme": '<a href="java&#115;cript:alert(1)">x</a> [x](data:text/html,y)',
    "our class": '<p class="pl-notice pl-cite mine">x</p>',
    "our id": '<p id="ref-port-2024">x</p>',
    "class by attribute list": "Text.\n{: .pl-judgments #cite-1 onclick=alert(1) style=x }",
    "unclosed": "<div><b><i>never closed",
    "closing": "</div></article></main></body></html>after",
    "comment with script": "<!-- <script>alert(1)</script> [@port-2024] -->",
    "autolink": "<javascript:alert(1)>",
    "image": '![x](x.png){ onerror="alert(1)" }<img src="javascript:alert(1)">',
    "markdown in HTML": '<div markdown onclick="alert(1)">[x](javascript:alert(1))</div>',
}


@pytest.mark.parametrize("name", RAW_HTML)
def test_raw_html_is_made_harmless(prose: Built, name: str) -> None:
    page = prose.page(address_of(name)).has("Before.", "Behind.")
    body = page.classed("pl-body")[0]
    forbidden = {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "button",
        "link",
        "meta",
        "base",
        "svg",
        "math",
        "template",
    }
    for element in body.iter():
        where = f"{element.tag} {element.attrib}"
        assert element.tag not in forbidden, where
        assert not {a for a in element.attrib if str(a).startswith("on") or a == "style"}, where
        assert not (element.get("class") or "").startswith(("pl-", "md-")) or element is body, where
        assert not (element.get("id") or "").startswith(("ref-", "cite-")), where
        for name_ in ("href", "src"):
            scheme = urlsplit((element.get(name_) or "").strip()).scheme
            assert scheme in ("", "http", "https", "mailto", "tel"), where
    assert len(page.classed("pl-briefing__footer")) == 1, "the text broke out of its place"


# --- Citations in their places


CITED = {
    "paragraph": ("Calls rose [@port-2024].", 1),
    "emphasis": ("*Calls rose [@port-2024]* and **fell [@port-2024]**.", 2),
    "footnote": ("Calls rose.[^1]\n\n[^1]: As told [@port-2024, p. 4].", 1),
    "table": ("a | b\n--|--\nCalls [@port-2024] | x\n", 1),
    "list": ("- one [@port-2024]\n    - two [@customs-2025]", 2),
    "admonition": ("!!! note\n    Calls rose [@port-2024].", 1),
    "details": ('??? note "Title"\n    Calls rose [@port-2024].', 1),
    "tab": ('=== "One"\n    Calls rose [@port-2024].', 1),
    "block quote": ("> Calls rose [@port-2024].", 1),
    "heading": ("## Calls rose [@port-2024]\n\nText.", 1),
    "link text": ("[Calls rose](https://x.example/) [@port-2024].", 1),
    "two at once": ("Calls rose [@port-2024; @customs-2025, p. 3].", 2),
    "narrative": ("@port-2024 says so.", 1),
    "definition": ("Term\n:   Calls rose [@port-2024].", 1),
}


@pytest.mark.parametrize("name", CITED)
def test_citation_is_a_mark_wherever_it_stands(prose: Built, name: str) -> None:
    page = prose.page(address_of(name))
    body = page.classed("pl-body")[0]
    marks = by_class(body, "pl-cite__link")
    assert len(marks) == CITED[name][1], page.text
    entries = {e.get("id") for r in by_class(body, "pl-references") for e in r.iter("li")}
    assert {unquote(m.get("href") or "")[1:] for m in marks} == entries
    back = {e.get("href") for e in by_class(body, "pl-references__back")}
    assert back == {f"#{m.get('id')}" for m in marks}
    assert "@port" not in page.text
    assert not re.search("[\ue000-\uf8ff]", page.html)


def test_citation_in_a_heading_is_not_in_its_anchor_or_the_contents(prose: Built) -> None:
    page = prose.page("briefings/heading/")
    heading = next(e for e in page.classed("pl-body")[0].iter("h2"))
    assert heading.get("id") == "calls-rose"
    entries = [visible_text(e) for e in by_class(page.tree, "md-nav__link")]
    assert "Calls rose" in entries


def test_citation_in_an_attribute_is_plain_text_and_nothing_leads_back_to_it(
    prose: Built,
) -> None:
    page = prose.page("briefings/image-alt/")
    assert next(e for e in page.main.iter("img")).get("alt") in ("Ships[1]", "Ships [1]")
    assert len([e for r in page.classed("pl-references") for e in r.iter("li")]) == 1
    assert page.classed("pl-references__back") == []


UNCITED = {
    "image alt": ("![Ships [@port-2024]](https://x.example/ships.png)", "Ships"),
    "code": ("`[@port-2024]`", "[@port-2024]"),
    "fenced code": ("```\n[@port-2024]\n```", "[@port-2024]"),
    "indented code": ("Text.\n\n    [@port-2024]", "[@port-2024]"),
    "maths": ("$$[@port-2024]$$", "[@port-2024]"),
    "comment": ("Text. <!-- [@port-2024] -->", "Text."),
    "e-mail": ("Write to desk@port-2024.example or <desk@port-2024.example>.", "desk@port-2024"),
    "address": ("See https://x.example/@port-2024/ for more.", "@port-2024"),
    "escape": (r"Written \@port-2024 thus.", "@port-2024 thus"),
}


@pytest.mark.parametrize("name", [n for n in UNCITED if n != "image alt"])
def test_what_only_looks_like_a_citation_is_left_alone(prose: Built, name: str) -> None:
    page = prose.page(address_of(name)).has(UNCITED[name][1])
    assert page.classed("pl-cite") == []
    assert page.classed("pl-references") == []


PLAIN = {
    "paragraphs": "One\ntwo  \nthree\n\nfour\\\nfive",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ~~f~~ ^^g^^ ==h== a*b*c snake_case_word",
    "money": "From $5 to $6, or $7 a $8; 5% of $9 billion.",
    "headings": "# One\n\n## Two\n\nThree\n-----\n\n#### Four {: #own }",
    "lists": "1. a\n    - b\n\n        c\n2. d\n\n* e\n* f",
    "code": "`a` ``b ` c``\n\n```python\nx = 1\n```\n\n    indented",
    "quotes": "> a\n> > b\n>\n> - c",
    "tables": "a | b\n:--|--:\n1 | 2\n`|` | 3",
    "footnotes": "a[^1] b[^note]\n\n[^1]: First.\n[^note]: Second\n    goes on.",
    "links": "[a](https://x.example/ 'T') [b][r] <https://y.example/> [c]\n\n[r]: https://z.example/",
    "images": "![alt](https://x.example/a.png)",
    "admonitions": '!!! warning "Mind"\n    text\n\n??? note\n    more',
    "tabs": '=== "A"\n    a\n\n=== "B"\n    b',
    "tasks": "- [ ] a\n- [x] b",
    "entities": "AT&T &amp; &copy; &lt;b&gt; a < b > c \\* \\[",
    "brackets": "[not a link] [] [[x]] (y) [a](b c) ] [",
    "html": "<div>a</div>\n\n<b>c</b> <!-- d --> <del>e</del>",
    "definition": "Term\n:   Meaning\n\n*[HTML]: Markup\n\nHTML",
    "rules": "a\n\n---\n\n***\n\nb",
    "unicode": "“Quoted” – naïve 北京 \u202eright\u202c 😀 a\u00a0b",
    "private use": "a \ue000cite0\ue001 b",
    "colons": "a: b :c: d::e ::: f {: .g }",
}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one briefing, whose text a test replaces."""
    site = Site(tmp_path_factory.mktemp("scratch") / "site").briefing("plain")
    return Project(site.root, Mode.BUILD, DAY)


def rendered(project: Project, body: str) -> str:
    text = (project.root / "briefings/plain/index.md").read_text(encoding="utf-8")
    front = text[: text.index("\n---\n") + 5]
    (project.root / "briefings/plain/index.md").write_text(front + body, encoding="utf-8")
    project.advance()
    return article(project, "plain").html


@pytest.mark.parametrize("name", PLAIN)
def test_text_without_citations_is_rendered_as_markdown_alone(scratch: Project, name: str) -> None:
    without = re.sub("[\ue000\ue001]", "", PLAIN[name])
    assert rendered(scratch, PLAIN[name]) == render_markdown(without).html


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("- [@port-2024] says so.", ["<ul>", "<li>"]),
        ("1. [@port-2024] says so.", ["<ol>", "<li>"]),
        ("!!! note\n    [@port-2024] says so.\n\n    More.", ['class="admonition', "<p>More."]),
        ("> [@port-2024]\n> says so.", ["<blockquote>"]),
    ],
)
def test_a_citation_at_the_head_of_a_line_leaves_its_block_whole(
    scratch: Project, body: str, tags: list[str]
) -> None:
    html = rendered(scratch, body)
    assert [tag for tag in tags if tag not in html] == []
    assert "<pre" not in html


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet="ab *_`#[]()<>!&-1.$|~^:{}\"'\\\n", max_size=60))
def test_any_text_without_citations_is_rendered_as_markdown_alone(
    scratch: Project, text: str
) -> None:
    assert rendered(scratch, text) == render_markdown(text).html


# --- What is saved while a build runs


HOOK = """
from pathlib import Path

def on_post_page(output, page, config):
    saved = Path(config.config_file_path).with_name("saved-meanwhile")
    if saved.exists():
        path, text = saved.read_text(encoding="utf-8").split("|", 1)
        (saved.parent / path).write_text(text, encoding="utf-8")
        saved.unlink()
"""
"""Saves a file when MkDocs has written its first page, and all templates of it are loaded."""


@pytest.fixture
def saving(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n").briefing("other")
    shutil.copytree(ROOT / "docs" / "overrides", site.root / "docs" / "overrides")
    site.file("docs/about.md", "# About us\n").file("saving.py", HOOK)
    return site.configure(
        nav=[{"Home": "index.md"}, {"About": "about.md"}],
        theme={"custom_dir": "docs/overrides"},
        hooks=[str(ROOT / "hooks" / "mkdocs_hooks.py"), "saving.py"],
    )


@pytest.mark.slow
def test_a_template_saved_while_a_build_runs_is_on_every_page_of_the_next(saving: Site) -> None:
    footer = (saving.root / "docs/overrides/partials/footer.html").read_text(encoding="utf-8")
    path = "docs/overrides/partials/footer.html"
    saving.file("saved-meanwhile", f"{path}|{footer}<p>Saved later.</p>")
    saving.build()
    again = saving.build()
    for address in ("about/", "briefings/ports/", "topics/trade/"):
        text = (again.site / address / "index.html").read_text(encoding="utf-8")
        assert "Saved later." in text, address


def test_a_text_that_is_another_one_now_ends_a_build_and_no_check(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports")
    path = "briefings/ports/index.md"
    for mode in Mode:
        project = Project(site.root, mode, DAY)
        assert not leads_out(project, path)  # which has a look at it
        site.file(path, f"{mode}\n")
        if mode in (Mode.BUILD, Mode.REVIEW):
            with pytest.raises(SavedMeanwhileError, match="was saved while the site was being"):
                read_bytes(project, path)
        else:
            assert read_bytes(project, path) == f"{mode}\n".encode()


# --- Strict builds and check agree

VERDICTS: dict[str, tuple[dict[str, object], str, dict[str, object], int]] = {
    "an error": ({}, "Calls rose [@port-2025].\n", {}, 1),
    "a warning": ({"summary": None}, "Calls rose.\n", {}, 0),
    "a hardened warning": ({"summary": None}, "Calls.\n", {"warnings_as_errors": True}, 1),
    "an error in a draft": ({"status": "draft"}, "Calls rose [@port-2025].\n", {}, 1),
}


@pytest.mark.parametrize(
    ("body", "page"),
    [("Calls rose [@port-2025].\n", ""), ("Text.\n", "# About\n\n<a href='../none/'>x</a>\n")],
)
def test_strict_build_fails_as_well_when_it_is_quiet(tmp_path: Path, body: str, page: str) -> None:
    site = Site(tmp_path / "site").briefing("ports", body=body)
    if page:
        site.file("docs/about.md", page)
    built = site.build("--strict", "--quiet", code=1)
    assert not built.site.exists()
    assert ("CI001" if not page else "LI007") in built.run.log


@pytest.mark.parametrize("name", VERDICTS)
def test_strict_build_and_check_give_the_same_verdict(tmp_path: Path, name: str) -> None:
    front, body, options, code = VERDICTS[name]
    site = Site(tmp_path / "site").briefing("ports", body=body, **front).briefing("other")
    site.configure(plumbline=options)
    checked, built = site.check(), site.build(code=None)
    assert (checked.code, built.run.code) == (code, code), built.run.log
    *diagnostics, summary = checked.output.strip().split("\n\n")
    for diagnostic in diagnostics:
        assert built.run.log.count(diagnostic) == 1, diagnostic
    assert summary.splitlines()[-1] in built.run.log
    assert built.site.exists() == (code == 0)


BAD: dict[str, str | bytes | None] = {
    "empty-folder": None,
    "malformed-yaml": "---\ntitle: [never closed\n---\nText.\n",
    "tab": "---\ntitle:\tA\n\tdate: x\n---\n",
    "utf-16": "---\ntitle: A\n---\n".encode("utf-16"),
    "empty-file": "",
    "binary": bytes(range(256)),
    "nul": "---\ntitle: A\n---\n\0",
    "huge": "---\ntitle: A\n---\n" + "word " * 700_000,
    "slug with spaces": "---\ntitle: A\n---\nText.\n",
    "list-for-front-matter": "---\n- a\n---\nText.\n",
    "deep": "---\ntitle: " + "[" * 2000 + "\n---\n",
    "alias": "---\na: &a [x]\nb: *a\n---\n",
}


def test_bad_input_breaks_itself_only(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("good", body="All is well.\n")
    for slug, content in BAD.items():
        if content is None:
            (site.root / "briefings" / slug).mkdir()
        else:
            site.file(f"briefings/{slug}/index.md", content)
    good = (site.root / "briefings/good/index.md").read_bytes()
    site.file("briefings/bom/index.md", b"\xef\xbb\xbf" + good)
    site.file("briefings/crlf/index.md", good.replace(b"\n", b"\r\n"))
    site.file("briefings/stray.md", good)

    built = site.build("--clean")  # not strict
    for slug in ("good", "bom", "crlf"):
        built.page(f"briefings/{slug}/").has("All is well.")
    for slug in BAD:
        built.lacks_page(f"briefings/{slug}")
        assert f"briefings/{slug}" in built.run.log, slug
    assert site.check().code == 1


def test_empty_project_is_built(tmp_path: Path) -> None:
    site = Site(tmp_path / "site", empty=True)
    built = site.build("--clean")
    built.page("").has("There are no briefings yet.")
    built.page("briefings/")
    shutil.rmtree(site.root / "briefings")
    assert "Traceback" not in site.check().log


@pytest.mark.slow
def test_page_follows_a_hook_of_the_project_that_was_changed(tmp_path: Path) -> None:
    own = str(ROOT / "hooks" / "mkdocs_hooks.py")
    site = Site(tmp_path).briefing("ports").configure(hooks=[own, "stamp.py"])
    hook = "def on_post_page(output, page, config):\n    return output + '<!-- {} -->'\n"
    pages = []
    for word in ("first", "second"):
        site.file("stamp.py", hook.format(word)).build()
        pages.append((tmp_path / "site/briefings/ports/index.html").read_text(encoding="utf-8"))
    assert [page.rpartition("<!-- ")[2] for page in pages] == ["first -->", "second -->"]
