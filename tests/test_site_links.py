"""Links of the finished site: all of them, wherever they stand, held against its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plumbline.kept_files import read_sealed, write_sealed
from plumbline.links.kept_links import KeptLinks
from plumbline.links.page_links import PageLink, read_links
from plumbline.links.site_check import Resolver, broken_links, read_site
from support import SITE_URL, Built, Site, tree_of_bytes

FILES = {
    "index.html": '<h1 id="home">Home</h1>',
    "briefings/ports/index.html": '<h2 id="calls">Calls</h2><a name="old"></a>',
    "briefings/ports/calls.csv": "year,calls",
    "assets/quay.png": "a picture",
    "assets/a b.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="shape"/></svg>',
}
"""A small site; each test adds a page `briefings/tolls/index.html` or another file."""


def broken(folder: Path, files: Mapping[str, str], site_url: str = "") -> list[str]:
    """Return the addresses of a site's links that lead nowhere, as they are written."""
    for name, text in {**FILES, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    kept = KeptLinks(folder.with_suffix(".json"))
    return [b.link.url for b in broken_links(read_site(folder, site_url, kept))]


PIECES = """../ ./ / // . .. a b.html c-d_e ~ %20 %2F é # x #:~:text= ? : mailto: https:// HTTP://
site.example plumbline.example plumbline.example:8000 other.org @ \\""".split()


@given(
    site=st.sampled_from(["", "https://plumbline.example/", "https://plumbline.example/sub/"]),
    file=st.sampled_from(["index.html", "a/index.html", "a/b.c/d.html"]),
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=7),
)
@example(site="", file="a/b.c/d.html", pieces=["../", "../", "%2F", "../"])
def test_a_plain_address_leads_where_urllib_takes_it(
    site: str, file: str, pieces: list[str]
) -> None:
    url = "".join(pieces)
    if url[0] in "#?":  # this page itself, whatever its base
        return
    resolve = Resolver(site)
    # Below a base every address is taken apart.
    assert resolve(file, PageLink("link", url)) == resolve(file, PageLink("link", url, "./"))


def test_a_base_that_is_no_address_leads_nowhere(tmp_path: Path) -> None:
    page = '<base href="http://["><a href="calls.csv">'
    assert broken(tmp_path, {PAGE: page}) == ["calls.csv"]


def test_a_manifest_of_a_web_app_is_read(tmp_path: Path) -> None:
    manifest = {
        "name": "quay.png",
        "start_url": "briefings/none/",
        "icons": [{"src": "assets/quay.png"}, {"src": "assets/none.png"}],
        "shortcuts": [{"url": "briefings/ports/", "icons": [{"src": "assets/no.png"}]}],
    }
    found = broken(tmp_path, {"site.webmanifest": json.dumps(manifest)})
    assert sorted(found) == ["assets/no.png", "assets/none.png", "briefings/none/"]


PAGE = "briefings/tolls/index.html"
HTML = {
    "a link": ('<a href="../ports/">', '<a href="../port/">'),
    "a link without a slash": ('<a href="../ports">', '<a href="../port">'),
    "a link to a file": ('<a href="../ports/index.html">', '<a href="../ports/index.htm">'),
    "a letter in the wrong case": ('<a href="../ports/">', '<a href="../Ports/">'),
    "an address with a query": ('<a href="../ports/?a=b">', '<a href="../port/?a=b">'),
    "an encoded address": (
        '<a href="../../assets/a%20b.svg">',
        '<a href="../../assets/a%20c.svg">',
    ),
    "a download": ('<a href="../ports/calls.csv" download>', '<a href="calls.csv" download>'),
    "an anchor of the page": ('<p id="x"><a href="#x">', '<p id="x"><a href="#y">'),
    "an anchor in the wrong case": ('<p id="x"><a href="#x">', '<p id="x"><a href="#X">'),
    "an anchor of another page": ('<a href="../ports/#calls">', '<a href="../ports/#call">'),
    "an anchor by name": ('<a href="../ports/#old">', '<a href="../ports/#older">'),
    "an encoded anchor": (
        '<p id="zölle"><a href="#z%C3%B6lle">',
        '<p id="z"><a href="#z%C3%B6lle">',
    ),
    "a shape in a drawing": (
        '<svg><use href="../../assets/a b.svg#shape"/></svg>',
        '<svg><use href="../../assets/a b.svg#shade"/></svg>',
    ),
    "an old link in a drawing": (
        '<svg><a xlink:href="../ports/"></a></svg>',
        '<svg><a xlink:href="../port/"></a></svg>',
    ),
    "an image": ('<img src="../../assets/quay.png">', '<img src="quay.png">'),
    "an image of several sizes": (
        '<img srcset="../../assets/quay.png 1x, ../../assets/quay.png 2x">',
        '<img srcset="../../assets/quay.png 1x, quay.png 2x">',
    ),
    "sizes with a comma in brackets": (
        '<img srcset="../../assets/quay.png (a, b), ../../assets/quay.png">',
        '<img srcset="../../assets/quay.png (a, b), quay.png">',
    ),
    "a picture's source": (
        '<picture><source srcset="../../assets/quay.png"></picture>',
        '<picture><source srcset="quay.png"></picture>',
    ),
    "a poster": ('<video poster="../../assets/quay.png">', '<video poster="quay.png">'),
    "a frame": ('<iframe src="../ports/">', '<iframe src="../port/">'),
    "an object": ('<object data="../../assets/quay.png">', '<object data="quay.png">'),
    "a form": ('<form action="../ports/">', '<form action="../port/">'),
    "a style sheet's image": (
        "<style>p { background: url(../../assets/quay.png) }</style>",
        "<style>@media print { p { background: url( 'quay.png' ) } }</style>",
    ),
    "an image in a style attribute": (
        '<p style="background: URL(../../assets/quay.png)">',
        '<p style="background: URL(quay.png)">',
    ),
    "a redirect": (
        '<meta http-equiv="refresh" content="0; url=../ports/">',
        '<meta http-equiv="Refresh" content="0;URL=\'../port/\'">',
    ),
    "an alternate": (
        '<link rel="alternate" href="../ports/">',
        '<link rel="alternate" href="../p/">',
    ),
    "a base": (
        '<base href="../ports/"><a href="calls.csv">',
        '<base href="../ports/"><a href="x.csv">',
    ),
    "an image in a closed template": (
        '<noscript><img src="../../assets/quay.png"></noscript>',
        '<noscript><img src="quay.png"></noscript>',
    ),
    "a page within a frame": (
        "<iframe srcdoc=\"<a href='../ports/'><a href='#x'>\"></iframe>",
        "<iframe srcdoc=\"<a href='../port/'>\"></iframe>",
    ),
    "a paint of a drawing": (
        '<svg><linearGradient id="x"/><rect fill="url(#x)"/></svg>',
        '<svg><linearGradient id="x"/><rect fill="url(#y)"/></svg>',
    ),
    "markup that is not closed": ('<div><p><a href="../ports/"', '<div><p><a href="../port/">x'),
}
"""Kinds of links: markup that holds, and markup that does not."""


@pytest.mark.parametrize("kind", HTML)
def test_links_of_a_page_are_checked(kind: str, tmp_path: Path) -> None:
    holds, fails = HTML[kind]
    assert broken(tmp_path / "holds", {PAGE: holds}) == []
    assert len(broken(tmp_path / "fails", {PAGE: fails})) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://example.org/nothing">',
        '<a href="//example.org/nothing">',
        '<a href="mailto:desk@example.org">',
        '<a href="tel:+1">',
        '<img src="data:image/png;base64,AAAA">',
        '<a href="">',
        '<a href="#">',
        '<a href="#top">',
        '<a href="../ports/#:~:text=Calls">',
        '<a href="../ports/calls.csv#row=2">',
        '<link rel="preconnect" href="https://example.org">',
        '<!-- <a href="nothing"> -->',
        '<script>const a = "<a href=\\"nothing\\">";</script>',
        '<pre>&lt;a href="nothing"&gt;</pre>',
    ],
)
def test_what_leads_nowhere_within_the_site_is_left_alone(markup: str, tmp_path: Path) -> None:
    assert broken(tmp_path / "site", {PAGE: markup}) == []


OTHERS = {
    "style sheet": (
        "assets/a.css",
        "@import 'b.css'; a { b: url(quay.png) url(no.png) }",
        "b.css no.png",
    ),
    "site map": (
        "sitemap.xml",
        "<urlset><url><loc>https://h.example/</loc></url>"
        "<url><loc>https://h.example/no/</loc></url></urlset>",
        "https://h.example/no/",
    ),
    "feed": (
        "feed.xml",
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>https://h.example/feed.xml</id>'
        '<link href="https://h.example/briefings/ports/"/><link href="https://h.example/x/"/>'
        "<entry><id>https://h.example/y/</id></entry></feed>",
        "https://h.example/x/ https://h.example/y/",
    ),
    "drawing": (
        "assets/c.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="quay.png"/><image href="n.png"/>'
        '<path id="p" fill="url(#p)"/><path fill="url(#q)"/></svg>',
        "n.png #q",
    ),
    "Markdown": ("briefings/ports/ports.md", "[a](calls.csv) [b](no.csv)", "no.csv"),
    "plain text": (
        "llms.txt",
        "[a](<https://h.example/>) [b](<https://h.example/n/>)",
        "https://h.example/n/",
    ),
    "redirects": ("_redirects", "/a/* /briefings/ports/:splat 301\n/b /no/ 301\n", "/no/"),
    "Data Package": (
        "data/datapackage.json",
        json.dumps({"resources": [{"path": "no.csv"}, {"path": "../briefings/ports/calls.csv"}]}),
        "no.csv",
    ),
    "linked data": (
        "a/index.html",
        '<script type="application/ld+json">{"url": "https://h.example/#website", "isPartOf": '
        '{"@id": "https://h.example/no/"}, "name": "https is no address"}</script>',
        "https://h.example/no/",
    ),
    "metadata": (
        "b/index.html",
        '<meta property="og:image" content="https://h.example/assets/quay.png">'
        '<meta property="og:url" content="https://h.example/no/">',
        "https://h.example/no/",
    ),
    "canonical link": (
        "c/index.html",
        '<link rel="canonical" href="https://h.example/no/">',
        "https://h.example/no/",
    ),
}
"""Other files, and other places in pages: address, text, and what in it leads nowhere."""


@pytest.mark.parametrize("kind", OTHERS)
def test_links_of_other_files_are_checked(kind: str, tmp_path: Path) -> None:
    address, text, expected = OTHERS[kind]
    assert broken(tmp_path / "site", {address: text}, "https://h.example/") == expected.split()


BELOW = "https://h.example/project/"


@pytest.mark.parametrize(
    ("url", "holds"),
    [
        ("/project/briefings/ports/", True),
        ("/project/", True),
        ("/project", True),
        ("https://h.example/project/briefings/ports/#calls", True),
        ("http://h.example/project/briefings/ports/", True),
        ("https://H.example/project/", True),
        ("../../", True),
        ("https://h.example/another-project/", True),  # another site
        ("/project/briefings/port/", False),
        ("https://h.example/project/briefings/port/", False),
        ("/briefings/ports/", False),  # outside the site
        ("../../../", False),
        ("../../../project/", False),  # only if the folder is called so
    ],
)
def test_site_below_a_path_knows_its_own_addresses(url: str, holds: bool, tmp_path: Path) -> None:
    found = broken(tmp_path / "site", {PAGE: f'<a href="{url}">x</a>'}, BELOW)
    assert found == ([] if holds else [url])


# --- Kept between builds


def test_only_changed_files_are_read_again(tmp_path: Path) -> None:
    folder, path = tmp_path / "site", tmp_path / "links.json"
    first = broken(folder, {PAGE: '<a href="no/">'})
    counts = []
    for text in ('<a href="no/">', '<a href="no/">', '<a href="not/">'):
        (folder / PAGE).write_text(text)
        kept = KeptLinks(path)
        found = [b.link.url for b in broken_links(read_site(folder, "", kept))]
        kept.save()
        counts.append((kept.read, found))
    assert first == ["no/"]
    assert counts == [(4, ["no/"]), (0, ["no/"]), (1, ["not/"])]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        '{"format": 0, "links": [], "files": {}}',
        '{"format": 1, "links": [["link", "x"]], "files": {}}',
        '{"format": 1, "links": [], "files": {"d": [[], [7]]}}',
        '{"format": 1, "links": [], "files": {"d": [[1], []]}}',
        '{"format": 1, "links": [["link", "x", ""]], "files": {"d": [[], [-1]]}}',
        '{"format": 1, "links": {}, "files": []}',
        "[" * 100_000,
    ],
)
def test_damaged_cache_counts_as_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    write_sealed(path, text)
    kept = KeptLinks(path)
    assert kept.links("a.html", b'<a href="b">').links[0].url == "b"
    kept.save()
    again = KeptLinks(path)
    again.links("a.html", b'<a href="b">')
    assert (kept.read, again.read) == (1, 0)


@pytest.mark.parametrize("sealed", [False, True])
def test_cache_that_was_altered_counts_as_none(sealed: bool, tmp_path: Path) -> None:
    path, page = tmp_path / "links.json", b'<a href="b">'
    kept = KeptLinks(path)
    kept.links("a.html", page)
    kept.save()
    text = read_sealed(path).replace('"b"', '"c"')
    assert '"c"' in text
    if sealed:
        write_sealed(path, text)
    else:
        path.write_bytes(path.read_bytes().replace(b'"b"', b'"c"'))
    # A seal tells of damage, not of malice: who can write it can write the site as well.
    assert KeptLinks(path).links("a.html", page).links[0].url == ("c" if sealed else "b")


def test_links_are_read_once_however_often_they_stand() -> None:
    found = read_links("a.html", b'<a href="b"><a href="b"><img src="b"><p id="i"><p id="i">')
    assert [(link.kind, link.url) for link in found.links] == [("link", "b"), ("image", "b")]
    assert found.ids == ("i",)


# --- In a build


def test_real_site_has_no_link_that_leads_nowhere(real_build: Built, tmp_path: Path) -> None:
    site = read_site(real_build.site, "https://plumbline.example/", KeptLinks(tmp_path / "l.json"))
    assert sum(len(found.links) for found in site.files.values()) > 5000
    assert list(broken_links(site)) == []


@pytest.mark.slow
def test_site_with_a_broken_link_is_not_published(tmp_path: Path) -> None:
    site = Site(tmp_path).configure(not_in_nav="*", site_url=BELOW).briefing("ports")
    before = tree_of_bytes(site.build().site)
    site.file(
        "docs/about.md", '# About\n\n<img src="../quay.png" srcset="../quay-2.png 2x" alt="">\n'
    )
    site.file("docs/quay.png", b"a picture")
    site.briefing("tolls", f"See [ours]({BELOW}briefings/port/), <a href='#no'>there</a>.\n")
    log = site.build(code=1).run.log
    assert "docs/about.md:3:32: error[LI007] the image '../quay-2.png' leads to nothing" in log
    assert "briefings/tolls/index.md:13:12: error[LI007]" in log
    assert "Did you mean 'ports'?" in log
    assert log.count("LI005") == 1  # which has said it already
    assert "LI008" not in log
    assert tree_of_bytes(tmp_path / "site") == before
    site.file("docs/quay-2.png", b"a larger picture")
    site.briefing("tolls", f"See [ours]({BELOW}briefings/ports/).\n")
    assert "In the finished site" not in site.build().run.log


def test_line_of_a_page_is_that_of_the_finished_site_and_not_of_the_former(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("tolls", "Tolls rose.\n", title="Tolls")
    site.briefing("old", status="superseded", superseded_by="tolls").build()
    site.file("briefings/tolls/index.md", "---\ntitle: [broken\n---\n")
    former = tmp_path / "site" / "briefings" / "old" / "old.md"
    former.write_text("a line of the former site\n" * 30)
    log = site.build(code=1).run.log
    assert "WARNING -  site/briefings/old/old.md:" in log
    assert (
        f"**This briefing has been superseded.** Read <{SITE_URL}briefings/tolls/> instead." in log
    )
    assert "a line of the former site" not in log


def test_link_into_the_search_index_is_held_against_the_finished_one(tmp_path: Path) -> None:
    """Links are read while the index is being made, and judged when it is there."""
    site = Site(tmp_path).configure(not_in_nav="*").briefing("ports")
    scripts = "".join(f'<a href="../pagefind/{name}.js">{name}</a> ' for name in ("pagefind", "no"))
    log = site.file("docs/about.md", f"# About\n\n{scripts}\n").build(code=1).run.log
    assert "the site has no pagefind/no.js" in log
    assert log.count("LI007") == 1
