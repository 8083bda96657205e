"""Citations in pandoc's syntax: what is one, where it stands, what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.content.prose import MASK, find_fences, mask_prose
from plumbline.evidence import references
from plumbline.evidence.citations import Citation, CitationItem, Locator, find_citations
from plumbline.evidence.references import ReferenceFormatter, find_style


def keys(text: str) -> list[str]:
    return [item.key for citation in find_citations(text) for item in citation.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade grew [@a].", ["a"]),
        ("Trade grew [@a; @b; @c].", ["a", "b", "c"]),
        ("As @a says.", ["a"]),
        ("As @a says, and @b, and [@c].", ["a", "b", "c"]),
        ("@a", ["a"]),
        ("(@a)", ["a"]),
        ("[-@a]", ["a"]),
        ("[@doi:10.1371/journal.pone.0000217]", ["doi:10.1371/journal.pone.0000217"]),
        ("[@a_b-c.d/e:f]", ["a_b-c.d/e:f"]),
        ("Says @a. Then", ["a"]),
        ("Says @a: then", ["a"]),
        ("It fell [@a]: the market shrank, and [@b, p. 4]: so did others.", ["a", "b"]),
        ("[@{a key with spaces}]", ["a key with spaces"]),
        ("[@{https://example.org/a?b=c}]", ["https://example.org/a?b=c"]),
        ("[@москва-2024]", ["москва-2024"]),
        ("*in emphasis [@a]* and **@b**", ["a", "b"]),
        ("[a link with [@a] inside](https://example.org)", ["a"]),
        ("| cell [@a] | cell |\n|---|---|\n| [@b] | c |", ["a", "b"]),
        ("- item [@a]\n\n    more of it [@b]\n\n1. other [@c]", ["a", "b", "c"]),
        ("!!! note\n    inside [@a]\n\n    and [@b]", ["a", "b"]),
        ("> quoted [@a]", ["a"]),
        ("Text[^1]\n\n[^1]: A note [@a].\n\n    More [@b].", ["a", "b"]),
        ("It costs $5 [@a] or $6 [@b].", ["a", "b"]),
        ("wrapped [see @a,\np. 4]", ["a"]),
    ],
)
def test_is_a_citation(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"Write \@a.",
        "`[@a]`",
        "``a ` [@a]``",
        "```\n[@a]\n```",
        "~~~ text\n[@a]\n~~~",
        "Text\n\n    [@a] in code\n",
        "- item\n\n        [@a] in code\n",
        "<!-- [@a] -->",
        "<!-- over\n\n[@a]\nlines -->",
        "$$ x [@a] $$",
        "mail desk@example.org now",
        "<desk@example.org>",
        "https://example.org/@a",
        "<https://example.org/@a>",
        "[text](https://example.org/@a)",
        "[text](page.md '@a')",
        "[text]: https://example.org/@a",
        "Text.\n\n[see @a]: https://example.org/",
        '<a href="x@a" title="@a">x</a>',
        "a @ b",
        "@",
        "@@a",
    ],
)
def test_is_no_citation(text: str) -> None:
    assert keys(text) == []


def first(text: str) -> CitationItem:
    return find_citations(text)[0].items[0]


@pytest.mark.parametrize(
    ("text", "locator", "suffix"),
    [
        ("[@a, p. 3]", Locator("page", "3", "p. 3"), ""),
        ("[@a, pp. 3-5, 8]", Locator("page", "3-5, 8", "pp. 3-5, 8"), ""),
        ("[@a, 33]", Locator("page", "33", "p. 33"), ""),
        ("[@a, 33-35]", Locator("page", "33-35", "pp. 33-35"), ""),
        ("[@a, chap. 2 and so on]", Locator("chapter", "2", "chap. 2"), "and so on"),
        ("[@a, § 5]", Locator("section", "5", "§ 5"), ""),
        ("[@a, vol. 2]", Locator("volume", "2", "vol. 2"), ""),
        ("[@a, p. xiv]", Locator("page", "xiv", "p. xiv"), ""),
        ("[@a, s.v. tariff]", None, ", s.v. tariff"),
        ("[@a{ix}]", Locator("page", "ix", "ix"), ""),
        ("[@a{p. 7}, see there]", Locator("page", "7", "p. 7"), ", see there"),
        ("[@a, emphasis ours]", None, ", emphasis ours"),
        ("[@a]", None, ""),
        ("@a [p. 3] says", Locator("page", "3", "p. 3"), ""),
        ("@a [3] says", Locator("page", "3", "p. 3"), ""),
        ("@a [sic] says", None, ""),
    ],
)
def test_locator_and_suffix(text: str, locator: Locator | None, suffix: str) -> None:
    item = first(text)
    assert (item.locator, item.suffix) == (locator, suffix)


def test_prefixes_belong_to_their_part() -> None:
    (citation,) = find_citations("So [see @a, p. 3; but compare -@b].")
    assert [(i.key, i.prefix, i.suppress_author) for i in citation.items] == [
        ("a", "see", False),
        ("b", "but compare", True),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[@a]<br>", ["a"]),
        ("Fell [see @a, p. 4]<!-- x -->.", ["a"]),
        ("Fell [@a][^1] [@b][@c][-@d].", ["a", "b", "c", "d"]),
        ("Won![@a]", ["a"]),
        ("[@a]: it fell", ["a"]),
        (r"\( [@a] \) and \[ [@b] \]", ["a", "b"]),
        ("![@a](b.png) [@c](d.md) [@e][f]", ["a", "c", "e"]),
    ],
)
def test_what_stands_beside_a_citation_leaves_it_one(text: str, found: list[str]) -> None:
    assert keys(text) == found


@pytest.mark.parametrize(
    ("text", "narrative"), [("[@a](b.md)", True), ("![@a](b.png)", True), ("[@a]<br>", False)]
)
def test_the_text_of_a_link_is_no_cluster(text: str, narrative: bool) -> None:
    (citation,) = find_citations(text)
    assert citation.narrative is narrative


@pytest.mark.parametrize("text", ["[@a; see below]", "[nothing; @a]", "[@a; ]"])
def test_a_part_without_a_key_makes_a_cluster_malformed(text: str) -> None:
    (citation,) = find_citations(text)
    assert citation.malformed


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Up [@a].", "[@a]"),
        ("Up [see @a, p. 3].", "[see @a, p. 3]"),
        ("As @a [p. 3] says", "@a [p. 3]"),
        ("As @a says [sic]", "@a"),
        ("Text @a[^1]", "@a"),
        ("Text @a [link](x.md)", "@a"),
    ],
)
def test_offsets_span_the_whole_citation(text: str, cited: str) -> None:
    (citation,) = find_citations(text)
    assert text[citation.start : citation.end] == cited


KEYS = st.from_regex(r"\A[a-z][a-z0-9]{0,6}([-_:./][a-z0-9]{1,4}){0,2}\Z")
WORDS = st.text("abcde ,.é–“”", max_size=20)


@given(st.lists(st.tuples(WORDS, KEYS), min_size=1, max_size=5))
def test_written_citations_are_found_where_they_were_written(parts: list[tuple[str, str]]) -> None:
    text, expected = "", []
    for words, key in parts:
        text += f"{words} "
        start = len(text)
        text += f"[@{key}]"
        expected.append((key, start, len(text)))
    found = [(c.items[0].key, c.start, c.end) for c in find_citations(text)]
    assert found == expected


@given(st.text(alphabet="@[]{};-`~*_<>!()$\\ \n\tab1.,:|#", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    last = 0
    for citation in find_citations(text):
        assert isinstance(citation, Citation)
        assert last <= citation.start < citation.end <= len(text)
        for item in citation.items:
            assert citation.start <= item.start < item.end <= citation.end
        last = citation.end


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a `b` c ``d ` e`` f", "a ··· c ········· f"),
        ("a \\` b` c", "a ·· b` c"),
        ("a ```b` c` d", "a ····· c` d"),  # closed by fewer, which leave the others to the code
        ("a `b``c d", "a `b``c d"),
        ("a `b``c` d", "a ······ d"),
        ("``` `` ` a", "······ ` a"),
        ("a $$b$$ c \\(d\\) \\[e\\] $1 to $2", "a ····· c ··d·· ··e·· $1 to $2"),
        ("a `b\nc` d\n- `e\n- f`", "a ··\n·· d\n- `e\n- f`"),
        ("# `a\nb`\n\n| `c |\n| d` |\n\n`e\n\nf`", "# `a\nb`\n\n| `c |\n| d` |\n\n`e\n\nf`"),
        ("a <USD 6\n\n> b <c\nd>", "a <USD 6\n\n> b ··\n··"),
        ("a <!-- b\n\nc -->\n\n<!-- d\n\ne --> f", "a <!-- b\n\nc -->\n\n······\n\n····· f"),
        ("<!--> a <!-- b --> c <!-- d", "····· a ·········· c <!-- d"),
        ("$$a\n\nb$$", "$$a\n\nb$$"),
        ('[a](b.md "c")\n\n[d]: e\n  "f"\n[g]:\n  h', "[a]··········\n\n······\n·····\n····\n···"),
        ("[Update]: 45 tonnes\n[a]: b", "[Update]: 45 tonnes\n······"),
        ('![a](b.png){ width="600" } {c=}', "![a]······················ ····"),
        ("1. a\n\n    ```\n    b\n    ```\n\n    c", "1. a\n\n·······\n·····\n·······\n\n    c"),
        ('===+ "a"\n\n    b\n\n        c', '===+ "a"\n\n    b\n\n·········'),
        ("!!!note\n\n    a\n\nb\n:    c\n\n    d", "!!!note\n\n    a\n\nb\n:    c\n\n    d"),
        ("<div>\n\n    a\n\n</div>\n\n    b", "·····\n\n    a\n\n······\n\n·····"),
        ("a <b> c < d <!-- e\nf --> g", "a ··· c < d ······\n····· g"),
        ("a <pre>b</pre> c <https://d.org> e", "a ············ c ··············· e"),
        ("see http://a.org/b or (ftp://c.org)", "see ·············· or (············"),
        ("see a.b@c.org, @c or d @e.f", "see ·········, @c or d @e.f"),
        ("[a](b.md) and [c](d_(e).md)", "[a]······ and [c]··········"),
        ("[a]{.b} and {c}", "[a]···· and {c}"),
        ("see [a]\n\n[a]: b\n\nc [d]", "see [a]\n\n······\n\nc [d]"),
        ("[a]: b\nc\n  [d]: e\n[^f]: g", "······\nc\n········\n[^f]: g"),
        ("said @{https://a.org/b c} then", "said @{https://a.org/b c} then"),
    ],
)
def test_what_is_no_prose_is_masked(text: str, prose: str) -> None:
    assert mask_prose(text).replace(MASK, "·") == prose


@given(st.text(alphabet="`~<>!-$\\()[]: \n\tab#", max_size=120))
def test_masking_keeps_length_and_lines(text: str) -> None:
    masked = mask_prose(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]
    assert all(m in (MASK, c) for m, c in zip(masked, text, strict=True))


def test_a_fence_gives_its_content_without_its_indentation() -> None:
    body = "- item\n\n    ```chart\n    id: a\n      b: c\n    ```\n\nend"
    (fence,) = find_fences(body)
    assert (fence.info, fence.content) == ("chart", "id: a\n  b: c")
    assert re.fullmatch(r" {4}```chart\n.*```", body[fence.start : fence.end], re.DOTALL)


def test_an_unclosed_fence_is_text() -> None:
    assert find_fences("```\n[@a]\n") == ()
    assert keys("```\n[@a]\n") == ["a"]


def test_references_do_not_depend_on_how_records_are_grouped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    style = find_style("chicago-notes-bibliography", Path.cwd())
    assert style is not None
    records = {f"k{n}": f'{{"id": "k{n}", "type": "book", "title": "Book {n}"}}' for n in range(7)}
    records["k4"] = '{"id": "k4", "type": "book", "title": ["Book 4"]}'  # pandoc wants a string
    html, rejected = ReferenceFormatter(style).format(records)
    assert sorted(html) == ["k0", "k1", "k2", "k3", "k5", "k6"]
    assert "Book 6" in html["k6"]
    assert "Array" in rejected["k4"]
    monkeypatch.setattr(references, "_BATCH", 2)
    in_pairs, rejected = ReferenceFormatter(style).format(records)
    assert (in_pairs, list(rejected)) == (html, ["k4"])
