"""Numbers in words: "forty-six", "half a million", "two-thirds", "a dozen", "twice", "doubled".

Cardinals are read by text2num in the languages it knows; fractions and multiples in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from text_to_num import find_numbers  # type: ignore[import-untyped]

from plumbline.content.prose import MASK
from plumbline.evidence.lookback import match_back
from plumbline.evidence.numerals import Numeral, coarse_step

__all__ = ["ADDED_FRACTION", "COUNTS", "FRACTIONS", "find_number_words", "is_cardinal"]

_LANGUAGES = frozenset({"en", "fr", "es", "pt", "de", "nl", "it", "da"})  # those of text2num
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[\s‐‑-]{1,3}\Z")
_JOINT = re.compile(r"[\s‐‑-]{1,3}|\s{1,2}[^\W\d_]{1,3}\s{1,2}")
_ARTICLE = re.compile(r"(?:half an?|half|an?)[\s-]+", re.IGNORECASE)

FRACTIONS: Mapping[str, int] = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
"""Names of fractions with their denominators."""
COUNTS: Mapping[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
"""Numerators of fractions."""
ADDED_FRACTION = re.compile(
    r"\s+and\s+(?P<count>an?|one|two|three)[\s-](?P<name>half|third|quarter|fifth)s?(?![^\W_])",
    re.IGNORECASE,
)
"""What makes two and a half of two."""
_SLASHED = re.compile(r"(?<![\w/.,])(?P<over>[1-9][0-9]?)/(?P<under>[1-9][0-9]?)(?=\s+of\s)")
# "a third" is a fraction before these words, and an ordinal before others ("a third party").
_AFTER_FRACTION = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]”’\"–—]|\s(?:of|as|more|less|fewer|higher|lower|smaller|larger|bigger"
    r"|below|above|in|to|from|by|since|between|is|was|were|are|on|at|during|over|than|that|its"
    r"|their|the|what|went|came|had|has|have|but|while|when|against|compared|after|before|would"
    r"|could|will|may|might)(?![^\W_]))",
    re.IGNORECASE,
)
_AFTER_HALF = re.compile(
    r"\s+(?:of|the|that|those|its|their|his|her|as|what|this|these)\s", re.IGNORECASE
)
_OF = re.compile(r"\s+of\s+(?![12][0-9]{3})", re.IGNORECASE)
_LED = re.compile(
    r"(?:by|than|about|around|roughly|approximately|nearly|almost|over|under|below|above|only|just"
    r"|least|most|exactly|some)\s+",
    re.IGNORECASE,
)
_PERIODS = re.compile(
    r"(?:first|second|third|last|past|previous|next|final|latter|other|better|this|each|consecutive"
    r"|successive|and|every|same|per|later|early)\s+",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\s+(?:of\s+)?(?:an?|one)\s+(?=(?:thousand|million|billion|trillion|per[ -]?cent|dozen"
    r"|percentage[ -]point|basis[ -]point)(?![^\W_]))",
    re.IGNORECASE,
)
_MULTIPLES: Mapping[str, tuple[str, str]] = {
    "twice": ("2", "0.5"), "thrice": ("3", "0.5"), "double": ("2", "0.5"), "treble": ("3", "0.5"),
    "triple": ("3", "0.5"), "quadruple": ("4", "0.5"), "quintuple": ("5", "0.5"),
    "halve": ("0.5", "0.1"),
}  # fmt: skip
_ENDINGS = ("", "d", "s", "ing")
_FORMS: Mapping[str, tuple[str, str]] = {
    (stem.removesuffix("e") + ending if ending == "ing" else stem + ending): stem_and_ending
    for stem in _MULTIPLES
    for ending in (_ENDINGS if stem not in ("twice", "thrice") else ("",))
    for stem_and_ending in [(stem, ending)]
}
_AFTER_MULTIPLE = re.compile(
    r"\s+(?:the|that|those|what|its|their|this|these|last|as|more|over|[A-Z][\w.]*[’']s?)(?![^\W_])"
)


class _Word:
    """A word, or what stands between two words, as text2num takes it."""

    __slots__ = ("start", "written")

    def __init__(self, written: str, start: int = 0) -> None:
        self.written = written
        self.start = start

    def text(self) -> str:
        return self.written

    def nt_separated(self, previous: _Word) -> bool:  # noqa: ARG002 - the protocol's signature
        return False

    def not_a_number_part(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Words:
    """The text in which words are read, flattened for looking back too, and its language."""

    text: str
    flat: str
    language: str
    magnitudes: Mapping[str, int]
    lenient: bool


@lru_cache(maxsize=20_000)
def is_number_word(word: str, language: str) -> bool:
    """Return whether a lower-case word is a number, such as "forty", or part of one."""
    known = language in _LANGUAGES and len(word) < 60
    return known and bool(find_numbers([_Word(word)], language, 0.0))


@lru_cache(maxsize=20_000)
def is_cardinal(word: str, language: str) -> bool:
    """Return whether a lower-case word is a number and no ordinal."""
    if not is_number_word(word, language):
        return False
    return not any(found.is_ordinal for found in find_numbers([_Word(word)], language, 0.0))


@lru_cache(maxsize=20_000)
def _role(word: str, language: str) -> str:
    """Return what a word may be: c(ardinal), f(raction), m(ultiple), d(ozen)."""
    lower = word.lower()
    role = "c" if is_number_word(lower, language) else ""
    if language != "en":
        return role
    if lower in FRACTIONS or lower.removesuffix("s") in FRACTIONS:
        role += "f"
    if lower in _FORMS or (lower.endswith("fold") and is_number_word(lower[:-4], "en")):
        role += "m"
    return role + "d" if lower == "dozen" else role


def find_number_words(
    text: str,
    flat: str,
    language: str,
    magnitudes: Mapping[str, int],
    *,
    lenient: bool = False,
) -> list[Numeral]:
    """Return numbers in words, unsorted; they may overlap.

    No numbers are ordinals, "billions" without a count, a third party, the first half, double
    standards and "twice a year"; the last three are read if `lenient`.

    Args:
        text: any text.
        flat: the text out of `flatten`.
        language: two-letter code; nothing is found in a language that text2num does not know.
        magnitudes: words such as "million" with their power of ten.
        lenient: read doubtful fractions and multiples as well.
    """
    if language not in _LANGUAGES:
        return []
    source = _Words(text, flat, language, magnitudes, lenient)
    found: list[Numeral | None] = []
    run: list[tuple[int, int]] = []
    for span, role in _find_words(text, language):
        if "c" in role:
            if run and not _JOINT.fullmatch(text, run[-1][1], span[0]):
                found += _read_run(source, run)
                run = []
            run.append(span)
        if "f" in role:
            found.append(_fraction(source, _word_before(source, span[0]), span))
        if "m" in role:
            found.append(_multiple(source, span))
        if "d" in role:
            found.append(_dozens(source, _word_before(source, span[0]), span))
    if run:
        found += _read_run(source, run)
    if language == "en" and "/" in text:
        found += [_slashed(m) for m in _SLASHED.finditer(text)]
    return [numeral for numeral in found if numeral is not None]


def _find_words(text: str, language: str) -> list[tuple[tuple[int, int], str]]:
    """Return the offsets and the roles of the words that have one, in order."""
    # Few words have any: those are looked for that do, where it takes longer to pass over all.
    chunks = set(text.replace(MASK, " ").split())
    roles = dict(pair for chunk in chunks for pair in _roles_in(chunk, language))
    found = []
    for word, role in roles.items():
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
                found.append(((start, end), role))
            start = text.find(word, end)
    return sorted(found)


@lru_cache(maxsize=50_000)
def _roles_in(chunk: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the words with a role of what white space sets apart, such as "(three-fold),"."""
    words = set(_WORD.findall(chunk))
    return tuple((word, role) for word in words if (role := _role(word, language)))


def _is_letter(character: str) -> bool:
    return _WORD.match(character) is not None


def _word_before(source: _Words, at: int) -> tuple[int, int]:
    """Return the offsets of the word before, which a space or a hyphen sets apart."""
    found = _LAST_WORD.search(source.text, max(0, at - 24), at)
    return found.span(1) if found else (at, at)


# --- cardinals ---


def _read_run(source: _Words, run: list[tuple[int, int]]) -> Iterator[Numeral]:
    text, start = source.text, run[0][0]
    alone = len(run) == 1 and text[start : run[0][1]].lower() in source.magnitudes
    if alone and source.language == "en" and not match_back(_ARTICLE, source.flat, start, 2):
        return  # most often the "billion" of "5.17 billion"
    tokens = [
        _Word(re.sub("[‐‑]", "-", m[0]).lower(), start + m.start())
        for m in re.finditer(r"[^\W\d_]+|[\W\d_]+", text[start : run[-1][1]])
    ]
    for found in find_numbers(tokens, source.language, 0.0):
        first, last = tokens[found.start], tokens[found.end - 1]
        end = last.start + len(last.written)
        if found.is_ordinal or len(found.text) > 24:
            continue
        try:
            value = Decimal(found.text.replace(",", "."))
        except ArithmeticError:
            continue
        numeral = _cardinal(source, first.start, end, value)
        if numeral is not None:
            yield numeral


def _cardinal(source: _Words, start: int, end: int, value: Decimal) -> Numeral | None:
    words = _WORD.findall(source.text[start:end].lower())
    magnitude = Decimal(1).scaleb(source.magnitudes.get(words[-1], 0))
    if not value or value % magnitude:
        magnitude = Decimal(1)
    step = magnitude.scaleb(min(0, int(value.as_tuple().exponent)))
    if source.language == "en" and (words[0] in source.magnitudes or words[0][:7] == "hundred"):
        # "billions of dollars" is no number; "a billion" and "half a billion" are.
        article = match_back(_ARTICLE, source.flat, start, 2)
        if article is None:
            return None
        start = article.start()
        if article[0].lower().startswith("half"):
            value, step = value / 2, magnitude / 10
    elif value >= 1_000_000 and value == magnitude and len(words) == 1:
        return None
    return Numeral(start, end, value, step, coarse_step(value, step), "words", magnitude)


def _dozens(source: _Words, before: tuple[int, int], span: tuple[int, int]) -> Numeral | None:
    count = source.text[slice(*before)].lower()
    if not _JOINT.fullmatch(source.text, before[1], span[0]):
        return None
    start, value = before[0], Decimal(12)
    if count == "a":
        half = match_back(_ARTICLE, source.flat, span[0], 2)
        if half is not None and half[0].lower().startswith("half"):
            start, value = half.start(), Decimal(6)
    else:
        numbers = find_numbers([_Word(count)], "en", 0.0) if is_number_word(count, "en") else []
        if len(numbers) != 1 or numbers[0].is_ordinal:
            return None
        value *= Decimal(numbers[0].text)
    return Numeral(start, span[1], value, Decimal(1), Decimal(1), "words")


# --- fractions and multiples ---


def _share(source: _Words, start: int, end: int, count: int, parts: int) -> Numeral | None:
    if count >= parts:
        return None
    value = Decimal(count) / parts
    scale = _SCALE.match(source.text, end)
    if scale is not None:  # "half a per cent", "three-quarters of a million"
        step = Decimal("0.1") if parts == 2 else Decimal("0.05")
        return Numeral(start, scale.end(), value, step, step, "words")
    # Fractions have no last digit: a percentage point on either side, a twentieth of small ones.
    return Numeral(start, end, value, min(Decimal("0.02"), value / 10), value, "share")


def _slashed(match: re.Match[str]) -> Numeral | None:
    over, under = int(match["over"]), int(match["under"])
    if over >= under:
        return None
    value = Decimal(over) / under
    return Numeral(*match.span(), value, min(Decimal("0.02"), value / 10), value, "share")


def _fraction(source: _Words, before: tuple[int, int], span: tuple[int, int]) -> Numeral | None:
    text, (start, end) = source.text, span
    written = text[start:end].lower()
    plural = written not in FRACTIONS
    name = written.removesuffix("s") if plural else written
    joint = text[before[1] : start]
    count = text[slice(*before)].lower() if joint in (" ", "-", "‑", "‐", "\n", "\u00a0") else ""
    if count in COUNTS:
        start = before[0]
    else:
        count = ""
    hyphenated = bool(count) and not joint.isspace()
    parts = FRACTIONS[name]
    if text[end : end + 1] in ("-", "‑", "‐"):
        return None
    named = bool(count) or name == "half"
    doubtful = source.lenient and named and _AFTER_FRACTION.match(text, end)
    if not doubtful and not _is_fraction(
        source, (start, end), name, count, plural=plural, hyphenated=hyphenated
    ):
        return None
    return _share(source, start, end, COUNTS.get(count, 1), parts)


def _is_fraction(
    source: _Words,
    span: tuple[int, int],
    name: str,
    count: str,
    *,
    plural: bool,
    hyphenated: bool,
) -> bool:
    start, end = span
    text = source.text
    if match_back(_PERIODS, source.flat, start):
        return False
    led = hyphenated or match_back(_LED, source.flat, start) is not None
    if plural:
        if COUNTS.get(count, 1) < 2:
            return False
        return name != "quarter" or led or _OF.match(text, end) is not None
    if name == "half":
        return led or bool(_SCALE.match(text, end) or _AFTER_HALF.match(text, end))
    if not count or COUNTS[count] > 1:
        return False
    if name == "quarter":
        return led or _OF.match(text, end) is not None
    return hyphenated or _AFTER_FRACTION.match(text, end) is not None


def _multiple(source: _Words, span: tuple[int, int]) -> Numeral | None:
    start, end = span
    written = source.text[start:end].lower()
    around = source.text[max(0, start - 1) : start] + source.text[end : end + 1]
    if "-" in around or "‑" in around:
        return None
    if written not in _FORMS:  # "tenfold"
        number = find_numbers([_Word(written[:-4])], "en", 0.0)[0]
        if number.is_ordinal:
            return None
        value, step = Decimal(number.text), Decimal(1)
    else:
        stem, ending = _FORMS[written]
        led = match_back(_LED, source.flat, start) is not None
        bare = ending in ("", "s")
        if bare and not (source.lenient or led or _AFTER_MULTIPLE.match(source.text, end)):
            return None
        value, step = (Decimal(part) for part in _MULTIPLES[stem])
    return Numeral(start, end, value, step, step, "multiple")
