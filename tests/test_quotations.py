"""Quotations: found in a briefing's body, and compared with the words of their source."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plumbline.content.prose import mask_prose
from plumbline.evidence.citations import find_citations
from plumbline.evidence.quotation_match import QuotationMatch, QuotationOutcome, match_quotation
from plumbline.evidence.quotations import Quotation, find_quotations
from plumbline.evidence.text_folding import fold_text
from plumbline.evidence.word_diff import compare_words


def find(body: str) -> tuple[Quotation, ...]:
    masked = mask_prose(body)
    return find_quotations(body, masked, find_citations(body, masked))


def shown(body: str) -> list[tuple[str, str, str]]:
    return [(q.kind.value, q.citation.items[0].key, q.text) for q in find(body)]


# Finding.


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It rejects “well-formulated policies” [@a].", "well-formulated policies"),
        ("It rejects “well-formulated policies”. [@a] Next.", "well-formulated policies"),
        ("It rejects “well-formulated policies.” [@a] Next.", "well-formulated policies."),
        ("It rejects “policies”, [@a].", "policies"),
        ("It rejects “policies”[@a].", "policies"),
        ("It rejects “policies”\n[see @a, pp. 3–5; also @b].", "policies"),
        ("British ‘well-formulated policies’ [@a].", "well-formulated policies"),
        ("British ‘it doesn’t rise’ [@a].", "it doesn’t rise"),
        ("The ‘workers’ rights’ [@a].", "workers’ rights"),
        ("German „gut geplant“ [@a].", "gut geplant"),
        ("German »gut geplant« [@a].", "gut geplant"),
        ("French « bien prévu » [@a].", "bien prévu"),
        ("Russian «рост на 5 %» [@a].", "рост на 5 %"),
        ("Russian «рост „торговли“ на 5 %» [@a].", "рост „торговли“ на 5 %"),
        ("Chinese “贸易额增长” [@a]。", "贸易额增长"),
        ("Japanese 「貿易」 [@a]。", "貿易"),
        ('Typewriter "well-formulated" [@a].', "well-formulated"),
        ("Typewriter 'well-formulated' [@a].", "well-formulated"),
        ('Typewriter "a 6" gun" [@a].', 'a 6" gun'),
        ("Nested “he said ‘no’ twice” [@a].", "he said ‘no’ twice"),
        ("Nested ‘he said “no” twice’ [@a].", "he said “no” twice"),
        ("The end is nested “he said ‘no’” [@a].", "he said ‘no’"),
        ("In parentheses (“policies”) [@a].", "policies"),
        ("*“policies”* [@a]", "policies"),
        ("“policies [@a]”", "policies"),
        ("“policies”[^1] [@a].\n\n[^1]: Note.", "policies"),
        ("[“policies”](https://example.org) [@a]", "policies"),
        ("“across\nlines” [@a]", "across lines"),
        ("“*very* good, [he] **said**, see [this](https://e.org) now” [@a]",
         "very good, [he] said, see this now"),
        ("“[s]aid `code` & \\*stars\\* and&nbsp;more<br>” [@a]", "[s]aid code & *stars* and more"),
        ("“a [claim of $5](claim:five) here” [@a]", "a claim of $5 here"),
        ("- item\n- “policies” [@a]\n", "policies"),
        ("> He wrote “policies” [@a] and left.", "policies"),
        ("| “policies” [@a] | 5 |", "policies"),
        ("Text.[^n]\n\n[^n]: “policies” [@a].", "policies"),
        ("!!! note\n    “policies” [@a]", "policies"),
    ],
)  # fmt: skip
def test_a_quotation_before_its_citation_counts_whatever_its_length(body: str, words: str) -> None:
    assert shown(body) == [("direct", "a", words)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("He said “one two three four” in 2020 [@a].", [("a", "one two three four")]),
        ("As @a says, “one two three four”.", [("a", "one two three four")]),
        ("He [@a] said “one two three four”.", [("a", "one two three four")]),
        ("It was “one two three four” and “five six seven eight” once [@a].",
         [("a", "one two three four"), ("a", "five six seven eight")]),
        ("It was “one two three four” once [@a], then “five six seven eight” again [@b].",
         [("a", "one two three four"), ("b", "five six seven eight")]),
        ("“One two three four”, said George W. Bush of the U.S. Treasury, cf. Mr. No. 5 [@a].",
         [("a", "One two three four")]),
        ("“One two three. Four five six”, he said [@a].", [("a", "One two three. Four five six")]),
        ("“One two three four!” he said [@a].", [("a", "One two three four!")]),
        ("“One two three four” (p. 3). [@a] Next.", [("a", "One two three four")]),
        ("The port said “one two three four” in May. [@a]", [("a", "one two three four")]),
        ("1. Item\n\n    ```\n    code\n    ```\n\n    It said “one two three four” once [@a].",
         [("a", "one two three four")]),
        ("“贸易额比去年增长了” 他说 [@a]。", [("a", "贸易额比去年增长了")]),
        ("| “one two three four” | text [@a] |", [("a", "one two three four")]),
    ],
)  # fmt: skip
def test_four_words_need_a_citation_in_their_sentence(
    body: str, expected: list[tuple[str, str]]
) -> None:
    assert shown(body) == [("sentence", key, words) for key, words in expected]


def test_each_quotation_goes_with_the_nearest_citation_after_it() -> None:
    body = "He calls it “one two three four” [@a] and “five” [@b], she “six seven eight nine” [@c]."
    assert shown(body) == [
        ("direct", "a", "one two three four"),
        ("direct", "b", "five"),
        ("direct", "c", "six seven eight nine"),
    ]


def test_a_citation_in_the_sentence_may_be_meant_too() -> None:
    (quotation,) = find("@a holds that it was “one two three four”, unlike others [@b].")
    assert quotation.citation.items[0].key == "b"
    assert quotation.alternative is not None
    assert quotation.alternative.items[0].key == "a"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("> Words of the source,\n> all of them.\n\n— Lüthi [@a]",
         ["Words of the source, all of them."]),
        ("> Words of the source [@a].", ["Words of the source"]),
        ("> Words of the source. [@a; @b]\n\nProse.", ["Words of the source."]),
        ("> Words of the source.\n>\n> More of them.\n>\n> — Lüthi, [@a, p. 3]",
         ["Words of the source.", "More of them."]),
        ("> Words of the source.\n> -- @a\n", ["Words of the source."]),
        ("> Words of the source.\n[@a]", ["Words of the source."]),
        ("> Words of the source\nand more. [@a]", ["Words of the source and more."]),
        ("> “Words of the source.” [@a]", ["“Words of the source.”"]),
        ("> Words of *the* ‘source’ itself. [@a]", ["Words of the ‘source’ itself."]),
        ("Prose.\n\n    - x\n\n> Words of it. [@a]", ["Words of it."]),
    ],
)  # fmt: skip
def test_a_block_quote_with_a_citation_is_a_quotation(body: str, expected: list[str]) -> None:
    assert shown(body) == [("block", "a", words) for words in expected]


@pytest.mark.parametrize(
    "body",
    [
        "A “reverse Kissinger” is what some want [@a].",
        "The “realists”, @a argues, are wrong.",
        "The “realists” @a opposes are wrong.",
        "It was “one two three four”. Trade fell [@a].",
        "It was “one two three four.” Trade fell [@a].",
        "It was “one two three four.” @a says otherwise.",
        "It was “one two three four” in the U.S. The rest is known [@a].",
        "Trade fell [@a]. It was “one two three four”.",
        "It was “one two three four”.\n\nTrade fell [@a].",
        "- It was “one two three four”\n- Trade fell [@a]",
        "## “One two three four”\nTrade fell [@a].",
        "Don’t; the 1990s’ end, ’tis 5' 6\" tall, the dogs’ bowls and rock ’n’ roll [@a].",
        "Rock ‘n’ roll of the ‘90s was the workers’ joy [@a].",
        "The 5' 6\" man's and the 6' 2\" man's hats fell [@a].",
        "He said ‘the ships’ crews of the fleet’, and so on [@a].",
        "He said “one two three four and never closed [@a].",
        "```\n“one two three four” [@a]\n```",
        "`“one two three four” [@a]`",
        "<!-- “one two three four” [@a] -->",
        '!!! note "One two three four" \n    Trade fell [@a].',
        '[trade](https://e.org "one two three four") fell [@a].',
        '<span title="one two three four">trade</span> fell [@a].',
        "“…” [@a] and “[…]” [@a] and “” [@a]",
        "> [!NOTE]\n> Our own words [@a].",
        "> **Note.** Our own words, after @a.",
        "> Our own words [@a] go on here.",
        "> Words without a citation.\n\nProse goes on [@a].",
        "> Words without a citation.\n\n> @a, who was there",
    ],
)
def test_other_words_are_left_alone(body: str) -> None:
    assert shown(body) == []


def test_quotations_of_a_told_block_quote_are_found_one_by_one() -> None:
    body = "> “Never in all my life”, he said, “have I seen that happen” [@a]."
    assert shown(body) == [
        ("sentence", "a", "Never in all my life"),
        ("direct", "a", "have I seen that happen"),
    ]


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        ("Ω 🚢 “*very* good” [@a]", "*very* good"),
        ("\n\n“a\nb” [@a]", "a\nb"),
        ("> Words *of* it\n> and more. [@a]", "Words *of* it\n> and more."),
        (" «  x  » [@a]", "  x  "),
    ],
)
def test_offsets_are_exact(body: str, raw: str) -> None:
    (quotation,) = find(body)
    start = body.index("Words") if raw.startswith("Words") else body.index(raw)
    assert body[quotation.start : quotation.end].rstrip() == raw.rstrip()
    assert quotation.start == start


BITS = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", "„", "[@a]", "@b", "[", "]", "(", ")", "> ", "\n",
     "\n\n", ". ", "… ", "word ", "two words ", "5' 6\" ", "*", "_", "`", "\\", "[^1]", "— ", "!",
     "{.x}",     "<b>", "<!--", "贸易", "。", "|", "# ", "- ", "\u200f", "&amp;", "```\n"]
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(), st.lists(BITS, max_size=60).map("".join)))
def test_any_body_is_read_without_failing(body: str) -> None:
    end = 0
    for quotation in find(body):
        assert end <= quotation.start < quotation.end <= len(body)
        assert quotation.text.strip() == quotation.text
        assert any(c.isalnum() for c in quotation.text)
        end = quotation.start


def test_marks_around_chinese_punctuation_quote_nothing() -> None:
    assert find("“、” [@a]") == ()
    assert [q.text for q in find("“贸易、” [@a]")] == ["贸易、"]


@pytest.mark.parametrize("unit", ["“ ‘ ", "“[", 'the 5" x ', "crews’ ", "> x\n>\n", "[[]", "…. "])
def test_large_hostile_bodies_are_read_to_their_end(unit: str) -> None:
    body = unit * (200_000 // len(unit)) + "\n\nIt was “planned” [@a]."
    masked = body  # masking is not what is tested
    citations = find_citations("[@a]")
    at = body.index("[@a]")
    citation = type(citations[0])(citations[0].items, at, at + 4)
    assert [q.text for q in find_quotations(body, masked, [citation])] == ["planned"]


# Matching.

LUTHI = (
    "The rapprochement was by no means the result of well-formulated and implemented policies, "
    "but of chance – and of “luck”. It doesn’t follow a plan."
)
TRADE = (
    "Trade rose 5.17% to $1,500 million in 2023… and fell by −6.9 percent (as Lin’s office said)."
)
NEXT = "Nothing came of it. In 1969 the Soviet Union did not attack."
PASSAGES = (LUTHI, TRADE, NEXT)
TITLE = "The Myth of a ‘Reverse Kissinger’: Why <i>Russia</i> Matters"


def match(quotation: str) -> QuotationMatch:
    return match_quotation(quotation, TITLE, PASSAGES, container_title="The Diplomat")


def quoted(quotation: str) -> list[str]:
    return [PASSAGES[s.passage][s.start : s.end] for s in match(quotation).spans]


@pytest.mark.parametrize(
    ("quotation", "words"),
    [
        ("was by no means the result of well-formulated and implemented policies",
         ["was by no means the result of well-formulated and implemented policies"]),
        ("well-formulated and implemented policies.", ["well-formulated and implemented policies"]),
        ("by no means the result,", ["by no means the result"]),
        ("By no means", ["by no means"]),
        ("the rapprochement was", ["The rapprochement was"]),
        ("[t]he rapprochement was", ["The rapprochement was"]),
        ("[B]y no means", ["by no means"]),
        ("chance—and of ‘luck’", ["chance – and of “luck"]),
        ("chance -- and of luck", ["chance – and of “luck"]),
        ("chance \u2009–\u00a0and  of\n«luck».", ["chance – and of “luck"]),
        ("well‑formu\u00adlated", ["well-formulated"]),
        ("It doesn't follow", ["It doesn’t follow"]),
        ("rapprochement … result", ["rapprochement", "result"]),
        ("rapprochement ... policies", ["rapprochement", "policies"]),
        ("rapprochement . . . policies", ["rapprochement", "policies"]),
        ("rapprochement […] policies", ["rapprochement", "policies"]),
        ("rapprochement (...) policies", ["rapprochement", "policies"]),
        ("… the result of …", ["the result of"]),
        ("policies. … It doesn’t", ["policies", "It doesn’t"]),
        ("by no means the result of … policies", ["by no means the result of", "policies"]),
        ("of well-formulated … Policies", ["of well-formulated", "policies"]),
        ("[It] was by no means [at all] the result", ["was by no means", "the result"]),
        ("the result of [good] policies", ["the result of", "policies"]),
        ("implement[ing] policies", ["implement", "policies"]),
        ("the rapproche[ment] was", ["The rapproche", "was"]),
        ("the result [sic] of", ["the result", "of"]),
        ("the result [emphasis added] of well-formulated", ["the result", "of well-formulated"]),
        ("[re]result of", ["result of"]),
        ("the result of [a] [b] well-formulated", ["the result of", "well-formulated"]),
        ("Trade rose 5.17 % to $1,500 million", ["Trade rose 5.17% to $1,500 million"]),
        ("rose 5.17% to $1,500 million in 2023 and fell", None),
        ("in 2023 … and fell by -6.9 percent", ["in 2023", "and fell by −6.9 percent"]),
        ("as Lin's office said", ["as Lin’s office said"]),
        ("fell by −6.9 percent … In 1969", ["fell by −6.9 percent", "In 1969"]),
        ("It doesn’t follow a plan … Trade rose", ["It doesn’t follow a plan", "Trade rose"]),
    ],
)  # fmt: skip
def test_what_an_editor_may_do_is_verbatim(quotation: str, words: list[str] | None) -> None:
    if words is None:  # the passage itself leaves words out there
        assert match(quotation).outcome is QuotationOutcome.ALTERED
        return
    assert match(quotation).outcome is QuotationOutcome.VERBATIM
    assert quoted(quotation) == words


@pytest.mark.parametrize(
    ("quotation", "diff"),
    [
        ("means the result of well-planned and implemented policies",
         "means the result of [-well-formulated-]{+well-planned+} and implemented policies"),
        ("was the result of well-formulated and implemented policies",
         "was [-by no means-] the result of well-formulated …"),
        ("was by no means the clear result of well-formulated and implemented policies",
         "was by no means the {+clear+} result of well-formulated and implemented policies"),
        ("is by no means the result of well-formulated",
         "[-was-]{+is+} by no means the …"),
        ("the result of well-formulated or implemented policies",
         "the result of well-formulated [-and-]{+or+} implemented policies"),
        ("the result of implemented and well-formulated policies", None),
        ("the result of well formulated and implemented policies",
         "the result of [-well-formulated-]{+well formulated+} and implemented policies"),
        ("formulated and implemented policies",
         "[-well-formulated-]{+formulated+} and implemented policies"),
        ("It does follow a plan", "It [-doesn’t-]{+does+} follow a plan"),
        ("It does not follow a plan", "It [-doesn’t-]{+does not+} follow a plan"),
        ("it doesnt follow a plan", "it [-doesn’t-]{+doesnt+} follow a plan"),
        ("Trade fell 5.17% to $1,500 million in 2023",
         "Trade [-rose-]{+fell+} 5.17% to $1,500 million in 2023"),
        ("Trade rose 51.7% to $1,500 million in 2023",
         "Trade rose [-5.17%-]{+51.7%+} to $1,500 million in 2023"),
        ("Trade rose 5.1", "Trade rose [-5.17%-]{+5.1+}"),
        ("Trade rose 5.17", "Trade rose [-5.17%-]{+5.17+}"),
        (".17% to $1,500 million", None),
        ("5.17% to $1,500 billion in 2023",
         "5.17% to $1,500 [-million-]{+billion+} in 2023"),
        ("and fell by 6.9 percent", "and fell by [-−6.9-]{+6.9+} percent"),
        ("500 million in 2023", "[-$1,500-]{+500+} million in 2023"),
        ("the Soviet Union did attack", "the Soviet Union did [-not-] attack"),
        ("the Soviet Union did not not attack", "the Soviet Union did not {+not+} attack"),
        ("In 1996 the Soviet Union did not attack",
         "In [-1969-]{+1996+} the Soviet Union did not attack"),
        ("the soviet union did not attack", None),
        ("as Lee’s office said", "as [-Lin’s-]{+Lee’s+} office said"),
        ("The Soviet Union did [never] attack", None),
        ("In [those years] the Soviet Union", None),
        ("policies … rapprochement", ""),
        ("In 1969 … The rapprochement", ""),
        ("It doesn’t follow a plan. Trade rose", None),
        ("It doesn’t follow a plan … In 1969", ""),
        ("harvests of wheat were poor in every province", ""),
        ("[He left]", ""),
        ("the result of […] plans", None),
        ("rapprochemen", None),
    ],
)  # fmt: skip
def test_other_words_than_the_source_s_always_show(quotation: str, diff: str | None) -> None:
    found = match(quotation)
    assert found.outcome is QuotationOutcome.ALTERED
    assert found.spans == ()
    assert bool(found.diff) != bool(found.note)
    if diff is not None:
        assert found.diff == diff


@pytest.mark.parametrize(
    ("quotation", "verbatim"),
    [
        ("The Myth of a “Reverse Kissinger”", True),
        ("the myth of a reverse Kissinger: why Russia matters", True),
        ("Reverse Kissinger", True),
        ("The Diplomat", True),
        ("The Myth of the Reverse Kissinger", False),
        ("Reverse Nixon", False),
    ],
)
def test_titles_are_compared_first_and_without_regard_to_case(
    quotation: str, verbatim: bool
) -> None:
    found = match_quotation(
        quotation, TITLE, ["Reverse Kissinger it is"], container_title="The Diplomat"
    )
    assert (found.outcome is QuotationOutcome.VERBATIM) is verbatim
    assert not verbatim or (found.in_title and found.spans == ())


def test_a_misquoted_title_is_shown_against_the_title() -> None:
    found = match("The Myth of the Reverse Kissinger")
    assert (found.in_title, found.diff) == (True, "The Myth of [-a-]{+the+} Reverse Kissinger")


def test_a_description_in_brackets_is_no_title() -> None:
    found = match_quotation("fell by half", "[Trade fell by half]", [])
    assert found.outcome is QuotationOutcome.NO_EXCERPT


@pytest.mark.parametrize("passages", [(), ("",), (" \n",)])
def test_nothing_to_compare_with_is_said(passages: tuple[str, ...]) -> None:
    found = match_quotation("by no means", "Title", passages)
    assert (found.outcome, found.diff) == (QuotationOutcome.NO_EXCERPT, "")


def test_a_translation_never_makes_a_quotation_verbatim() -> None:
    found = match_quotation(
        "a value of 48.2 billion dollars",
        "La Cina",
        ["un valore di 48,2 miliardi di dollari"],
        translations=["a value of 48.2 billion dollars"],
    )
    assert found.outcome is QuotationOutcome.TRANSLATION_ONLY
    assert found.spans == ()


@pytest.mark.parametrize(
    ("passage", "right", "wrong", "diff"),
    [
        ("товарооборот достиг «рекордных» $89,21 млрд – не меньше",
         "достиг „рекордных“ $89,21 млрд—не меньше", "достиг рекордных $89,12 млрд",
         "достиг рекордных [-$89,21-]{+$89,12+} млрд"),
        ("Россия не является врагом Китая", "не является врагом", "Россия является врагом Китая",
         "Россия [-не-] является врагом Китая"),
        ("2023年,中俄贸易额达2401亿美元，并未下降。", "2023 年，中俄贸易额达 2401 亿美元",
         "2023年，中俄贸易额达2410亿美元", None),
        ("两国友好没有止境，合作没有禁区。", "两国友好没有止境，\n合作没有禁区。",
         "两国友好有止境，合作没有禁区",
         "两国友好[-没-]有止境， …"),
        ("中国 −6.9%", "中国", "中国 6.9%", None),
        ("Китай –6,9 %", "Китай –6,9 %", "6,9 %", None),
        ("un valore di 48,2 miliardi di dollari", "un valore di 48,2 miliardi",
         "un valore di 4,82 miliardi di dollari",
         "un valore di [-48,2-]{+4,82+} miliardi di dollari"),
        ("đã giảm 32%, chỉ đạt 38,8 tỷ USD", "đa\u0303 giảm 32 %, chỉ đạt",
         "đã tăng 32%, chỉ đạt 38,8",
         None),
        ("La confiance n’est pas rompue : elle dure", "la confiance n'est pas rompue: elle dure",
         "la confiance est rompue", None),
        ("10² ships and ½ a crew", "10² ships and ½ a crew", "102 ships and 1/2 a crew", None),
        ("the ﬁrst ofﬁce in Ｃhina", "the first office in China", "the fist office in China", None),
        ("policies[12] were made", "policies were made", "policies weren’t made", None),
        ("5*3 is 15", "5*3 is 15", "53 is 15", None),
    ],
)  # fmt: skip
def test_other_languages_and_letters(
    passage: str, right: str, wrong: str, diff: str | None
) -> None:
    assert match_quotation(right, "t", [passage]).outcome is QuotationOutcome.VERBATIM
    found = match_quotation(wrong, "t", [passage])
    assert found.outcome is QuotationOutcome.ALTERED
    if diff is not None:
        assert found.diff == diff


@pytest.mark.parametrize(
    ("source", "quotation", "diff"),
    [
        ("a b c d", "a b c d", ""),
        ("a b “c” — d", "A b ‘c’–d.", ""),
        ("zero a b c d five", "b x d", "b [-c-]{+x+} d"),
        ("a b c", "x y z", "[-a b c-]{+x y z+}"),
        ("we saw it [then] fall", "we saw [it] fell", None),
        ("one two three four five six seven eight nine ten eleven twelve",
         "one two 3 four five six seven eight nine ten 11 twelve",
         "one two [-three-]{+3+} four five six seven eight nine ten [-eleven-]{+11+} twelve"),
        ("a b c d e f g h i j k l m n o p", "a b c d e f g X h i j k l m n o p",
         "… d e f g {+X+} h i j k …"),
    ],
)  # fmt: skip
def test_differences_are_shown_word_by_word(source: str, quotation: str, diff: str | None) -> None:
    shown_diff = compare_words(source, quotation)
    assert shown_diff == diff if diff is not None else "[-" in shown_diff


def test_long_differences_are_cut() -> None:
    source = " ".join(f"a{n}" for n in range(400))
    quotation = " ".join(f"a{n}" if n % 7 else f"b{n}" for n in range(400))
    assert len(compare_words(source, quotation)) < 420


# What holds for every passage.

VOCABULARY = [
    "trade", "with", "China", "did", "not", "rise,", "by", "5.17", "percent;", "$240", "billion",
    "–", "“no", "limits”", "the", "U.S.", "don’t", "well-formulated", "policies.", "(as", "said)",
    "торговля",    "не", "выросла", "中国", "贸易额", "1,500", "ships’", "café", "−6.9%",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=25)
RETYPED = {
    "–": ["—", "--", "–", "−"],
    "“": ["«", "‘", '"', "„", "“"],
    "”": ["»", "’", '"', "“", "”"],
    "’": ["'", "’", "ʼ"],
    "-": ["‑", "-", "‐"],
    "−": ["-", "–", "−"],
    "é": ["e\u0301", "é"],
}


@st.composite
def retyped_spans(draw: st.DrawFn) -> tuple[str, str]:
    """A passage, and some of its words in a row as another hand would type them."""
    words = draw(WORDS)
    assume("– –" not in " ".join(words))  # no two dashes in a row
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start + 1, len(words)))
    chosen = words[start:end]
    assume(any(c.isalnum() for c in "".join(chosen)))
    spaces = st.sampled_from([" ", "  ", "\u00a0", "\n", " \u200b", "\u2009"])
    typed = [
        "".join(draw(st.sampled_from(RETYPED[c])) if c in RETYPED else c for c in word)
        for word in chosen
    ]
    if len(typed) > 2 and draw(st.booleans()):
        left = draw(st.integers(1, len(typed) - 1))
        right = draw(st.integers(left, len(typed) - 1))
        gap = draw(st.sampled_from(["…", "...", "[…]", ". . .", "[...]", "(…)"]))
        typed[left:right] = [gap]
    quotation = "".join(
        w + (draw(spaces) if n < len(typed) - 1 else "") for n, w in enumerate(typed)
    )
    return " ".join(words), quotation


@settings(deadline=None, max_examples=400)
@given(retyped_spans())
def test_words_in_a_row_are_verbatim_however_they_are_typed(case: tuple[str, str]) -> None:
    passage, quotation = case
    found = match_quotation(quotation, "", [passage])
    assume(fold_text(quotation).text.strip("…-.,; "))
    assert found.outcome is QuotationOutcome.VERBATIM
    assert all(0 <= s.start < s.end <= len(passage) for s in found.spans)


@settings(deadline=None, max_examples=400)
@given(
    WORDS,
    st.data(),
    st.sampled_from(
        ["never", "61.7", "risen,", "Chinas", "нет", "出口", "billions", "$24", "un-policies"]
    ),
)
def test_a_word_that_is_not_the_source_s_is_always_found(
    words: list[str], data: st.DataObject, strange: str
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quotation = words[start:end]
    place = data.draw(st.integers(0, len(quotation) - 1))
    if data.draw(st.booleans()):
        quotation[place] = strange
    else:
        quotation.insert(place, strange)
    assert (
        match_quotation(" ".join(quotation), "", [" ".join(words)]).outcome
        is QuotationOutcome.ALTERED
    )


@settings(deadline=None, max_examples=400)
@given(WORDS, st.data())
def test_a_dropped_word_is_always_found(words: list[str], data: st.DataObject) -> None:
    numbered = [f"{word} w{n}x" for n, word in enumerate(words)]
    assume(len(numbered) > 2)
    place = data.draw(st.integers(1, len(numbered) - 2))
    quotation = " ".join(numbered[:place] + numbered[place + 1 :])
    assert match_quotation(quotation, "", [" ".join(numbered)]).outcome is QuotationOutcome.ALTERED


MARKED = st.lists(
    st.sampled_from(["[", "]", "…", "...", " ", "a", "the", "5", "[x]", "[…]", "“", "-", "\ue000",
 "\x02",                     "é", "\u0301", "中", ".", "ﬁ", "'", "\u202e", "*"]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(), MARKED), st.one_of(st.text(), MARKED), st.lists(MARKED, max_size=3))
def test_any_text_is_compared_without_failing(
    quotation: str, title: str, passages: list[str]
) -> None:
    found = match_quotation(quotation, title, passages, translations=passages)
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(passages[span.passage])


@settings(deadline=None)
@given(st.one_of(st.text(), MARKED))
def test_folding_keeps_every_digit_in_order(text: str) -> None:
    assume("[" not in text)  # note reference marks may go
    folded = fold_text(text)
    digits = [c for c in text if c in "0123456789"]
    assert [c for c in folded.text if c in "0123456789" and c in text] == digits or re.search(
        r"[^\x00-\x7f]", text
    )
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)


@pytest.mark.parametrize(
    ("quotation", "outcome"),
    [
        ("w7 w8 w9", QuotationOutcome.VERBATIM),
        ("w29990 w29992 w29991", QuotationOutcome.ALTERED),
        (" … ".join(f"w{n}" for n in range(0, 29_000, 10)), QuotationOutcome.VERBATIM),
        (" [x] ".join(f"w{n}" for n in range(300)), QuotationOutcome.VERBATIM),
        ("w1 " * 3000, QuotationOutcome.ALTERED),
    ],
)
def test_large_excerpts_are_compared_to_their_end(
    quotation: str, outcome: QuotationOutcome
) -> None:
    passage = " ".join(f"w{n}" for n in range(30_000))
    assert match_quotation(quotation, "t", [passage]).outcome is outcome
