"""What machines read in the head of a page: search engines, Zotero, whoever shares an address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hostile import ATTACK
from machines import json_ld, meta, open_graph, write_full_site
from support import SITE_URL, Built, PageFile, Site

PORTS = "briefings/ports/"
PLAIN_ATTACK = ATTACK.replace("\u202e", "")
KINDS = {
    "": "WebSite",
    "briefings/": "BreadcrumbList",
    "briefings/reverse-kissinger-arithmetic/": "Report",
    "topics/": "BreadcrumbList",
    "topics/methods/": "BreadcrumbList",
    "regions/": "BreadcrumbList",
    "regions/CHN/": "BreadcrumbList",
    "authors/trade-desk/": "Organization",
    "series/flashpoints/": "BreadcrumbList",
    "data/": "DataCatalog",
    "data/us_russia_goods_trade_census/": "Dataset",
    "sources/": "BreadcrumbList",
    "charts/": "BreadcrumbList",
    "rules/unknown-citation/": "BreadcrumbList",
    "methodology/": "BreadcrumbList",
}


def thing(page: PageFile, kind: str) -> dict[str, Any]:
    """Return the thing of a type that a page describes."""
    (found,) = [thing for thing in json_ld(page.html) if thing["@type"] == kind]
    return found


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_page_describes_itself(real_build: Built, address: str) -> None:
    page = real_build.page(address)
    assert thing(page, KINDS[address])
    shared = dict(open_graph(page.html))
    assert shared["og:url"] == f"{SITE_URL}{address}"
    assert shared["og:title"]
    assert shared["og:description"]
    assert shared["og:type"] == ("article" if KINDS[address] == "Report" else "website")
    canonical = [e.get("href") for e in page.tree.iter("link") if e.get("rel") == "canonical"]
    assert canonical == [shared["og:url"]]


def test_what_describes_a_page_stands_in_its_head(real_build: Built) -> None:
    tree = real_build.page("briefings/reverse-kissinger-arithmetic/").tree
    body = tree.find("body")
    assert body is not None
    assert [e for e in body.iter("script") if e.get("type") == "application/ld+json"] == []


def test_scholar_and_zotero_find_what_they_cite(full_build: Built) -> None:
    tree = full_build.page(PORTS).tree
    assert {
        name: meta(tree, f"citation_{name}")
        for name in (
            "title",
            "author",
            "publication_date",
            "technical_report_number",
            "technical_report_institution",
            "doi",
            "language",
            "keywords",
            "public_url",
            "pdf_url",
        )
    } == {
        "title": ["Ports & {tolls}: 100% of $5_000 -- it's “up”"],
        "author": ["Trade, Energy & Desk", "Example Person, Vera"],
        "publication_date": ["2026/01/15"],
        "technical_report_number": ["H-2026-01"],
        "technical_report_institution": ["Fixture"],
        "doi": ["10.1000/port_(2024)"],
        "language": ["en-GB"],
        "keywords": ["Trade", "Germany"],
        "public_url": [f"{SITE_URL}{PORTS}"],
        "pdf_url": [f"{SITE_URL}{PORTS}ports.pdf"],
    }
    assert meta(tree, "DC.identifier") == ["doi:10.1000/port_(2024)"]


def test_only_briefings_can_be_cited(full_build: Built) -> None:
    for address in ("", "briefings/", "topics/trade/", "data/port_calls/"):
        assert meta(full_build.page(address).tree, "citation_title") == []


def test_report_says_who_what_when_and_on_what_ground(full_build: Built) -> None:
    report = thing(full_build.page(PORTS), "Report")
    assert report["@id"] == f"{SITE_URL}{PORTS}"
    assert report["headline"] == "Ports & {tolls}: 100% of $5_000 -- it's “up”"
    assert [(a["@type"], a["name"]) for a in report["author"]] == [
        ("Organization", "Trade, Energy & Desk"),
        ("Person", "Vera Example Person"),
    ]
    assert report["author"][0]["sameAs"] == ["https://desk.example/"]
    assert report["author"][1]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert report["publisher"]["name"] == "Fixture"
    assert (report["datePublished"], report["dateModified"]) == ("2026-01-15", "2026-01-25")
    assert report["identifier"][0]["value"] == "10.1000/port_(2024)"
    assert report["isPartOf"]["name"] == "Harbours"
    assert report["about"][0]["name"] == "Trade"
    assert report["spatialCoverage"][0]["identifier"] == "DEU"
    assert report["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [c["name"] for c in report["citation"]] == [
        "Annual report of the port",
        "Tables of the customs service",
    ]
    assert report["citation"][0]["datePublished"] == "2024-03-01"
    assert report["isBasedOn"][0]["@id"] == f"{SITE_URL}data/port_calls/"
    assert [
        (c["@type"], c["name"], c["text"], c["datePublished"]) for c in report["correction"]
    ] == [
        ("CorrectionComment", "Correction", "“904” now reads “905”.", "2026-01-25"),
        ("CorrectionComment", "Minor", "A name was misspelt.", "2026-01-20"),
    ]


def test_withdrawn_report_is_not_vouched_for(full_build: Built) -> None:
    report = thing(full_build.page("briefings/gone/"), "Report")
    assert report["creativeWorkStatus"] == "Withdrawn"
    assert not {"encoding", "citation", "isBasedOn"} & report.keys()


def test_dataset_says_what_is_measured_and_where_it_is_had(full_build: Built) -> None:
    found = thing(full_build.page("data/port_calls/"), "Dataset")
    assert found["name"] == "Calls at the port"
    assert found["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert found["creator"] == [{"@type": "Organization", "name": "Port Authority"}]
    assert found["dateModified"] == "2025-03-14"
    assert found["temporalCoverage"] == "2022/2024"
    assert found["variableMeasured"][1]["unitText"] == "calls"
    assert found["includedInDataCatalog"]["@id"] == f"{SITE_URL}data/"
    (file,) = found["distribution"]
    assert file["encodingFormat"] == "text/csv"
    path = file["contentUrl"].removeprefix(SITE_URL)
    assert file["contentSize"] == f"{(full_build.site / path).stat().st_size} B"


def test_home_page_names_the_address_that_searches(full_build: Built) -> None:
    action = thing(full_build.page(""), "WebSite")["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE_URL}search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


def test_breadcrumbs_lead_from_the_home_page(full_build: Built) -> None:
    trail = thing(full_build.page("data/port_calls/"), "BreadcrumbList")["itemListElement"]
    assert [(item["position"], item["item"]) for item in trail] == [
        (1, SITE_URL),
        (2, f"{SITE_URL}data/"),
        (3, f"{SITE_URL}data/port_calls/"),
    ]


def test_shared_briefing_shows_its_dates_and_authors(full_build: Built) -> None:
    shared = open_graph(full_build.page(PORTS).html)
    assert ("og:locale", "en_GB") in shared
    assert ("article:published_time", "2026-01-15") in shared
    assert ("article:modified_time", "2026-01-25") in shared
    assert ("article:section", "Trade") in shared
    assert [value for name, value in shared if name == "article:author"] == [
        f"{SITE_URL}authors/trade-desk/",
        f"{SITE_URL}authors/reviewer/",
    ]


def test_hostile_texts_stay_texts(hostile_build: Built) -> None:
    pages = sorted(hostile_build.site.rglob("index.html"))
    titles: set[str] = set()
    for path in pages:
        page = PageFile(path)
        scripts = [e for e in page.tree.iter("script") if e.get("type") == "application/ld+json"]
        assert len(json_ld(page.html)) == len(scripts), path
        for element in page.tree.iter("script"):
            assert "alert" not in (element.text or "") or element in scripts, path
            assert not set("<>&") & set(element.text or "") or element not in scripts, path
        titles.update(value for name, value in open_graph(page.html) if name == "og:title")
    assert f"Title {PLAIN_ATTACK}" in titles
    report = thing(hostile_build.page("briefings/hostile/"), "Report")
    assert report["name"] == f"Title {PLAIN_ATTACK}"
    dataset = thing(hostile_build.page("data/port_calls/"), "Dataset")
    assert "license" not in dataset  # whose address is an attack
    assert [set(creator) for creator in dataset["creator"]] == [{"@type", "name"}]


def test_everything_lies_below_a_site_in_a_folder(tmp_path: Path) -> None:
    root = "https://host.example/project/"
    site = write_full_site(tmp_path / "site").configure(site_url=root)
    site.file("docs/robots.txt", "User-agent: *\nDisallow: /\n")
    built = site.build()
    page = built.page(PORTS)
    assert thing(page, "Report")["@id"] == f"{root}{PORTS}"
    assert dict(open_graph(page.html))["og:url"] == f"{root}{PORTS}"
    links = {e.get("href") for e in page.tree.iter("link") if "alternate" in str(e.get("rel"))}
    assert links == {"ports.md", "../../feed.xml"}
    for name in ("feed.xml", "sitemap.xml", "llms.txt", f"{PORTS}ports.md", f"{PORTS}ports.bib"):
        text = (built.site / name).read_text(encoding="utf-8")
        assert f"{root}{PORTS}" in text, name
        assert "https://host.example/briefings" not in text, name
    # An author's own file is left alone.
    assert "Disallow: /" in (built.site / "robots.txt").read_text(encoding="utf-8")


def test_site_without_an_address_names_none(tmp_path: Path) -> None:
    built = Site(tmp_path).configure(site_url="").briefing("ports").build()
    page = built.page(PORTS)
    assert json_ld(page.html) == []
    assert "og:url" not in dict(open_graph(page.html))
    assert not (built.site / "feed.xml").exists()
    assert meta(page.tree, "citation_title") == ["About ports"]
