"""A briefing's plain Markdown: readable without the site, nothing of our own dialect left."""

from __future__ import annotations

import re
from functools import cache

import markdown
import pypandoc
import pytest

from browsing import CHARTED
from hostile import ATTACK
from plumbline.outputs.markdown_text import escape_markdown, quote_boxes
from support import SITE_URL, Built


@cache
def read(built: Built, slug: str) -> str:
    return (built.site / f"briefings/{slug}/{slug}.md").read_text(encoding="utf-8")


def test_claims_and_citations_are_resolved(full_build: Built) -> None:
    text = read(full_build, "ports")
    assert "Calls rose to 905 in 2024 [1, p. 4; 2]." in text
    assert "800 [1], said Customs Service [2], of which 7 were tugs." in text
    assert "See Figure 1," in text
    assert f"[the rest]({SITE_URL}briefings/tolls/)" in text
    assert "secret" not in text
    assert "1 &lt;b>bold&lt;/b>." in text
    assert "- Calls rose to 905. (high confidence)" in text
    code = "`[code](claim:calls-2024)` stays."
    assert code in text
    assert not re.search(r"\((?:claim|said|chart):|\[@|\{[#.]", text.replace(code, ""))


def test_it_begins_with_title_summary_and_particulars(full_build: Built) -> None:
    lines = read(full_build, "ports").splitlines()
    assert lines[0] == r"# Ports & {tolls}: 100% of $5\_000 -- it's “up”"
    assert lines[2] == "> Calls rose, &lt;really>."
    assert "- Authors: Trade, Energy & Desk, Vera Example Person" in lines
    assert "- Published: 15 January 2026" in lines
    assert "- Updated: 25 January 2026" in lines
    assert f"- Page: <{SITE_URL}briefings/ports/>" in lines


def test_charts_and_tables_stand_with_their_values(full_build: Built) -> None:
    text = read(full_build, "ports")
    chart = text[text.index("**Figure 1") : text.index("**Table 1")]
    assert r"**Figure 1. Up to 905 \| more**" in chart
    assert "A line that rises." in chart
    assert (
        "| Year | Calls (calls) |\n| --- | ---: |\n| 2022 | 810 |\n| 2023 | 850 |\n| 2024 | 905 |"
        in chart
    )
    assert "Source: Port Authority, Annual report of the port [1]" in chart
    assert "**Table 1. All calls**" in text
    assert "Note: Without 905 tugs." in text


def test_references_corrections_and_own_reference_stand_at_the_end(full_build: Built) -> None:
    text = read(full_build, "ports")
    end = text[text.index("## Corrections") :]
    assert "- Correction, 25 January 2026. “904” now reads “905”." in end
    assert "1. Port Authority. *Annual Report of the Port*." in end
    assert "<https://example.org/port-2024>" in end
    assert "## How to cite" in end


def test_boxes_become_block_quotes(full_build: Built) -> None:
    assert "> **Mind the tide**\n>\n> Tides [1] matter.\n>\n> - twice a day\n" in read(
        full_build, "ports"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('=== "A"\n    a\n\n=== "B"\n    b', "> **A**\n>\n> a\n\n> **B**\n>\n> b\n"),
        ("??? tip\n    a\n\nb", "> **Tip**\n>\n> a\n\nb"),
        ("```\n!!! note\n    a\n```", "```\n!!! note\n    a\n```"),
        ('!!! note "O"\n    !!! tip "I"\n        x', "> **O**\n>\n> > **I**\n> >\n> > x"),
    ],
)
def test_boxes_within_text(written: str, expected: str) -> None:
    assert quote_boxes(written).rstrip("\n>") == expected.rstrip()


def test_withdrawn_briefing_says_why_and_nothing_else(full_build: Built) -> None:
    text = read(full_build, "gone")
    assert "**This briefing has been withdrawn.** It was wrong." in text
    assert "Calls rose" not in text


@pytest.mark.parametrize(
    "text",
    ["# a", "1. a", "12) b", "- a", "+ x", "a *b* _c_ `d` [e](f) <g> &amp; | ~~h~~ ![i](j)", "\\"],
)
def test_escaped_text_is_printed_as_it_is(text: str) -> None:
    shown = pypandoc.convert_text(escape_markdown(text), "plain", "gfm", ["--wrap=none"])
    assert shown.strip() == text


def test_hostile_briefing_holds_no_markup(hostile_build: Built) -> None:
    text = read(hostile_build, "hostile")
    html = pypandoc.convert_text(text, "html", "gfm")
    for page in (html, markdown.markdown(text, extensions=["tables"])):
        assert not re.search(r"<(?:script|img src=x)", page), page
        assert "javascript:" not in page
    title = html[html.index("<h1") : html.index("</h1>")]
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in title
    assert ATTACK[-1] not in text.split("\n", 1)[0]


def test_real_briefing_has_every_reference_and_no_mark_left(real_build: Built) -> None:
    text = read(real_build, CHARTED.split("/")[1])
    assert not re.search(r"\((?:claim|said|chart):|\[@|```", text)
    listed = re.findall(r"^(\d+)\. ", text[text.index("## References") :], re.MULTILINE)
    assert listed == [str(n) for n in range(1, len(listed) + 1)]
    cited = {int(n) for n in re.findall(r"\[(\d+)[\],;]", text)}
    assert cited <= set(range(1, len(listed) + 1))
    assert len(listed) > 20
    page = real_build.page(CHARTED)
    assert len(list(page.classed("pl-references")[0].iter("li"))) == len(listed)
    links = [e.get("href") for e in page.tree.iter("link") if e.get("type") == "text/markdown"]
    assert links == ["reverse-kissinger-arithmetic.md"]
