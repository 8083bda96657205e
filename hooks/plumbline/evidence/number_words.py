"""Numbers in words: "forty-six", "half a million", "two-thirds", "a dozen", "twice", "doubled".

Cardinals are read by text2num in the languages it knows; fractions and multiples in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from text_to_num import Token, find_numbers

from plumbline.evidence.numerals import Numeral, coarse_step

__all__ = ["ADDED_FRACTION", "FRACTIONS", "find_fractions", "find_multiples", "find_number_words"]

_LANGUAGES = frozenset({"en", "fr", "es", "pt", "de", "nl", "it", "da"})  # those of text2num
_WORD = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"[\s‐‑-]{1,3}|\s{1,2}[^\W\d_]{1,3}\s{1,2}")
_ARTICLE = re.compile(r"(?<![^\W_])(?:half\s+an?|half|an?)[\s-]\Z", re.IGNORECASE)

FRACTIONS: Mapping[str, int] = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
"""Names of fractions with their denominators."""
ADDED_FRACTION = re.compile(
    r"\s+and\s+(?P<count>an?|one|two|three)[\s-](?P<name>half|third|quarter|fifth)s?(?![^\W_])",
    re.IGNORECASE,
)
"""What makes two and a half of two."""
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<count>{'|'.join(_COUNTS)})(?P<joint>[\s‐‑-]))?"
    rf"(?P<name>{'|'.join(FRACTIONS)})(?P<plural>s)?(?![^\W_])"
    r"|(?<![\w/.,])(?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?)(?=\s+of\s)",
    re.IGNORECASE,
)
# "a third" is a fraction before these words, and an ordinal before others ("a third party").
_AFTER_FRACTION = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]”’\"–—]|\s(?:of|as|more|less|fewer|higher|lower|smaller|larger|bigger"
    r"|below|above|in|to|from|by|since|between|is|was|were|are|on|at|during|over|than|that|its"
    r"|their|the|what|went|came|had|has|have|but|while|when|against|compared|after|before|would"
    r"|could|will|may|might)(?![^\W_]))",
    re.IGNORECASE,
)
_AFTER_HALF = re.compile(r"\s+(?:of|the|that|those|its|their|his|her|as|what|this|these)\s", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?![12][0-9]{3})", re.IGNORECASE)
_LED = re.compile(
    r"(?<![^\W_])(?:by|than|about|around|roughly|approximately|nearly|almost|over|under|below"
    r"|above|only|just|least|most|exactly|some)\s+\Z",
    re.IGNORECASE,
)
_PERIODS = re.compile(
    r"(?<![^\W_])(?:first|second|third|last|past|previous|next|final|latter|other|better|this|each"
    r"|consecutive|successive|and|every|same|per|later|early)\s+\Z",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\s+(?:of\s+)?(?:an?|one)\s+(?=(?:thousand|million|billion|trillion|per[ -]?cent|dozen"
    r"|percentage[ -]point|basis[ -]point)(?![^\W_]))",
    re.IGNORECASE,
)
_MULTIPLES = {"twice": 2, "thrice": 3, "doubl": 2, "trebl": 3, "tripl": 3, "quadrupl": 4,
              "quintupl": 5}  # fmt: skip
_MULTIPLE = re.compile(
    r"(?<![\w-])(?:(?P<twice>twice|thrice)"
    r"|(?P<verb>doubl|trebl|tripl|quadrupl|quintupl|halv)(?P<form>e|ed|es|ing)"
    r"|(?P<fold>[a-z]{3,8})fold|(?P<dozens>[a-z]+|half\s+a)[\s-]dozen)(?![^\W_]|-)",
    re.IGNORECASE,
)
_AFTER_MULTIPLE = re.compile(
    r"\s+(?:the|that|those|what|its|their|this|these|last|as|more|over|[A-Z][\w.]*[’']s?)(?![^\W_])"
)


class _Word(Token):
    """A word, or what stands between two words, as text2num takes it."""

    __slots__ = ("start", "written")

    def __init__(self, written: str, start: int = 0) -> None:
        self.written = written
        self.start = start

    def text(self) -> str:
        return self.written


@lru_cache(maxsize=20_000)
def _is_number_word(word: str, language: str) -> bool:
    return len(word) < 60 and bool(find_numbers([_Word(word)], language, 0.0))


def find_number_words(
    text: str, language: str, magnitudes: Mapping[str, int]
) -> Iterator[Numeral]:
    """Yield cardinal numbers in words; ordinals, and "billions" without a count, are none.

    Args:
        text: any text.
        language: two-letter code; nothing is found in a language that text2num does not know.
        magnitudes: words such as "million" with their power of ten.
    """
    if language not in _LANGUAGES:
        return
    run: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if not _is_number_word(match[0].lower(), language):
            continue
        if run and not _JOINT.fullmatch(text, run[-1][1], match.start()):
            yield from _read_run(text, run, language, magnitudes)
            run = []
        run.append(match.span())
    if run:
        yield from _read_run(text, run, language, magnitudes)


def _read_run(
    text: str, run: list[tuple[int, int]], language: str, magnitudes: Mapping[str, int]
) -> Iterator[Numeral]:
    start = run[0][0]
    tokens = [
        _Word(re.sub("[‐‑]", "-", m[0]).lower(), start + m.start())
        for m in re.finditer(r"[^\W\d_]+|[\W\d_]+", text[start : run[-1][1]])
    ]
    for found in find_numbers(tokens, language, 0.0):
        first, last = tokens[found.start], tokens[found.end - 1]
        end = last.start + len(last.written)
        if found.is_ordinal or len(found.text) > 24:
            continue
        try:
            value = Decimal(found.text.replace(",", "."))
        except ArithmeticError:
            continue
        numeral = _cardinal(text, first.start, end, value, language, magnitudes)
        if numeral is not None:
            yield numeral


def _cardinal(
    text: str, start: int, end: int, value: Decimal, language: str, magnitudes: Mapping[str, int]
) -> Numeral | None:
    words = _WORD.findall(text[start:end].lower())
    magnitude = Decimal(1).scaleb(magnitudes.get(words[-1], 0))
    if not value or value % magnitude:
        magnitude = Decimal(1)
    step = magnitude.scaleb(min(0, int(value.as_tuple().exponent)))
    if language == "en" and (words[0] in magnitudes or words[0].startswith("hundred")):
        # "billions of dollars" is no number; "a billion" and "half a billion" are.
        article = _ARTICLE.search(text, max(0, start - 9), start)
        if article is None:
            return None
        start = article.start()
        if article[0].lower().startswith("half"):
            value, step = value / 2, magnitude / 10
    elif value >= 1_000_000 and value == magnitude and len(words) == 1:
        return None
    return Numeral(start, end, value, step, coarse_step(value, step), "words", magnitude)


def find_fractions(text: str, *, lenient: bool = False) -> Iterator[Numeral]:
    """Yield English fractions: "a third of", "two-thirds", "nine-tenths", "half the", "2/3 of".

    A third party, the first half and the last three quarters are none, unless `lenient`.
    """
    for match in _FRACTION.finditer(text):
        start, end = match.span()
        if match["over"]:
            count, parts = int(match["over"]), int(match["under"])
        else:
            count = _COUNTS.get((match["count"] or "one").lower(), 1)
            parts = FRACTIONS[match["name"].lower()]
            if not (lenient and match["count"]) and not _is_fraction(text, match):
                continue
        if count >= parts:
            continue
        value = Decimal(count) / parts
        scale = _SCALE.match(text, end)
        if scale is not None:  # "half a per cent", "three-quarters of a million"
            step = Decimal("0.1") if parts == 2 else Decimal("0.05")
            yield Numeral(start, scale.end(), value, step, step, "words")
        else:
            # Fractions have no last digit: a percentage point, a twentieth of small ones.
            step = min(Decimal("0.02"), value / 10)
            yield Numeral(start, end, value, step, value, "share")


def _is_fraction(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    name, count = match["name"].lower(), (match["count"] or "").lower()
    if text[end : end + 1] in ("-", "‑", "‐"):
        return False
    hyphenated = bool(count) and not (match["joint"] or " ").isspace()
    led = _LED.search(text, max(0, start - 16), start) is not None
    if _PERIODS.search(text, max(0, start - 16), start):
        return False
    if match["plural"]:
        if _COUNTS.get(count, 1) < 2:
            return False
        return name != "quarter" or hyphenated or led or _OF.match(text, end) is not None
    if name == "half":
        return led or hyphenated or _SCALE.match(text, end) is not None or bool(
            _AFTER_HALF.match(text, end)
        )
    if not count or _COUNTS[count] > 1:
        return False
    if name == "quarter":
        return hyphenated or led or _OF.match(text, end) is not None
    return hyphenated or _AFTER_FRACTION.match(text, end) is not None


def find_multiples(text: str, *, lenient: bool = False) -> Iterator[Numeral]:
    """Yield English multiples ("twice the", "doubled", "tenfold") and dozens.

    "Twice a year" and "double standards" are none, unless `lenient`.
    """
    for match in _MULTIPLE.finditer(text):
        start, end = match.span()
        if match["fold"]:
            value = _small_number(match["fold"])
            step = Decimal(1)
        elif match["dozens"]:
            yield from _dozens(match)
            continue
        else:
            stem = (match["twice"] or match["verb"]).lower()
            bare = match["twice"] or match["form"].lower() == "e"
            led = _LED.search(text, max(0, start - 16), start)
            if bare and not (lenient or led or _AFTER_MULTIPLE.match(text, end)):
                continue
            value = Decimal(_MULTIPLES.get(stem, 0)) or Decimal("0.5")
            step = Decimal("0.1") if stem == "halv" else Decimal("0.5")
        if value is not None:
            yield Numeral(start, end, value, step, step, "multiple")


def _dozens(match: re.Match[str]) -> Iterator[Numeral]:
    written = " ".join(match["dozens"].lower().split())
    if written == "half a":
        yield Numeral(match.start(), match.end(), Decimal(6), Decimal(1), Decimal(1), "words")
        return
    count = Decimal(1) if written == "a" else _small_number(written)
    if count is not None:
        yield Numeral(match.start(), match.end(), 12 * count, Decimal(1), Decimal(1), "words")


def _small_number(word: str) -> Decimal | None:
    found = find_numbers([_Word(word.lower())], "en", 0.0)
    if len(found) != 1 or found[0].is_ordinal or not found[0].text.isdigit():
        return None
    return Decimal(found[0].text)
