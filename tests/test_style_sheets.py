"""Style sheets and scripts as readers get them: merged, small, under names that may be kept."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from plumbline.site.style_sheets import can_be_merged, merge_styles
from support import SITE_URL, Built, PageFile, Site

STYLES = "assets/stylesheets"
CHARTED = "briefings/reverse-kissinger-arithmetic/"


def linked(page: PageFile) -> list[str]:
    """Return the names of a page's style sheets, in order."""
    links = [e for e in page.tree.iter("link") if e.get("rel") == "stylesheet"]
    return [str(e.get("href")).rpartition("/")[2] for e in links]


def test_a_page_has_the_theme_s_style_sheet_and_one_of_ours(real_build: Built) -> None:
    names = linked(real_build.page(CHARTED))
    assert [re.sub(r"[0-9a-f]{8,}", "*", name) for name in names] == [
        "main.*.min.css",
        "running-head.css",  # of this briefing, for print
        "site-*.css",
    ]


def test_one_style_sheet_holds_those_of_all_components_in_order(real_build: Built) -> None:
    text = (real_build.site / STYLES / linked(real_build.page(""))[-1]).read_text(encoding="utf-8")
    marks = ["--pl-serif:", ".pl-footer{", ".pl-popover{", ".pl-chart{", ".pl-changes{"]
    found = [text.find(mark) for mark in marks]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize("name", ["site", "embed"])
def test_name_of_a_style_sheet_holds_the_digest_of_its_content(
    real_build: Built, name: str
) -> None:
    (path,) = (real_build.site / STYLES).glob(f"{name}-*.css")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    assert path.name == f"{name}-{digest}.css"


def test_sources_of_what_is_merged_are_not_served(real_build: Built) -> None:
    served = {path.name for path in (real_build.site / STYLES).glob("*.css")}
    assert not {"tokens.css", "chart.css", "embed.css", "social-card.css"} & served


def test_an_embedded_chart_has_one_style_sheet(real_build: Built) -> None:
    page = real_build.page("charts/power-of-siberia/embed/")
    (name,) = linked(page)
    text = (real_build.site / STYLES / name).read_text(encoding="utf-8")
    assert all(mark in text for mark in ("--pl-serif:", ".pl-figure", ".pl-embed"))


def test_scripts_are_served_without_comments(real_build: Built) -> None:
    for path in sorted((real_build.site / "assets/javascripts").glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?m)^\s*//(?!# sourceMappingURL)", text), path.name


def test_a_style_sheet_that_cannot_be_merged_keeps_its_own_file(tmp_path: Path) -> None:
    site = Site(tmp_path).configure(
        site_url=SITE_URL,
        extra_css=[
            "assets/print/paper.css",
            f"{STYLES}/tokens.css",
            f"{STYLES}/faces.css",
            f"{STYLES}/footer.css",
        ],
    )
    site.file("docs/assets/print/paper.css", "p { background: url(paper.png); }")
    site.file(f"docs/{STYLES}/faces.css", "@import 'other.css';")
    built = site.build("--no-strict")  # neither file that they name is there
    names = linked(built.page(""))
    assert re.fullmatch(r"site-[0-9a-f]{12}\.css", names[-3])
    assert names[-2:] == ["paper.css", "faces.css"]
    assert (
        built.site / "assets/print/paper.css"
    ).read_text() == "p { background: url(paper.png); }"


@pytest.mark.parametrize(
    ("path", "text", "merged"),
    [
        (f"{STYLES}/a.css", "p { color: red; }", True),
        (f"{STYLES}/deeper/a.css", "p { color: red; }", False),
        (f"{STYLES}/a.css", "@import 'b.css';", False),
        (f"{STYLES}/a.css", '@charset "utf-8";', False),
        (f"{STYLES}/a.css", "@media print { p { color: red; } }", True),
    ],
)
def test_what_counts_at_the_beginning_of_a_file_is_not_merged(
    path: str, text: str, *, merged: bool
) -> None:
    assert can_be_merged(path, text) is merged


def test_merged_style_sheets_mean_what_they_meant() -> None:
    sheet = merge_styles(
        "site",
        [
            "/* Of notes. */\na > :not(b) + c { margin: calc(1px + 2 * (3px - 1px)); }\n",
            '.x :is(p, li)::after { content: "a  /* b */"; }\n',
        ],
    )
    assert sheet.text == (
        "a>:not(b) + c{margin:calc(1px + 2 * (3px - 1px))}\n"
        '.x :is(p,li)::after{content:"a  /* b */"}'
    )
